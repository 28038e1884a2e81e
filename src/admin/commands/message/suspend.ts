import type { Act, QueryInput } from '../../command.ts';
import type { AdminError } from '../../contract/errors.ts';
import { actOnMessages } from './act-on-messages.ts';

/** Exchange: Suspend-Message. Not in Poison, where every message is suspended. mail-flow.md §4.9 */
export function suspendMessages(input: QueryInput): Act | AdminError {
  return actOnMessages(input, {
    gerund: 'Suspending',
    refuse: ({ queueName }) =>
      queueName === 'Poison' ? 'messages in the Poison queue are suspended already' : null,
    act: ({ id, queueNumber }) => input.ports.queue.suspendMessage(id, queueNumber),
  });
}
