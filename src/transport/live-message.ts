import { MessageRemoved } from '../queue/errors.ts';
import type { MessageFacts, MessageState, StoredMessage } from '../queue/message.ts';
import type { QueueEntry } from './live-queue.ts';

/** Where what rests is read again: the queue store. */
export type MessageSource = Readonly<{ get: (id: number) => StoredMessage | undefined }>;

const NOWHERE: readonly QueueEntry[] = [];

/** A message that is stored and not yet done. One for each message of the queue, so it is kept small: while it waits
 *  it rests, and its facts and state are read from the store's memory each time somebody asks. Who works on it holds
 *  it first. */
export class LiveMessage {
  readonly id: number;
  /** Where it waits, one entry for each queue that some of its recipients are in. */
  entries: readonly QueueEntry[] = NOWHERE;
  /** Work on its state that must end before more is done, see transport/settle.ts. */
  busy: Promise<void> | null = null;
  /** Epoch s, 0 = look at it: nothing is due before, see transport/deadlines.ts. Seconds, for an integer of this size
   *  takes no memory of its own. */
  dueAtSeconds = 0;
  readonly #source: MessageSource;
  #facts: MessageFacts | null = null;
  /** As JSON where it rests; null = as stored. */
  #state: MessageState | string | null = null;
  /** The state is what the store may not have: attempts that failed are not stored. */
  #stateIsOwn = false;

  constructor(id: number, source: MessageSource) {
    this.id = id;
    this.#source = source;
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
