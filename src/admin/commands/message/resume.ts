import type { Act, QueryInput } from '../../command.ts';
import type { AdminError } from '../../contract/errors.ts';
import { actOnMessages } from './act-on-messages.ts';

/** Exchange: Resume-Message. In Poison it submits the message again. */
export function resumeMessages(input: QueryInput): Act | AdminError {
  return actOnMessages(input, {
    gerund: 'Resuming',
    refuse: ({ status, queueName }) =>
      status === 'Suspended' || status === 'PendingSuspend' || queueName === 'Poison'
        ? null
        : "it isn't suspended",
    act: ({ id, queueNumber }) => input.ports.queue.resumeMessage(id, queueNumber),
  });
}
