import { type Mailbox, type ReversePath, formatMailbox } from '../../mail/address.ts';
import type { EnvelopeRecipient, MailParameters } from '../../mail/envelope.ts';
import type { HeaderRights } from '../../mail/header-firewall.ts';
import type { HeaderField } from '../../mail/header.ts';
import type { OwnRefusal } from '../own-refusals.ts';

/** The two folders that files are submitted from. mail-flow.md §1.7, §1.8 */
export type FolderKind = 'Pickup' | 'Replay';

/** What a file says of its message. */
export type FileEnvelope = Readonly<{
  /** null also where the sender could not be read: nobody can be told then. */
  path: ReversePath;
  parameters: MailParameters;
  /** As many as could be read. */
  recipients: readonly EnvelopeRecipient[];
  /** The header of the message. */
  fields: readonly HeaderField[];
  rights: HeaderRights;
  /** Where the message came from before it became a file. */
  origin: FileOrigin;
  /** Why it cannot be submitted; null = it can. */
  fault: OwnRefusal | null;
}>;

export type FileOrigin = Readonly<{ sourceName: string; clientIp: string; clientHello: string }>;

/** @param what `PICKUP.Sender; …`, behind the codes of the diagnostic */
export function fileFault(status: string, what: string): OwnRefusal {
  return { status, diagnostic: `550 ${status} ${what}`, source: 'PICKUP' };
}

/** Each address once, the first time it is named. */
export function withoutRepeats(recipients: readonly EnvelopeRecipient[]): readonly EnvelopeRecipient[] {
  const found = new Map<string, EnvelopeRecipient>();
  for (const recipient of recipients) {
    const key = formatMailbox(recipient.address);
    if (!found.has(key)) found.set(key, recipient);
  }
  return [...found.values()];
}

/** RFC 6531: an address that is not ASCII needs SMTPUTF8 on its way. */
export function needsUtf8(addresses: readonly (Mailbox | null)[]): boolean {
  return addresses.some((address) => address !== null && /[^\0-\x7f]/.test(address.local));
}

export function isNamed(field: HeaderField, ...names: readonly string[]): boolean {
  return names.includes(field.name.toLowerCase());
}
