import { smtpConnectors } from '../../../config/foreign-connector.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findAll, sendConnectorKeys } from '../../identity.ts';
import { presentSendConnector } from '../../present/send-connector.ts';

/** Exchange: Get-SendConnector */
export function showSendConnectors({ current, args }: QueryInput): Answer | AdminError {
  const { sendConnectors, server } = current;
  const found = findAll(
    { items: smtpConnectors(sendConnectors), keys: sendConnectorKeys, server },
    textOf(args, 'Identity'),
  );
  return isAdminError(found)
    ? found
    : { objects: found.map((connector) => presentSendConnector(connector, server)) };
}
