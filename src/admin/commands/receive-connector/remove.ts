import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findOne, receiveConnectorIdentity, receiveConnectorKeys } from '../../identity.ts';
import { without } from '../../snapshot-change.ts';

/** Exchange: Remove-ReceiveConnector */
export function deleteReceiveConnector({ current, args }: ChangeInput): Change | AdminError {
  const { receiveConnectors, server } = current;
  const found = findOne(
    { items: receiveConnectors, keys: receiveConnectorKeys, server },
    textOf(args, 'Identity'),
  );
  if (isAdminError(found)) return found;
  const identity = receiveConnectorIdentity(found, server);
  return {
    next: { ...current, receiveConnectors: without(receiveConnectors, found) },
    action: `Removing Receive connector "${identity}".`,
    target: identity,
  };
}
