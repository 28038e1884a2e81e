import { smtpConnectors } from '../../../config/foreign-connector.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findOne, sendConnectorKeys } from '../../identity.ts';
import { without } from '../../snapshot-change.ts';

/** Exchange: Remove-SendConnector */
export function deleteSendConnector({ current, args }: ChangeInput): Change | AdminError {
  const { sendConnectors, server } = current;
  const found = findOne(
    { items: smtpConnectors(sendConnectors), keys: sendConnectorKeys, server },
    textOf(args, 'Identity'),
  );
  if (isAdminError(found)) return found;
  return {
    next: { ...current, sendConnectors: without(sendConnectors, found) },
    action: `Removing Send connector "${found.name}".`,
    target: found.name,
  };
}
