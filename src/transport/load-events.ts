import { pendingIndexes } from '../queue/recipient-state.ts';
import type { Events } from './events.ts';
import type { LiveMessage } from './live-message.ts';
import type { QueueManager } from './queue-manager.ts';
import { recipientTexts, trackingEvent } from './track.ts';

export type LoadPorts = Readonly<{ events: Events; manager: QueueManager; now: () => number }>;

/** LOAD events a second: with a million waiting messages all at once would keep the tracking thread for a minute, and
 *  hold every line in memory for that long, while devices wait for their 250. */
const A_SECOND = 500;

/** Tells message tracking what was in the queue when the server started: the first at once, the others so many a second.
 *  A message that leaves the queue before its turn has no LOAD. Exchange: LOAD / BOOTLOADER, mail-flow.md §6.3 */
export class LoadEvents {
  readonly #ports: LoadPorts;
  #atOnce = A_SECOND;
  #later: LiveMessage[] = [];
  #next = 0;

  constructor(ports: LoadPorts) {
    this.#ports = ports;
  }

  loaded(message: LiveMessage): void {
    if (this.#atOnce > 0) {
      this.#atOnce -= 1;
      this.#tell(message);
    } else this.#later.push(message);
  }

  /** Called once a second. */
  tick(): void {
    const end = Math.min(this.#next + A_SECOND, this.#later.length);
    for (const message of this.#later.slice(this.#next, end)) {
      if (this.#ports.manager.messages.has(message.id)) this.#tell(message);
    }
    this.#next = end;
    if (end < this.#later.length) return;
    this.#later = [];
    this.#next = 0;
  }

  #tell(message: LiveMessage): void {
    const { state } = message;
    const recipients = recipientTexts(state.recipients, pendingIndexes(state));
    const detail = { eventId: 'LOAD', source: 'BOOTLOADER', recipients } as const;
    this.#ports.events.track(trackingEvent(message.facts, this.#ports.now(), detail));
  }
}
