import { join } from 'node:path';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { TrackingStore } from '../store/sqlite/tracking-store.ts';
import { ProtocolLog, type Service } from '../telemetry/protocol-log.ts';
import type { Events } from '../transport/events.ts';

/** Events of the stages go to message tracking and to the protocol logs. */
export type Telemetry = Readonly<{ events: Events; close: () => Promise<void> }>;

export function createTelemetry(
  parts: Readonly<{ dataFolder: string; tracking: TrackingStore; getSnapshot: () => ConfigSnapshot }>,
): Telemetry {
  const protocol = new ProtocolLog({
    logs: join(parts.dataFolder, 'logs'),
    serviceOf: (line) =>
      line.direction === 'send' ? 'Hub' : serviceOf(parts.getSnapshot(), line.connectorId),
    now: Date.now,
  });
  return {
    events: {
      track: (event) => parts.tracking.append(event),
      protocol: (line) => protocol.append(line),
    },
    close: async () => {
      await Promise.all([protocol.close(), parts.tracking.flush()]);
    },
  };
}

/** `<Server>\<Connector>` to the folder of the service that holds the connector. */
function serviceOf(snapshot: ConfigSnapshot, connectorId: string): Service {
  const name = connectorId.slice(connectorId.indexOf('\\') + 1);
  const connector = snapshot.receiveConnectors.find((candidate) => candidate.name === name);
  return connector?.transportRole === 'HubTransport' ? 'Hub' : 'FrontEnd';
}
