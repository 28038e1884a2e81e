import { formatReversePath } from '../../../mail/address.ts';
import type { MessageView } from '../../../transport/queue-control.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { switchOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import type { AdminObject } from '../../contract/values.ts';
import { applyFilter, parseFilter } from '../../filter.ts';
import { checkServer } from '../../identity.ts';
import { isByPosition, pageInOrder, pageOf } from '../../paging.ts';
import { presentMessage } from '../../present/message.ts';
import { queuesByIdentity } from '../queue/find-queues.ts';
import { messagesByIdentity } from './select-messages.ts';

/** Exchange: Get-Message. mail-flow.md §4.6, §4.8 */
export function showMessages(input: QueryInput): Answer | AdminError {
  const { current, args, ports } = input;
  const otherServer = checkServer(textOf(args, 'Server'), current.server);
  if (otherServer !== null) return otherServer;
  const found = wantedMessages(input);
  if (isAdminError(found)) return found;
  const filter = textOf(args, 'Filter') ?? null;
  const conditions = filter === null ? [] : parseFilter(filter);
  if (isAdminError(conditions)) return conditions;
  const withRecipients = switchOf(args, 'IncludeRecipientInfo');
  const present = (message: MessageView): AdminObject =>
    presentMessage(message, { server: current.server, now: ports.now(), withRecipients });
  const worded = withWords(found, textOf(args, 'Text') ?? '');
  if (conditions.length === 0 && isByPosition(args)) return pageInOrder(worded, args, present);
  const matching = applyFilter(worded.map(present), conditions);
  return isAdminError(matching) ? matching : pageOf(matching, args);
}

/** Those that have every word in the sender, the subject or the last error. */
function withWords(messages: readonly MessageView[], text: string): readonly MessageView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return messages;
  return messages.filter(({ facts, lastError }) => {
    const about = [formatReversePath(facts.reversePath), facts.subject, lastError].join('\n').toLowerCase();
    return words.every((word) => about.includes(word));
  });
}

function wantedMessages({ current, args, ports }: QueryInput): readonly MessageView[] | AdminError {
  const identity = textOf(args, 'Identity') ?? null;
  if (identity !== null) return messagesByIdentity(ports.queue, current.server, identity);
  const queue = textOf(args, 'Queue') ?? null;
  if (queue === null) return ports.queue.messages();
  const queues = queuesByIdentity(ports.queue, current.server, queue);
  return isAdminError(queues) ? queues : queues.flatMap((view) => ports.queue.messages(view.number));
}
