import { foreignConnectors } from '../../../config/foreign-connector.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findOne, sendConnectorKeys } from '../../identity.ts';
import { replaced } from '../../snapshot-change.ts';
import { applyForeignSettings, foreignWarnings } from './apply-settings.ts';

/** Exchange: Set-ForeignConnector */
export function changeForeignConnector(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const { sendConnectors, server } = current;
  const items = foreignConnectors(sendConnectors);
  const found = findOne({ items, keys: sendConnectorKeys, server }, textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  const applied = applyForeignSettings(found, args);
  if (isAdminError(applied)) return applied;
  const action = `Setting Foreign connector "${found.name}".`;
  if (applied === found) return { next: current, action, target: found.name };
  const next = { ...applied, whenChanged: input.now };
  return {
    next: { ...current, sendConnectors: replaced(sendConnectors, next) },
    action,
    target: found.name,
    warnings: foreignWarnings(next),
  };
}
