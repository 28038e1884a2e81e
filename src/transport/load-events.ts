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
  /** Of the last one that was told, and of the last one that was loaded: ids grow in the order of loading. */
  #toldId = 0;
  #lastId = 0;
  #next: Iterator<LiveMessage> | null = null;

  constructor(ports: LoadPorts) {
    this.#ports = ports;
  }

  loaded(message: LiveMessage): void {
    this.#lastId = message.id;
    if (this.#atOnce === 0) return;
    this.#atOnce -= 1;
    this.#tell(message);
  }

  /** Called once a second. */
  tick(): void {
    if (this.#toldId === this.#lastId) return;
    // Loaded ones lie before all others, and a list of their own would be memory for each.
    this.#next ??= this.#ports.manager.messages.values();
    for (let told = 0; told < A_SECOND; ) {
      const step = this.#next.next();
      if (step.done === true || step.value.id > this.#lastId) return this.#end();
      const message = step.value;
      if (message.id <= this.#toldId) continue;
      this.#tell(message);
      told += 1;
    }
  }

  #end(): void {
    this.#toldId = this.#lastId;
    this.#next = null;
  }

  #tell(message: LiveMessage): void {
    this.#toldId = message.id;
    const { state } = message;
    const recipients = recipientTexts(state.recipients, pendingIndexes(state));
    const detail = { eventId: 'LOAD', source: 'BOOTLOADER', recipients } as const;
    this.#ports.events.track(trackingEvent(message.facts, this.#ports.now(), detail));
  }
}
