import type { QueueView } from '../../../transport/queue-control.ts';
import type { Act, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { applyFilter, parseFilter } from '../../filter.ts';
import { checkServer } from '../../identity.ts';
import { presentQueue, queueIdentity } from '../../present/queue.ts';
import { queuesByIdentity, queuesInOrder } from './find-queues.ts';

/** What -Identity or -Filter of an action names. An identity that hits several queues is an error: -Filter is for that.
 *  mail-flow.md §4.8 */
export function selectQueues(input: QueryInput): readonly QueueView[] | AdminError {
  const { current, args, ports } = input;
  const { server } = current;
  const otherServer = checkServer(textOf(args, 'Server'), server);
  if (otherServer !== null) return otherServer;
  const identity = textOf(args, 'Identity');
  if (identity === undefined || identity === null) return queuesByFilter(input);
  const found = queuesByIdentity(ports.queue, server, identity);
  return isAdminError(found) || found.length < 2 ? found : severalNamed(identity);
}

export function severalNamed(identity: string): AdminError {
  return {
    category: 'InvalidArgument',
    id: 'AmbiguousIdentity',
    message: `The identity "${identity}" matches more than one object. Use the Filter parameter to act on several.`,
    target: identity,
    parameter: 'Identity',
  };
}

function queuesByFilter({ current, args, ports }: QueryInput): readonly QueueView[] | AdminError {
  const conditions = parseFilter(textOf(args, 'Filter') ?? '');
  if (isAdminError(conditions)) return conditions;
  const all = queuesInOrder(ports.queue, current.server);
  const matching = applyFilter(
    all.map((view) => presentQueue(view, current.server)),
    conditions,
  );
  if (isAdminError(matching)) return matching;
  const identities = new Set(matching.map((object) => object.text));
  return all.filter((view) => identities.has(queueIdentity(view, current.server)));
}

/** `Suspending queue "EX1\3".` */
export function queueAction(
  gerund: string,
  queues: readonly QueueView[],
  input: QueryInput,
): Pick<Act, 'action' | 'targets'> {
  const identities = queues.map((view) => queueIdentity(view, input.current.server));
  return {
    action: actionText(gerund, 'queue', identities),
    targets: actionTargets(gerund, 'queue', identities),
  };
}

/** The same line for each object alone. */
export function actionTargets(
  gerund: string,
  kind: string,
  identities: readonly string[],
): readonly Readonly<{ identity: string; action: string }>[] {
  return identities.map((identity) => ({ identity, action: actionText(gerund, kind, [identity]) }));
}

/** One line for what a confirmation asks about. shell-language.md §11 */
export function actionText(gerund: string, kind: string, identities: readonly string[]): string {
  const quoted = identities.map((identity) => `"${identity}"`).join(', ');
  return identities.length === 1
    ? `${gerund} ${kind} ${quoted}.`
    : `${gerund} ${identities.length} ${kind}s${quoted === '' ? '' : `: ${quoted}`}.`;
}
