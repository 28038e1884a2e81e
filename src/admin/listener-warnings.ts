import { bindingsEqual, formatBinding } from '../config/binding.ts';
import type { ServerIdentity } from '../config/organization.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import { receiveConnectorIdentity } from './identity.ts';
import type { ServerStatus } from './ports.ts';

/** One warning for each binding of the connectors that could not be opened. receive-connectors.md §1.5 */
export function listenerWarnings(
  connectors: readonly ReceiveConnector[],
  server: ServerIdentity,
  status: ServerStatus,
): readonly string[] {
  const failed = status.bindings.filter(({ error }) => error !== null);
  return connectors
    .filter((connector) => connector.enabled)
    .flatMap((connector) =>
      failed
        .filter((one) => connector.bindings.some((binding) => bindingsEqual(binding, one.binding)))
        .map((one) => {
          const identity = receiveConnectorIdentity(connector, server);
          return `Receive connector "${identity}" takes no connection on ${formatBinding(one.binding)}: ${one.error}`;
        }),
    );
}
