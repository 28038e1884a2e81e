import type { Act, QueryInput } from '../../command.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { badText } from '../../snapshot-change.ts';
import { queueAction, selectQueues } from './select-queues.ts';

/** Exchange: Suspend-Queue. Delivery queues, Submission and Unreachable; Poison never sends. mail-flow.md §4.9 */
export function suspendQueues(input: QueryInput): Act | AdminError {
  const queues = selectQueues(input);
  if (isAdminError(queues)) return queues;
  if (queues.some((queue) => queue.name === 'Poison'))
    return badText('Identity', "the Poison queue can't be suspended", 'Poison');
  return {
    ...queueAction('Suspending', queues, input),
    target: queues.map((queue) => queue.name).join(', '),
    run: async () => {
      for (const queue of queues) await input.ports.queue.suspendQueue(queue.number);
      return [];
    },
  };
}
