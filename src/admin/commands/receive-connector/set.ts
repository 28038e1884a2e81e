import { leftoverWarnings } from '../../../access/open-relay-guard.ts';
import { receiveConnectorWarnings } from '../../../config/validate.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { isGiven, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findOne, receiveConnectorIdentity, receiveConnectorKeys } from '../../identity.ts';
import { replaced } from '../../snapshot-change.ts';
import { applySettings } from './apply-settings.ts';
import { certificateWarnings } from './certificate-warnings.ts';

/** Exchange: Set-ReceiveConnector. receive-connectors.md §1.4 */
export function changeReceiveConnector(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const { receiveConnectors, server } = current;
  const found = findOne(
    { items: receiveConnectors, keys: receiveConnectorKeys, server },
    textOf(args, 'Identity'),
  );
  if (isAdminError(found)) return found;
  const applied = applySettings(found, args, current);
  if (isAdminError(applied)) return applied;
  const identity = receiveConnectorIdentity(found, server);
  const action = `Setting Receive connector "${identity}".`;
  if (applied === found) return { next: current, action, target: identity };
  const next = { ...applied, whenChanged: input.now };
  const asksForRights = isGiven(args, 'PermissionGroups') || isGiven(args, 'AuthMechanism');
  const left = asksForRights ? leftoverWarnings(next, identity) : [];
  return {
    next: { ...current, receiveConnectors: replaced(receiveConnectors, next) },
    action,
    target: identity,
    warnings: [...receiveConnectorWarnings(next, server), ...certificateWarnings(next, input), ...left],
  };
}
