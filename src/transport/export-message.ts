import type { ContentReader } from '../queue/ports.ts';
import { envelopeFields } from './envelope-fields.ts';
import type { LiveMessage } from './live-message.ts';

/** A message as a file that fits the Replay directory: the envelope of what still waits, then the content with all its
 *  stamps. `X-CreatedBy: MSExchange15` is what keeps the stamps when it is replayed. mail-flow.md §1.8, §4.9 */
export async function exportedMessage(message: LiveMessage, reader: ContentReader): Promise<Buffer> {
  const waiting = message.state.recipients.filter(({ state }) => state === 'pending');
  const fields = [...envelopeFields(message.facts, waiting), 'X-CreatedBy: MSExchange15'];
  if (message.facts.clientHello !== '') fields.push(`X-HeloDomain: ${message.facts.clientHello}`);
  fields.push(`X-Source: ${message.facts.sourceName}`);
  if (message.facts.clientIp !== '') fields.push(`X-SourceIPAddress: ${message.facts.clientIp}`);
  const chunks: Buffer[] = [Buffer.from(`${fields.join('\r\n')}\r\n`)];
  for await (const chunk of reader.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
