import { smtpConnectors } from '../../../config/foreign-connector.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findOne, sendConnectorKeys } from '../../identity.ts';
import { replaced } from '../../snapshot-change.ts';
import { applySettings } from './apply-settings.ts';
import { certificateWarnings, storedWarnings } from './warnings.ts';

/** Exchange: Set-SendConnector */
export function changeSendConnector(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const { sendConnectors, server } = current;
  const found = findOne(
    { items: smtpConnectors(sendConnectors), keys: sendConnectorKeys, server },
    textOf(args, 'Identity'),
  );
  if (isAdminError(found)) return found;
  const applied = applySettings(found, args);
  if (isAdminError(applied)) return applied;
  const action = `Setting Send connector "${found.name}".`;
  if (applied === found) return { next: current, action, target: found.name };
  const next = { ...applied, whenChanged: input.now };
  return {
    next: { ...current, sendConnectors: replaced(sendConnectors, next) },
    action,
    target: found.name,
    warnings: [...storedWarnings(next), ...certificateWarnings(next, input)],
  };
}
