import { formatReversePath } from '../../../mail/address.ts';
import type { MessageView } from '../../../transport/queue-control.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { switchOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import type { AdminObject } from '../../contract/values.ts';
import { parseFilter } from '../../filter.ts';
import { checkServer } from '../../identity.ts';
import { abandoned, pageOfLong } from '../../long-list.ts';
import { isByPosition, pageInOrder } from '../../paging.ts';
import { presentMessage } from '../../present/message.ts';
import { mapInSlices, type Pace } from '../../slices.ts';
import { queuesByIdentity } from '../queue/find-queues.ts';
import { messagesByIdentity } from './select-messages.ts';

/** Exchange: Get-Message. mail-flow.md §4.6, §4.8 */
export async function showMessages(input: QueryInput): Promise<Answer | AdminError> {
  const { current, args, ports } = input;
  const otherServer = checkServer(textOf(args, 'Server'), current.server);
  if (otherServer !== null) return otherServer;
  const found = wantedMessages(input);
  if (isAdminError(found)) return found;
  const filter = textOf(args, 'Filter') ?? null;
  const conditions = filter === null ? [] : parseFilter(filter);
  if (isAdminError(conditions)) return conditions;
  const now = ports.now();
  const withRecipients = switchOf(args, 'IncludeRecipientInfo');
  const present = (message: MessageView): AdminObject =>
    presentMessage(message, { server: current.server, now, withRecipients });
  const items = await withWords(found, textOf(args, 'Text') ?? '', input.pace);
  if (items === null) return abandoned();
  if (conditions.length === 0 && isByPosition(args)) return pageInOrder(items, args, present);
  return pageOfLong({ items, present, conditions }, args, input.pace);
}

/** Those that have every word in the sender, the subject or the last error. */
async function withWords(
  messages: readonly MessageView[],
  text: string,
  pace: Pace,
): Promise<readonly MessageView[] | null> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return messages;
  const wanted = (message: MessageView): MessageView | undefined => {
    const { facts, lastError } = message;
    const about = [formatReversePath(facts.reversePath), facts.subject, lastError].join('\n').toLowerCase();
    return words.every((word) => about.includes(word)) ? message : undefined;
  };
  return mapInSlices(messages, wanted, pace);
}

function wantedMessages({ current, args, ports }: QueryInput): readonly MessageView[] | AdminError {
  const identity = textOf(args, 'Identity') ?? null;
  if (identity !== null) return messagesByIdentity(ports.queue, current.server, identity);
  const queue = textOf(args, 'Queue') ?? null;
  if (queue === null) return ports.queue.messages();
  const queues = queuesByIdentity(ports.queue, current.server, queue);
  return isAdminError(queues) ? queues : queues.flatMap((view) => ports.queue.messages(view.number));
}
