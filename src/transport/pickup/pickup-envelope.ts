import { parseAddressList } from '../../mail/address-list.ts';
import { type Mailbox, parseMailbox } from '../../mail/address.ts';
import { type HeaderField, makeTextField } from '../../mail/header.ts';
import { limitText } from '../../routing/message-limits.ts';
import type { OwnRefusal } from '../own-refusals.ts';
import { type FileEnvelope, fileFault, isNamed, needsUtf8, withoutRepeats } from './file-envelope.ts';
import { NO_MAIL_PARAMETERS } from '../../smtp/parameters.ts';

/** Exchange: Set-TransportService -PickupDirectoryMax… */
export type PickupLimits = Readonly<{
  pickupDirectoryMaxHeaderSize: number;
  pickupDirectoryMaxRecipientsPerMessage: number;
}>;

/** The envelope of a file in the Pickup folder: it is addressed as its header says. mail-flow.md §1.7
 *  @param headerBytes octets of the header without its empty line */
export function readPickupFile(
  fields: readonly HeaderField[],
  headerBytes: number,
  limits: PickupLimits,
): FileEnvelope {
  const sender = envelopeSender(fields);
  const addresses = recipientAddresses(fields);
  const readable = addresses.filter((address) => address !== null);
  const recipients = withoutRepeats(
    readable.map((address) => ({ address, parameters: { notify: [], orcpt: null } })),
  );
  const path = typeof sender === 'string' ? null : sender;
  return {
    path,
    parameters: { ...NO_MAIL_PARAMETERS, smtpUtf8: needsUtf8([path, ...readable]) },
    recipients,
    fields: contentFields(fields),
    rights: { routing: false, organization: false, forest: false },
    origin: { sourceName: 'Pickup', clientIp: '', clientHello: '' },
    fault:
      (typeof sender === 'string' ? fileFault('5.1.7', `PICKUP.Sender; ${sender}`) : null) ??
      recipientFault(addresses) ??
      limitFault(headerBytes, recipients.length, limits),
  };
}

/** One From is the sender, with or without a Sender; of several the one Sender is.
 *  @returns what is wrong where there is none */
function envelopeSender(fields: readonly HeaderField[]): Mailbox | string {
  const from = addressesOf(fields, 'from');
  const sender = addressesOf(fields, 'sender');
  if (from === null || sender === null) return 'From or Sender cannot be read';
  if (sender.length > 1) return 'Sender has more than one address';
  if (from.length > 1 && sender.length === 0) return 'From has several addresses and there is no Sender';
  const chosen = from.length === 1 ? from[0] : sender[0];
  return chosen ?? 'there is neither From nor Sender';
}

/** null in the place of what is no address. */
function recipientAddresses(fields: readonly HeaderField[]): readonly (Mailbox | null)[] {
  return ['to', 'cc', 'bcc'].flatMap(
    (name): readonly (Mailbox | null)[] => addressesOf(fields, name) ?? [null],
  );
}

/** null: a field of the name cannot be read. */
function addressesOf(fields: readonly HeaderField[], name: string): readonly Mailbox[] | null {
  const found: Mailbox[] = [];
  for (const field of fields.filter((one) => isNamed(one, name))) {
    const listed = parseAddressList(field.value());
    if (listed === null) return null;
    for (const { address } of listed) {
      const mailbox = parseMailbox(address);
      if (mailbox === null) return null;
      found.push(mailbox);
    }
  }
  return found;
}

function recipientFault(addresses: readonly (Mailbox | null)[]): OwnRefusal | null {
  if (addresses.length === 0) return fileFault('5.5.4', 'PICKUP.Recipient; there is no To, Cc or Bcc');
  if (!addresses.includes(null)) return null;
  return fileFault('5.1.3', 'PICKUP.Recipient; To, Cc or Bcc holds an invalid address');
}

function limitFault(headerBytes: number, recipients: number, limits: PickupLimits): OwnRefusal | null {
  const { pickupDirectoryMaxHeaderSize: header, pickupDirectoryMaxRecipientsPerMessage: most } = limits;
  if (headerBytes > header) {
    const limit = limitText({ hop: 'Pickup', limit: 'MaxHeaderSize', allowed: header });
    return { ...fileFault('5.3.4', 'PICKUP.HeaderSize; header size exceeds fixed maximum size'), limit };
  }
  if (recipients <= most) return null;
  const limit = limitText({ hop: 'Pickup', limit: 'MaxRecipientsPerMessage', allowed: most });
  return { ...fileFault('5.5.3', 'PICKUP.RecipLimit; too many recipients'), limit };
}

/** Bcc goes; where nobody else is named, To says so. RFC 5322 §3.6.3 */
function contentFields(fields: readonly HeaderField[]): readonly HeaderField[] {
  const kept = fields.filter((field) => !isNamed(field, 'bcc'));
  if (kept.some((field) => isNamed(field, 'to', 'cc'))) return kept;
  return [...kept, makeTextField('To', 'Undisclosed Recipients:;')];
}
