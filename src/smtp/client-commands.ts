import { formatMailbox } from '../mail/address.ts';
import type { EnvelopeRecipient } from '../mail/envelope.ts';
import type { ClientTransaction, PeerExtensions } from './client-types.ts';
import type { Reply } from './reply.ts';
import { escapeUtf8 } from './xtext.ts';

/** `MAIL FROM:<…>` with the parameters that the peer offers. RFC 5321 §4.1.1.2 */
export function formatMail(transaction: ClientTransaction, extensions: PeerExtensions): string {
  const { reversePath, parameters } = transaction;
  let line = reversePath === null ? 'MAIL FROM:<>' : `MAIL FROM:<${formatMailbox(reversePath)}>`;
  if (extensions.size !== null) line += ` SIZE=${transaction.sizeBytes}`;
  if (parameters.body === '8BITMIME' && extensions.eightBitMime) line += ' BODY=8BITMIME';
  if (parameters.body === 'BINARYMIME') line += ' BODY=BINARYMIME';
  if (parameters.smtpUtf8 && extensions.smtpUtf8) line += ' SMTPUTF8';
  if (!extensions.dsn) return `${line}\r\n`;
  if (parameters.ret !== null) line += ` RET=${parameters.ret}`;
  if (parameters.envid !== null) line += ` ENVID=${parameters.envid}`;
  return `${line}\r\n`;
}

/** `RCPT TO:<…>`; NOTIFY and ORCPT as they were given to us and never invented. RFC 3461 §5.2
 *  Where the peer does not offer SMTPUTF8 an ORCPT in UTF-8 has its other form. RFC 6533 §3 */
export function formatRcpt(recipient: EnvelopeRecipient, extensions: PeerExtensions): string {
  const path = `RCPT TO:<${formatMailbox(recipient.address)}>`;
  if (!extensions.dsn) return `${path}\r\n`;
  const { notify, orcpt } = recipient.parameters;
  const notifyText = notify.length === 0 ? '' : ` NOTIFY=${notify.join(',')}`;
  if (orcpt === null) return `${path}${notifyText}\r\n`;
  return `${path}${notifyText} ORCPT=${extensions.smtpUtf8 ? orcpt : escapeUtf8(orcpt)}\r\n`;
}

/** Exchange's words for a message that is larger than the next hop takes. */
export const SIZE_EXCEEDED: Reply = {
  code: 552,
  status: '5.3.4',
  lines: ['Message size exceeds fixed maximum message size'],
};

/** Our own refusal of a transaction that this peer cannot take, or null when it can. */
export function unsuitable(transaction: ClientTransaction, extensions: PeerExtensions): Reply | null {
  if (extensions.size !== null && extensions.size > 0 && transaction.sizeBytes > extensions.size) {
    return SIZE_EXCEEDED;
  }
  // RFC 3030 §3: binary content cannot be sent otherwise, and we do not re-encode content.
  if (transaction.parameters.body === 'BINARYMIME' && !(extensions.binaryMime && extensions.chunking)) {
    return { code: 554, status: '5.6.3', lines: ['Conversion required but not supported'] };
  }
  // RFC 6531 §3.2: an address outside US-ASCII has no other form on the wire.
  if (!extensions.smtpUtf8 && needsUtf8(transaction)) {
    return { code: 550, status: '5.6.7', lines: ['SMTPUTF8 required, but not offered by the next hop'] };
  }
  return null;
}

function needsUtf8({ reversePath, recipients, parameters }: ClientTransaction): boolean {
  if (!parameters.smtpUtf8) return false;
  if (reversePath !== null && !isAscii(reversePath.local)) return true;
  return recipients.some(({ address }) => !isAscii(address.local));
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 127) return false;
  return true;
}
