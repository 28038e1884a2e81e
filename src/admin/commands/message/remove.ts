import type { Act, QueryInput } from '../../command.ts';
import { booleanOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { actOnMessages } from './act-on-messages.ts';

/** Exchange: Remove-Message. From any queue but Submission. */
export function removeMessages(input: QueryInput): Act | AdminError {
  const withNdr = booleanOf(input.args, 'WithNDR') ?? true;
  return actOnMessages(input, {
    gerund: 'Removing',
    refuse: ({ queueName }) => (queueName === 'Submission' ? 'it is in the Submission queue' : null),
    act: ({ id, queueNumber }) => input.ports.queue.removeMessage(id, queueNumber, withNdr),
  });
}
