import { foreignConnectors } from '../../../config/foreign-connector.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findOne, sendConnectorKeys } from '../../identity.ts';
import { without } from '../../snapshot-change.ts';

/** Exchange: Remove-ForeignConnector */
export function deleteForeignConnector({ current, args }: ChangeInput): Change | AdminError {
  const { sendConnectors, server } = current;
  const items = foreignConnectors(sendConnectors);
  const found = findOne({ items, keys: sendConnectorKeys, server }, textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  return {
    next: { ...current, sendConnectors: without(sendConnectors, found) },
    action: `Removing Foreign connector "${found.name}".`,
    target: found.name,
  };
}
