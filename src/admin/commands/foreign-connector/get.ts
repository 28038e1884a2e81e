import { foreignConnectors } from '../../../config/foreign-connector.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findAll, sendConnectorKeys } from '../../identity.ts';
import { presentForeignConnector } from '../../present/foreign-connector.ts';

/** Exchange: Get-ForeignConnector */
export function showForeignConnectors({ current, args }: QueryInput): Answer | AdminError {
  const { sendConnectors, server } = current;
  const items = foreignConnectors(sendConnectors);
  const found = findAll({ items, keys: sendConnectorKeys, server }, textOf(args, 'Identity'));
  return isAdminError(found)
    ? found
    : { objects: found.map((connector) => presentForeignConnector(connector, server)) };
}
