import type { MessageFacts, MessageState } from '../../queue/message.ts';
import { HEADER_BYTES } from './record.ts';
import type { Segment } from './segment.ts';
import type { AddedMessage, ChunkPlace, Operation } from './transaction.ts';

/** A stored message and where its octets lie. */
export type IndexEntry = {
  readonly facts: MessageFacts;
  state: MessageState;
  /** Segment and payload position of the record that holds header and small body. */
  readonly segment: Segment;
  readonly position: number;
  /** Whole record, header included: the checksum covers all of it. */
  readonly recordBytes: number;
  readonly headerAt: number;
  readonly headerLength: number;
  readonly bodyAt: number;
  readonly bodyLength: number;
  readonly chunks: readonly ChunkPlace[];
  /** Octets of the record that count as live for this message. */
  readonly ownBytes: number;
};

export type TransactionPlace = Readonly<{ segment: Segment; position: number; bytes: number }>;

/** What the log says, in memory: the messages that are stored now, and how much of each segment they need. */
export class MessageIndex {
  readonly entries: Map<number, IndexEntry> = new Map();
  readonly segments: Map<number, Segment> = new Map();
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
    const { facts, state, chunks } = message;
    const former = this.entries.get(facts.id);
    const ownBytes = message.headerLength + message.bodyLength + HEADER_BYTES;
    const entry: IndexEntry = {
      facts,
      state,
      segment: place.segment,
      position: place.position,
      recordBytes: place.bytes,
      headerAt: message.headerAt,
      headerLength: message.headerLength,
      bodyAt: message.bodyAt,
      bodyLength: message.bodyLength,
      chunks,
      ownBytes,
    };
    this.entries.set(facts.id, entry);
    if (facts.id > this.highestId) this.highestId = facts.id;
    this.#count(entry, 1);
    if (former !== undefined) this.#count(former, -1);
  }

  #update(id: number, state: MessageState): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) entry.state = state;
  }

  remove(id: number): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    this.entries.delete(id);
    this.#count(entry, -1);
  }

  #count(entry: IndexEntry, sign: 1 | -1): void {
    entry.segment.liveBytes += sign * entry.ownBytes;
    for (const chunk of entry.chunks) {
      const segment = this.segments.get(chunk.segment);
      if (segment !== undefined) segment.liveBytes += sign * (chunk.length + HEADER_BYTES);
    }
  }

  get liveBytes(): number {
    return this.#sum((segment) => segment.liveBytes);
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
