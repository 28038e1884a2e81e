import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { checkServer, findAll, receiveConnectorKeys } from '../../identity.ts';
import { listenerWarnings } from '../../listener-warnings.ts';
import { presentReceiveConnector } from '../../present/receive-connector.ts';

/** Exchange: Get-ReceiveConnector. receive-connectors.md §1.1 */
export function showReceiveConnectors({ current, args, ports }: QueryInput): Answer | AdminError {
  const { receiveConnectors, server } = current;
  const otherServer = checkServer(textOf(args, 'Server'), server);
  if (otherServer !== null) return otherServer;
  const found = findAll(
    { items: receiveConnectors, keys: receiveConnectorKeys, server },
    textOf(args, 'Identity'),
  );
  if (isAdminError(found)) return found;
  return {
    objects: found.map((connector) => presentReceiveConnector(connector, server)),
    warnings: listenerWarnings(found, server, ports.serverStatus()),
  };
}
