import type { Act, QueryInput } from '../../command.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { messageIdentity } from '../../present/message.ts';
import { actionText } from '../queue/select-queues.ts';
import { cannotAct } from './act-on-messages.ts';
import { selectMessages } from './select-messages.ts';

/** Exchange: Export-Message. The content as text with one character an octet (ISO 8859-1), so that nothing is lost;
 *  the message stays. */
export function exportMessages(input: QueryInput): Act | AdminError {
  const { server } = input.current;
  const messages = selectMessages(input);
  if (isAdminError(messages)) return messages;
  const [message] = messages;
  if (message === undefined) return cannotAct('', 'there is no such message');
  const identity = messageIdentity(message, server);
  if (message.status !== 'Suspended' && message.queueName !== 'Poison')
    return cannotAct(identity, "it isn't suspended");
  if (message.queueName === 'Submission') return cannotAct(identity, 'it is in the Submission queue');
  return {
    action: actionText('Exporting', 'message', [identity]),
    target: identity,
    run: async () => [(await input.ports.queue.exportMessage(message.id)).toString('latin1')],
  };
}
