import type { QueueView } from '../../../transport/queue-control.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { itemsOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { applyFilter, parseFilter } from '../../filter.ts';
import { checkServer } from '../../identity.ts';
import { pageOf } from '../../paging.ts';
import { isExternal, presentQueue } from '../../present/queue.ts';
import { queuesByIdentity, queuesInOrder } from './find-queues.ts';

/** Exchange: Get-Queue. mail-flow.md §4.5, §4.8 */
export function showQueues({ current, args, ports }: QueryInput): Answer | AdminError {
  const { server } = current;
  const otherServer = checkServer(textOf(args, 'Server'), server);
  if (otherServer !== null) return otherServer;
  const identity = textOf(args, 'Identity') ?? null;
  const found =
    identity === null ? queuesInOrder(ports.queue, server) : queuesByIdentity(ports.queue, server, identity);
  if (isAdminError(found)) return found;
  const wanted = withinCategories(found, itemsOf(args, 'Include'), itemsOf(args, 'Exclude'));
  const objects = wanted.map((queue) => presentQueue(queue, server));
  const filter = textOf(args, 'Filter') ?? null;
  const conditions = filter === null ? [] : parseFilter(filter);
  if (isAdminError(conditions)) return conditions;
  const matching = applyFilter(objects, conditions);
  return isAdminError(matching) ? matching : pageOf(matching, args);
}

/** -Include keeps what is in one of its categories, -Exclude drops it. */
function withinCategories(
  queues: readonly QueueView[],
  include: readonly string[],
  exclude: readonly string[],
): readonly QueueView[] {
  return queues.filter((queue) => {
    const categories = categoriesOf(queue);
    const has = (names: readonly string[]): boolean =>
      names.some((name) => categories.includes(name.toLowerCase()));
    return (include.length === 0 || has(include)) && !has(exclude);
  });
}

function categoriesOf(queue: QueueView): readonly string[] {
  const where = isExternal(queue.key) ? 'external' : 'internal';
  return [queue.key.deliveryType.toLowerCase(), where, ...(queue.messageCount === 0 ? ['empty'] : [])];
}
