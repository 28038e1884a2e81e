import { smtpConnectors } from '../../../config/foreign-connector.ts';
import type { Change, ChangeInput } from '../../command.ts';
import type { AdminError } from '../../contract/errors.ts';
import { applySettings } from './apply-settings.ts';
import { changedConnector } from './change-connector.ts';
import { certificateWarnings, storedWarnings } from './warnings.ts';

/** Exchange: Set-SendConnector */
export function changeSendConnector(input: ChangeInput): Change | AdminError {
  return changedConnector(input, {
    noun: 'Send connector',
    items: smtpConnectors(input.current.sendConnectors),
    apply: applySettings,
    warnings: (next) => [...storedWarnings(next), ...certificateWarnings(next, input)],
  });
}
