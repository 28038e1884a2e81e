import type { QueueView } from '../../../transport/queue-control.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { itemsOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { textOfValue } from '../../contract/value-text.ts';
import type { AdminObject } from '../../contract/values.ts';
import { applyFilter, findProperty, parseFilter } from '../../filter.ts';
import { checkServer } from '../../identity.ts';
import { pageOf } from '../../paging.ts';
import { presentQueue } from '../../present/queue.ts';
import { adminObject, list } from '../../present/values.ts';
import { queuesInOrder } from '../queue/find-queues.ts';

/** Smaller queues are not worth a row, unless they are held. mail-flow.md §4.8 */
const WORTH_SHOWING = 10;

/** Exchange: Get-QueueDigest */
export function showQueueDigest({ current, args, ports }: QueryInput): Answer | AdminError {
  const { server } = current;
  for (const name of itemsOf(args, 'Server')) {
    const otherServer = checkServer(name, server);
    if (otherServer !== null) return otherServer;
  }
  const filter = textOf(args, 'Filter') ?? null;
  const conditions = filter === null ? [] : parseFilter(filter);
  if (isAdminError(conditions)) return conditions;
  const queues = queuesInOrder(ports.queue, server).filter(isWorthShowing);
  const matching = applyFilter(
    queues.map((queue) => presentQueue(queue, server)),
    conditions,
  );
  if (isAdminError(matching)) return matching;
  const groups = groupedBy(matching, textOf(args, 'GroupBy') ?? 'NextHopDomain', server.name);
  const withDetails = textOf(args, 'DetailsLevel') !== 'None';
  const rows = [...groups].map(([value, members]) => digest(value, members, withDetails));
  return pageOf(
    rows.toSorted((a, b) => count(b, 'MessageCount') - count(a, 'MessageCount')),
    args,
  );
}

function isWorthShowing(queue: QueueView): boolean {
  const isHeld = queue.status === 'Suspended' || ['Submission', 'Unreachable', 'Poison'].includes(queue.name);
  return queue.messageCount >= (isHeld ? 1 : WORTH_SHOWING);
}

type Groups = ReadonlyMap<string, readonly AdminObject[]>;

function groupedBy(queues: readonly AdminObject[], by: string, serverName: string): Groups {
  const property = by === 'NextHopKey' ? 'Identity' : by;
  return Map.groupBy(queues, (queue) =>
    by === 'ServerName' ? serverName : textOfValue(findProperty(queue, property) ?? null),
  );
}

function digest(value: string, queues: readonly AdminObject[], withDetails: boolean): AdminObject {
  const sum = (property: string): number =>
    queues.reduce((total, queue) => total + count(queue, property), 0);
  return adminObject('QueueDigest', value, [
    ['GroupByValue', value],
    ['MessageCount', sum('MessageCount')],
    ['DeferredMessageCount', sum('DeferredMessageCount')],
    ['LockedMessageCount', sum('LockedMessageCount')],
    ['StaleMessageCount', 0],
    ['Details', list(withDetails ? queues.map((queue) => queue.text) : [])],
  ]);
}

function count(object: AdminObject, property: string): number {
  const value = findProperty(object, property);
  return typeof value === 'number' ? value : 0;
}
