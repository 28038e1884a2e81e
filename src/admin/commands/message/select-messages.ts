import type { ServerIdentity } from '../../../config/organization.ts';
import type { MessageView, QueueControl } from '../../../transport/queue-control.ts';
import type { QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { applyFilter, parseFilter } from '../../filter.ts';
import { checkServer, notFound, wildcardPattern } from '../../identity.ts';
import { messageIdentity, presentMessage } from '../../present/message.ts';
import { severalNamed } from '../queue/select-queues.ts';

/** Messages by `<Server>\<Queue>\<int>`, `<Queue>\<int>`, `*\<int>` or `<int>`: that number in the queue named, else in
 *  every queue. mail-flow.md §4.4 */
export function messagesByIdentity(
  queue: QueueControl,
  server: ServerIdentity,
  identity: string,
): readonly MessageView[] | AdminError {
  const parts = identity.split('\\');
  const id = Number(parts.at(-1));
  if (!Number.isSafeInteger(id) || parts.length > 3) return notFound(identity, server);
  const [serverPart, queuePart] =
    parts.length === 3 ? parts : [undefined, parts.length === 2 ? parts[0] : '*'];
  const otherServer = serverPart === '*' ? null : checkServer(serverPart, server);
  if (otherServer !== null) return otherServer;
  const inQueue = queueMatcher(queuePart ?? '*', server);
  const found = queue.messages().filter((message) => message.id === id && inQueue(message));
  return found.length === 0 ? notFound(identity, server) : found;
}

/** `EX1\12` names message 12 of this server, in whatever queue it is. */
function queueMatcher(label: string, server: ServerIdentity): (message: MessageView) => boolean {
  if (checkServer(label, server) === null) return () => true;
  const pattern = wildcardPattern(label);
  return (message) => pattern.test(message.queueName) || label === String(message.queueNumber);
}

/** What -Identity or -Filter of an action names. */
export function selectMessages(input: QueryInput): readonly MessageView[] | AdminError {
  const { current, args, ports } = input;
  const otherServer = checkServer(textOf(args, 'Server'), current.server);
  if (otherServer !== null) return otherServer;
  const identity = textOf(args, 'Identity');
  if (identity === undefined || identity === null) return messagesByFilter(input);
  const found = messagesByIdentity(ports.queue, current.server, identity);
  if (isAdminError(found) || found.length < 2 || namesEveryQueue(identity)) return found;
  return severalNamed(identity);
}

/** `*\<int>` and `<int>` mean that message in every queue it is in. */
function namesEveryQueue(identity: string): boolean {
  const parts = identity.split('\\');
  return parts.length === 1 || parts.at(-2) === '*';
}

function messagesByFilter({ current, args, ports }: QueryInput): readonly MessageView[] | AdminError {
  const conditions = parseFilter(textOf(args, 'Filter') ?? '');
  if (isAdminError(conditions)) return conditions;
  const { server } = current;
  const all = ports.queue.messages();
  const format = { server, now: ports.now(), withRecipients: true };
  const matching = applyFilter(
    all.map((message) => presentMessage(message, format)),
    conditions,
  );
  if (isAdminError(matching)) return matching;
  const identities = new Set(matching.map((object) => object.text));
  return all.filter((message) => identities.has(messageIdentity(message, server)));
}
