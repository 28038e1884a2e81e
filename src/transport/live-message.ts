import { MessageRemoved } from '../queue/errors.ts';
import type { MessageFacts, MessageState, StoredMessage } from '../queue/message.ts';
import type { QueueEntry } from './live-queue.ts';

/** Where what rests is read again: the queue store. */
export type MessageSource = Readonly<{ get: (id: number) => StoredMessage | undefined }>;

/** A message that is stored and not yet done. One for each message of the queue, so it is kept small: while it waits
 *  it rests, and its facts and state are read from the store's memory each time somebody asks. Who works on it holds
 *  it first. */
export class LiveMessage {
  readonly id: number;
  /** Work on its state that must end before more is done, see transport/settle.ts. */
  busy: Promise<void> | null = null;
  /** Epoch s, 0 = look at it: nothing is due before, see transport/deadlines.ts. Seconds, for an integer of this size
   *  takes no memory of its own. */
  dueAtSeconds = 0;
  readonly #source: MessageSource;
  /** Nearly all messages wait in one queue: an array for one entry would be more than the entry. */
  #entries: QueueEntry | readonly QueueEntry[] | null = null;
  #facts: MessageFacts | null = null;
  /** As JSON where it rests; null = as stored. */
  #state: MessageState | string | null = null;
  /** The state is what the store may not have: attempts that failed are not stored. */
  #stateIsOwn = false;

  constructor(id: number, source: MessageSource) {
    this.id = id;
    this.#source = source;
  }

  /** Where it waits, one entry for each queue that some of its recipients are in. */
  get entries(): readonly QueueEntry[] {
    if (this.#entries === null) return [];
    return isList(this.#entries) ? this.#entries : [this.#entries];
  }

  /** It waits there too. */
  enter(entry: QueueEntry): void {
    this.#entries = this.#entries === null ? entry : [...this.entries, entry];
  }

  leave(entry: QueueEntry): void {
    const left = this.entries.filter((other) => other !== entry);
    this.#entries = left.length > 1 ? left : (left[0] ?? null);
  }

  get facts(): MessageFacts {
    return this.#facts ?? this.#stored().facts;
  }

  get state(): MessageState {
    if (this.#state === null) return this.#stored().state;
    if (typeof this.#state !== 'string') return this.#state;
    const state: MessageState = JSON.parse(this.#state);
    return state;
  }

  set state(state: MessageState) {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateIsOwn = true;
  }

  /** Keeps facts and state at hand, also beyond the moment when the store forgets them.
   *  @param known what was just stored */
  hold(known?: StoredMessage): void {
    this.#facts ??= known?.facts ?? this.#stored().facts;
    this.#state = known !== undefined && this.#state === null ? known.state : this.state;
  }

  /** It waits now, and is stored. */
  rest(): void {
    this.#facts = null;
    if (!this.#stateIsOwn) this.#state = null;
    else if (typeof this.#state === 'object') this.#state = JSON.stringify(this.#state);
  }

  #stored(): StoredMessage {
    const stored = this.#source.get(this.id);
    if (stored === undefined) throw new MessageRemoved(`message ${this.id} is not in the queue`);
    return stored;
  }
}

function isList(entries: QueueEntry | readonly QueueEntry[]): entries is readonly QueueEntry[] {
  return Array.isArray(entries);
}
