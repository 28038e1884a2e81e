import { DeviceInventory } from '../telemetry/device-inventory.ts';
import { DialogueFeed } from '../telemetry/dialogue-feed.ts';
import type { EventMetrics } from '../telemetry/event-metrics.ts';
import { TrafficCounters } from '../telemetry/traffic-counters.ts';
import type { TrackingEvent } from '../transport/events.ts';
import type { SessionObserver } from '../transport/observation.ts';

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
export function sessionObserver(
  { counters, devices, dialogues }: Observed,
  metrics: EventMetrics,
): SessionObserver {
  return {
    session: (event) => {
      if (event.kind === 'opened') counters.count('sessions');
      if (event.kind === 'turnedAway' || event.kind === 'refused') counters.count('refused');
      if (event.kind === 'turnedAway') metrics.turnedAway(event.by);
      devices.session(event);
    },
    get watched() {
      return dialogues.watched;
    },
    line: (line) => dialogues.publish(line),
  };
}
