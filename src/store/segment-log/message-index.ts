import type { MessageFacts, MessageState, StoredMessage } from '../../queue/message.ts';
import { factsOfText, stateOfText, withState } from './message-text.ts';
import { MessageTexts, type TextOwner, type TextSlab } from './message-texts.ts';
import { HEADER_BYTES } from './record.ts';
import type { Segment } from './segment.ts';
import type { AddedMessage, ChunkPlace, Operation } from './transaction.ts';

/** A stored message and where its octets lie. One for each message of the queue: kept small. */
export class IndexEntry implements StoredMessage, TextOwner {
  readonly id: number;
  /** Segment and position of the record that holds header and small body. */
  readonly segment: Segment;
  readonly position: number;
  /** Whole record, header included: the checksum covers all of it. */
  readonly recordBytes: number;
  /** Where the message's header begins in the payload; its small body follows. */
  readonly headerAt: number;
  readonly headerLength: number;
  readonly bodyLength: number;
  readonly chunks: readonly ChunkPlace[];
  /** Octets of the record that count as live for this message. */
  readonly ownBytes: number;
  /** Where its text is, see MessageTexts. */
  slab: TextSlab | null = null;
  textAt = 0;

  constructor(place: TransactionPlace, message: AddedMessage) {
    this.id = message.id;
    this.segment = place.segment;
    this.position = place.position;
    this.recordBytes = place.bytes;
    this.headerAt = message.headerAt;
    this.headerLength = message.headerLength;
    this.bodyLength = message.bodyLength;
    this.chunks = message.chunks;
    this.ownBytes = message.ownBytes;
  }

  /** Read anew at each call: whoever needs them more than once keeps them. */
  get facts(): MessageFacts {
    return factsOfText(this.text);
  }

  get state(): MessageState {
    return stateOfText(this.text);
  }

  /** What a record of the message as it is now holds. */
  get text(): string {
    return this.slab?.text(this.textAt) ?? '';
  }

  /** Of the whole content. */
  get sizeBytes(): number {
    let sum = this.headerLength + this.bodyLength;
    for (const chunk of this.chunks) sum += chunk.length;
    return sum;
  }
}

export type TransactionPlace = Readonly<{ segment: Segment; position: number; bytes: number }>;

/** What the log says, in memory: the messages that are stored now, and how much of each segment they need. */
export class MessageIndex {
  /** In the order of the log: what a compaction copied lies at the end. */
  readonly entries: Map<number, IndexEntry> = new Map();
  readonly segments: Map<number, Segment> = new Map();
  readonly #texts = new MessageTexts(this.entries);
  /** Those with a large body: its chunks may lie in an older segment than the message itself. */
  readonly #chunked: Set<IndexEntry> = new Set();
  /** Ids that a transaction on its way to the disk changes, and how many such transactions there are. */
  readonly #held: Map<number, number> = new Map();
  highestId = 0;

  /** Applies a transaction that is on stable storage. */
  apply(place: TransactionPlace, operations: readonly Operation[]): void {
    for (const operation of operations) {
      switch (operation.kind) {
        case 'add':
          this.#add(place, operation.message);
          break;
        case 'update':
          this.#update(operation.id, operation.state);
          break;
        case 'remove':
          this.remove(operation.id);
          break;
      }
    }
  }

  #add(place: TransactionPlace, message: AddedMessage): void {
    // An id above all others is new; a look for it among a million would be most of a start's work.
    if (message.id <= this.highestId) this.remove(message.id);
    const entry = new IndexEntry(place, message);
    this.#texts.set(entry, message.text);
    this.entries.set(entry.id, entry);
    if (entry.chunks.length > 0) this.#chunked.add(entry);
    if (entry.id > this.highestId) this.highestId = entry.id;
    this.#count(entry, 1);
  }

  /** @param state as stateText gives it */
  #update(id: number, state: string): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) this.#texts.set(entry, Buffer.from(withState(entry.text, state)));
  }

  remove(id: number): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    this.entries.delete(id);
    this.#texts.delete(entry);
    if (entry.chunks.length > 0) this.#chunked.delete(entry);
    this.#count(entry, -1);
  }

  #count(entry: IndexEntry, sign: 1 | -1): void {
    entry.segment.liveBytes += sign * entry.ownBytes;
    for (const chunk of entry.chunks) {
      const segment = this.segments.get(chunk.segment);
      if (segment !== undefined) segment.liveBytes += sign * (chunk.length + HEADER_BYTES);
    }
  }

  /** Marks messages that a transaction on its way to the disk changes. */
  hold(ids: readonly number[]): void {
    for (const id of ids) this.#held.set(id, (this.#held.get(id) ?? 0) + 1);
  }

  unhold(ids: readonly number[]): void {
    for (const id of ids) {
      const count = (this.#held.get(id) ?? 0) - 1;
      if (count > 0) this.#held.set(id, count);
      else this.#held.delete(id);
    }
  }

  /** The index shows what the log says of this message: nothing on its way to the disk changes it. */
  isSettled(entry: IndexEntry): boolean {
    return this.entries.get(entry.id) === entry && !this.#held.has(entry.id);
  }

  /** Some messages that keep the oldest segment, of about so many octets. */
  oldest(segment: Segment, octets: number): IndexEntry[] {
    const found: IndexEntry[] = [];
    let sum = 0;
    for (const entry of this.entries.values()) {
      if (entry.segment !== segment || sum >= octets) break;
      found.push(entry);
      sum += entry.sizeBytes;
    }
    for (const entry of this.#chunked) {
      if (sum >= octets) break;
      if (entry.segment === segment || !entry.chunks.some((chunk) => chunk.segment === segment.number))
        continue;
      found.push(entry);
      sum += entry.sizeBytes;
    }
    return found;
  }

  get chunked(): Iterable<IndexEntry> {
    return this.#chunked;
  }

  get liveBytes(): number {
    return this.#sum((segment) => segment.liveBytes);
  }

  /** Without the zeros written ahead. */
  get writtenBytes(): number {
    return this.#sum((segment) => segment.end);
  }

  get diskBytes(): number {
    return this.#sum((segment) => segment.fileBytes);
  }

  #sum(value: (segment: Segment) => number): number {
    let sum = 0;
    for (const segment of this.segments.values()) sum += value(segment);
    return sum;
  }
}
