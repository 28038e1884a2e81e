import type { Act, QueryInput } from '../../command.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { queueAction, selectQueues } from './select-queues.ts';

/** Exchange: Resume-Queue */
export function resumeQueues(input: QueryInput): Act | AdminError {
  const queues = selectQueues(input);
  if (isAdminError(queues)) return queues;
  const awake = queues.filter((queue) => queue.status !== 'Suspended');
  return {
    ...queueAction('Resuming', queues, input),
    target: queues.map((queue) => queue.name).join(', '),
    warnings: awake.map((queue) => `The queue "${queue.name}" isn't suspended.`),
    run: async () => {
      for (const queue of queues) await input.ports.queue.resumeQueue(queue.number);
      return [];
    },
  };
}
