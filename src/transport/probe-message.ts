import type { Mailbox } from '../mail/address.ts';
import { formatMailbox } from '../mail/address.ts';
import { formatNamedAddress } from '../mail/address-list.ts';
import { formatPhrase } from '../mail/encoded-word.ts';
import { newMessageId } from '../mail/message-id.ts';
import { dateText } from './dsn/fields.ts';
import { postmasterAddress } from './dsn/settings.ts';
import { enqueueOwn, type OwnMailWorld, type WrittenLetter } from './enqueue-own.ts';

/** So long a probe is tried to be delivered; who waited for it has given up long before. */
const LIFETIME_MS = 3_600_000;

export type Probe = Readonly<{
  receiver: Mailbox;
  /** Stands before the address in To; '' = none. */
  displayName: string;
  guid: string;
}>;

/** Sends a probe into the queue as this server's own message; rejects where the queue cannot be written. */
export type SendProbe = (probe: Probe) => Promise<void>;

/** Exchange: Test-Mailflow. mail-flow.md §13.2 */
export function createProbeMailer(world: OwnMailWorld): SendProbe {
  return async ({ receiver, displayName, guid }) => {
    const [snapshot, at] = [world.getSnapshot(), world.now()];
    const address = formatMailbox(receiver);
    const to = formatNamedAddress(displayName === '' ? '' : formatPhrase(displayName), address);
    const letter = writeProbe({
      from: postmasterAddress(snapshot),
      to,
      fqdn: snapshot.server.fqdn,
      guid,
      at,
    });
    const smtpUtf8 = letter.header.some((octet) => octet > 127);
    const sourceName = 'Test-Mailflow';
    const own = {
      letter,
      sourceName,
      receivers: [receiver],
      smtpUtf8,
      guid,
      at,
      lifetimeMs: LIFETIME_MS,
    } as const;
    await enqueueOwn([own], world);
  };
}

type ProbeFields = Readonly<{ from: string; to: string; fqdn: string; guid: string; at: number }>;

function writeProbe({ from, to, fqdn, guid, at }: ProbeFields): WrittenLetter {
  const messageId = newMessageId(guid, fqdn);
  const subject = `Test-Mailflow ${guid}`;
  const header = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${dateText(at)}`,
    `Message-ID: ${messageId}`,
    // RFC 3834 §5: nobody answers it automatically.
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
  ];
  return {
    messageId,
    subject,
    header: Buffer.from(`${header.join('\r\n')}\r\n\r\n`),
    body: Buffer.from('This is a Test-Mailflow probe message\r\n'),
  };
}
