import type { MessageView } from '../../../transport/queue-control.ts';
import type { Act, QueryInput } from '../../command.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { messageIdentity } from '../../present/message.ts';
import { actionTargets, actionText } from '../queue/select-queues.ts';
import { selectMessages } from './select-messages.ts';

type Work = Readonly<{
  gerund: string;
  /** Why a message cannot be acted on, or null. */
  refuse: (message: MessageView) => string | null;
  act: (message: MessageView) => Promise<void>;
}>;

/** Plans one action on every message that the arguments name; nothing is done where one of them does not admit it. */
export function actOnMessages(input: QueryInput, work: Work): Act | AdminError {
  const { server } = input.current;
  const messages = selectMessages(input);
  if (isAdminError(messages)) return messages;
  for (const message of messages) {
    const reason = work.refuse(message);
    if (reason !== null) return cannotAct(messageIdentity(message, server), reason);
  }
  const identities = messages.map((message) => messageIdentity(message, server));
  return {
    action: actionText(work.gerund, 'message', identities),
    target: identities.join(', '),
    targets: actionTargets(work.gerund, 'message', identities),
    run: async () => {
      for (const message of messages) await work.act(message);
      return [];
    },
  };
}

export function cannotAct(identity: string, reason: string): AdminError {
  return {
    category: 'InvalidOperation',
    id: 'MessageState',
    message: `The operation can't be performed on message "${identity}": ${reason}.`,
    target: identity,
  };
}
