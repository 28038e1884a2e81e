import { DeviceInventory } from '../telemetry/device-inventory.ts';
import { DialogueFeed } from '../telemetry/dialogue-feed.ts';
import { TrafficCounters } from '../telemetry/traffic-counters.ts';
import type { TrackingEvent } from '../transport/events.ts';
import type { SessionEvent } from '../transport/observation.ts';

/** What the admin center shows of traffic as it happens. */
export type Observed = Readonly<{
  counters: TrafficCounters;
  devices: DeviceInventory;
  dialogues: DialogueFeed;
}>;

export function createObserved(): Observed {
  return {
    counters: new TrafficCounters(Date.now),
    devices: new DeviceInventory(),
    dialogues: new DialogueFeed(),
  };
}

export function observeTracked({ counters, devices }: Observed, event: TrackingEvent): void {
  counters.tracked(event);
  if (event.eventId === 'RECEIVE' && event.source === 'SMTP') devices.accepted(event.clientIp, event.at);
}

/** Sessions are counted and remembered. */
export function observeSession({ counters, devices }: Observed, event: SessionEvent): void {
  if (event.kind === 'opened') counters.count('sessions');
  if (event.kind === 'turnedAway' || event.kind === 'refused') counters.count('refused');
  devices.session(event);
}
