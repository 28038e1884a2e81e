import { formatMailbox } from '../mail/address.ts';
import type { EnvelopeRecipient } from '../mail/envelope.ts';
import type { MessageFacts } from '../queue/message.ts';

/** The envelope as fields before the header: `X-Sender`, one `X-Receiver` a recipient, with their parameters.
 *  mail-flow.md §1.8 */
export function envelopeFields(facts: MessageFacts, recipients: readonly EnvelopeRecipient[]): string[] {
  return [
    `X-Sender: ${senderText(facts)}`,
    ...recipients.map((recipient) => `X-Receiver: ${receiverText(recipient)}`),
  ];
}

function senderText({ reversePath, parameters }: MessageFacts): string {
  const words = [reversePath === null ? '<>' : `<${formatMailbox(reversePath)}>`];
  if (parameters.body !== '7BIT') words.push(`BODY=${parameters.body}`);
  if (parameters.smtpUtf8) words.push('SMTPUTF8');
  if (parameters.ret !== null) words.push(`RET=${parameters.ret}`);
  if (parameters.envid !== null) words.push(`ENVID=${parameters.envid}`);
  return words.join(' ');
}

function receiverText({ address, parameters }: EnvelopeRecipient): string {
  const words = [`<${formatMailbox(address)}>`];
  if (parameters.notify.length > 0) words.push(`NOTIFY=${parameters.notify.join(',')}`);
  if (parameters.orcpt !== null) words.push(`ORCPT=${parameters.orcpt}`);
  return words.join(' ');
}
