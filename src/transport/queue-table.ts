import type { NextHopKey } from '../queue/message.ts';
import { POISON_KEY, SUBMISSION_KEY, UNREACHABLE_KEY, queueKeyText } from './categorize.ts';
import { LiveQueue } from './live-queue.ts';

/** All queues. Submission, Unreachable and Poison stand for ever; the others are made for a next hop when it is needed and
 *  go when they have been empty for QueueMaxIdleTime. mail-flow.md §4.1 */
export class QueueTable {
  readonly submission: LiveQueue;
  readonly unreachable: LiveQueue;
  readonly poison: LiveQueue;
  readonly #byKey: Map<string, LiveQueue> = new Map();
  readonly #byNumber: Map<number, LiveQueue> = new Map();
  #lastNumber = 0;

  constructor(now: number) {
    this.submission = this.#create({ key: SUBMISSION_KEY, name: 'Submission' }, now);
    this.unreachable = this.#create({ key: UNREACHABLE_KEY, name: 'Unreachable' }, now);
    this.poison = this.#create({ key: POISON_KEY, name: 'Poison' }, now);
  }

  all(): Iterable<LiveQueue> {
    return this.#byNumber.values();
  }

  byNumber(number: number): LiveQueue | null {
    return this.#byNumber.get(number) ?? null;
  }

  forKey(key: NextHopKey, now: number): LiveQueue {
    return this.#byKey.get(queueKeyText(key)) ?? this.#create({ key, name: key.nextHopDomain }, now);
  }

  isPersistent(queue: LiveQueue): boolean {
    return queue === this.submission || queue === this.unreachable || queue === this.poison;
  }

  /** Takes away what has been empty too long and is not in use. Exchange: QueueMaxIdleTime */
  removeIdle(now: number, maxIdleMs: number): void {
    for (const queue of this.#byNumber.values()) {
      const unused = queue.entries.size === 0 && queue.connecting + queue.open === 0 && !queue.suspended;
      if (!unused || this.isPersistent(queue) || now - queue.emptySince < maxIdleMs) continue;
      this.#byNumber.delete(queue.number);
      this.#byKey.delete(queueKeyText(queue.key));
    }
  }

  #create(identity: Readonly<{ key: NextHopKey; name: string }>, now: number): LiveQueue {
    this.#lastNumber += 1;
    const queue = new LiveQueue({ number: this.#lastNumber, ...identity }, now);
    this.#byKey.set(queueKeyText(identity.key), queue);
    this.#byNumber.set(queue.number, queue);
    return queue;
  }
}
