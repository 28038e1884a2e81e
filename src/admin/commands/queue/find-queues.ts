import type { ServerIdentity } from '../../../config/organization.ts';
import type { QueueControl, QueueView } from '../../../transport/queue-control.ts';
import type { AdminError } from '../../contract/errors.ts';
import { checkServer, notFound, wildcardPattern } from '../../identity.ts';
import { queueIdentity } from '../../present/queue.ts';

/** The queues in order of Identity: delivery queues by number, then the persistent ones by name. */
export function queuesInOrder(queue: QueueControl, server: ServerIdentity): readonly QueueView[] {
  const key = (view: QueueView): string => queueIdentity(view, server);
  return queue.queues().toSorted((a, b) => key(a).localeCompare(key(b), 'en', { numeric: true }));
}

/** Queues by `<Server>\<name or number>`; the server may be left off, and `*` names all. mail-flow.md §4.4
 *  @returns E22 where nothing has that identity: Exchange returns every queue, which no script can mean */
export function queuesByIdentity(
  queue: QueueControl,
  server: ServerIdentity,
  identity: string,
): readonly QueueView[] | AdminError {
  const [serverPart, label] = splitIdentity(identity, server);
  const otherServer = checkServer(serverPart, server);
  if (otherServer !== null) return otherServer;
  const pattern = wildcardPattern(label);
  const found = queuesInOrder(queue, server).filter(
    (view) => pattern.test(view.name) || label === String(view.number),
  );
  return found.length === 0 && !/[*?]/.test(label) ? notFound(identity, server) : found;
}

/** A name without a backslash is a queue of this server. */
function splitIdentity(identity: string, server: ServerIdentity): readonly [string, string] {
  const at = identity.indexOf('\\');
  const first = identity.slice(0, at);
  return at === -1 || first === '*' ? [server.name, identity.slice(at + 1)] : [first, identity.slice(at + 1)];
}
