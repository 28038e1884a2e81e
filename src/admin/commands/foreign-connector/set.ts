import { foreignConnectors } from '../../../config/foreign-connector.ts';
import type { Change, ChangeInput } from '../../command.ts';
import type { AdminError } from '../../contract/errors.ts';
import { changedConnector } from '../send-connector/change-connector.ts';
import { applyForeignSettings, foreignWarnings } from './apply-settings.ts';

/** Exchange: Set-ForeignConnector */
export function changeForeignConnector(input: ChangeInput): Change | AdminError {
  return changedConnector(input, {
    noun: 'Foreign connector',
    items: foreignConnectors(input.current.sendConnectors),
    apply: applyForeignSettings,
    warnings: foreignWarnings,
  });
}
