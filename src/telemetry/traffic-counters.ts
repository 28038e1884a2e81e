import type { TrackingEvent } from '../transport/events.ts';
import { COUNTED, type Counted, type Counters, type History, isOfMessage } from '../transport/observation.ts';

const MINUTE_MS = 60_000;
/** One day of minutes. */
const MINUTES = 1440;

/** What is counted of message tracking; a message to several recipients counts once an event. */
const COUNTED_EVENTS: Partial<Readonly<Record<TrackingEvent['eventId'], Counted>>> = {
  SEND: 'delivered',
  DELIVER: 'delivered',
  DEFER: 'deferred',
  FAIL: 'failed',
};

/** Counts since the start, and minute by minute over the last day, in a ring that never grows. */
export class TrafficCounters {
  readonly #now: () => number;
  readonly #totals: Record<Counted, number> = zeros();
  readonly #rings: Readonly<Record<Counted, Uint32Array>>;
  /** The minute that is being counted, in minutes since the epoch. */
  #minute: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#minute = Math.floor(now() / MINUTE_MS);
    const ring = (): Uint32Array => new Uint32Array(MINUTES);
    this.#rings = {
      sessions: ring(),
      accepted: ring(),
      refused: ring(),
      delivered: ring(),
      deferred: ring(),
      failed: ring(),
    };
  }

  get totals(): Counters {
    return { ...this.#totals };
  }

  count(what: Counted): void {
    this.#advance();
    this.#totals[what] += 1;
    const ring = this.#rings[what];
    ring[this.#minute % MINUTES] = (ring[this.#minute % MINUTES] ?? 0) + 1;
  }

  tracked(event: TrackingEvent): void {
    if (event.eventId === 'RECEIVE' && event.source === 'SMTP') this.count('accepted');
    const what = isOfMessage(event) ? COUNTED_EVENTS[event.eventId] : undefined;
    if (what !== undefined) this.count(what);
  }

  /** The last minutes, the one under way last. */
  history(minutes: number): History {
    this.#advance();
    const length = Math.max(1, Math.min(MINUTES, Math.floor(minutes)));
    const first = this.#minute - length + 1;
    const read = (what: Counted): number[] =>
      Array.from({ length }, (_, index) => this.#rings[what][(first + index) % MINUTES] ?? 0);
    return {
      step: MINUTE_MS / 1000,
      from: new Date(first * MINUTE_MS).toISOString(),
      series: {
        sessions: read('sessions'),
        accepted: read('accepted'),
        refused: read('refused'),
        delivered: read('delivered'),
        deferred: read('deferred'),
        failed: read('failed'),
      },
    };
  }

  /** Empties the minutes that passed uncounted. A clock that goes back counts into the latest minute. */
  #advance(): void {
    const minute = Math.floor(this.#now() / MINUTE_MS);
    const passed = Math.min(MINUTES, minute - this.#minute);
    for (let step = 1; step <= passed; step++) {
      for (const what of COUNTED) this.#rings[what][(minute - passed + step) % MINUTES] = 0;
    }
    if (minute > this.#minute) this.#minute = minute;
  }
}

function zeros(): Record<Counted, number> {
  return { sessions: 0, accepted: 0, refused: 0, delivered: 0, deferred: 0, failed: 0 };
}
