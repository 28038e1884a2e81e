import type { QueueView } from '../../../transport/queue-control.ts';
import type { Act, QueryInput } from '../../command.ts';
import { booleanOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { queueAction, selectQueues } from './select-queues.ts';

/** Exchange: Retry-Queue. Only queues in Retry; with -Resubmit also Unreachable. mail-flow.md §4.9 */
export function retryQueues(input: QueryInput): Act | AdminError {
  const selected = selectQueues(input);
  if (isAdminError(selected)) return selected;
  const resubmit = booleanOf(input.args, 'Resubmit') ?? false;
  const queues = selected.filter((queue) => isRetryable(queue, resubmit));
  const [wrong] = selected.filter((queue) => !queues.includes(queue));
  if (wrong !== undefined && textOf(input.args, 'Filter') === undefined) return notInRetry(wrong, resubmit);
  return {
    ...queueAction(resubmit ? 'Resubmitting' : 'Retrying', queues, input),
    target: queues.map((queue) => queue.name).join(', '),
    run: async () => {
      for (const queue of queues) input.ports.queue.retryQueue(queue.number, resubmit);
      return [];
    },
  };
}

/** A suspended delivery queue that had failed is in Suspended, not in Retry: it is resumed first. */
function isRetryable(queue: QueueView, resubmit: boolean): boolean {
  return queue.status === 'Retry' || (resubmit && queue.name === 'Unreachable');
}

function notInRetry(queue: QueueView, resubmit: boolean): AdminError {
  const allowed = resubmit ? 'in the status Retry, or Unreachable,' : 'in the status Retry';
  return {
    category: 'InvalidOperation',
    id: 'QueueNotInRetry',
    message: `The queue "${queue.name}" can't be retried: it is in the status ${queue.status}. Only queues ${allowed} can be.`,
    target: queue.name,
    parameter: 'Identity',
  };
}
