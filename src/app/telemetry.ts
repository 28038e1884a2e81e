import { join } from 'node:path';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { TrackingStore } from '../store/sqlite/tracking-store.ts';
import { DeviceInventory } from '../telemetry/device-inventory.ts';
import { DialogueFeed } from '../telemetry/dialogue-feed.ts';
import { ProtocolLog, type Service } from '../telemetry/protocol-log.ts';
import { TrafficCounters } from '../telemetry/traffic-counters.ts';
import type { Events } from '../transport/events.ts';
import type { SessionObserver } from '../transport/observation.ts';

/** Events of the stages go to message tracking and to the protocol logs; sessions are counted and remembered. */
export type Telemetry = Readonly<{
  events: Events;
  counters: TrafficCounters;
  devices: DeviceInventory;
  dialogues: DialogueFeed;
  close: () => Promise<void>;
}>;

export function createTelemetry(
  parts: Readonly<{ dataFolder: string; tracking: TrackingStore; getSnapshot: () => ConfigSnapshot }>,
): Telemetry {
  const protocol = new ProtocolLog({
    logs: join(parts.dataFolder, 'logs'),
    serviceOf: (line) =>
      line.direction === 'send' ? 'Hub' : serviceOf(parts.getSnapshot(), line.connectorId),
    now: Date.now,
  });
  const observed = {
    counters: new TrafficCounters(Date.now),
    devices: new DeviceInventory(),
    dialogues: new DialogueFeed(),
  };
  return {
    ...observed,
    events: {
      track: (event) => {
        parts.tracking.append(event);
        observed.counters.tracked(event);
        if (event.eventId === 'RECEIVE' && event.source === 'SMTP')
          observed.devices.accepted(event.clientIp, event.at);
      },
      protocol: (line) => {
        protocol.append(line);
        if (line.direction === 'send') observed.dialogues.publish(line);
      },
      observer: sessionObserver(observed),
    },
    close: async () => {
      await Promise.all([protocol.close(), parts.tracking.flush()]);
    },
  };
}

function sessionObserver({
  counters,
  devices,
  dialogues,
}: Pick<Telemetry, 'counters' | 'devices' | 'dialogues'>): SessionObserver {
  return {
    session: (event) => {
      if (event.kind === 'opened') counters.count('sessions');
      if (event.kind === 'turnedAway' || event.kind === 'refused') counters.count('refused');
      devices.session(event);
    },
    get watched() {
      return dialogues.watched;
    },
    line: (line) => dialogues.publish(line),
  };
}

/** `<Server>\<Connector>` to the folder of the service that holds the connector. */
function serviceOf(snapshot: ConfigSnapshot, connectorId: string): Service {
  const name = connectorId.slice(connectorId.indexOf('\\') + 1);
  const connector = snapshot.receiveConnectors.find((candidate) => candidate.name === name);
  return connector?.transportRole === 'HubTransport' ? 'Hub' : 'FrontEnd';
}
