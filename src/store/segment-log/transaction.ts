import { idOfText } from './message-text.ts';
import { HEADER_BYTES } from './record.ts';

/** Where a piece of a large body lies: the payload of one chunk record. */
export type ChunkPlace = Readonly<{ segment: number; position: number; length: number }>;

/** A message as its record holds it. Positions are from the start of the transaction's payload. */
export type AddedMessage = Readonly<{
  id: number;
  /** Facts and state, see message-text.ts; a view of the record. */
  text: Buffer;
  headerAt: number;
  headerLength: number;
  /** Of the small body, which follows the header. */
  bodyLength: number;
  chunks: readonly ChunkPlace[];
  /** Octets that the operation takes in the log. */
  ownBytes: number;
}>;

export type Operation =
  | Readonly<{ kind: 'add'; message: AddedMessage }>
  | Readonly<{ kind: 'update'; id: number; state: string }>
  | Readonly<{ kind: 'remove'; id: number }>;

const ADD = 1;
const UPDATE = 2;
const REMOVE = 3;
const CHUNK_BYTES = 16;
/** One for all small messages. */
const NO_CHUNKS: readonly ChunkPlace[] = [];

export type MessageParts = Readonly<{
  id: number;
  text: string;
  header: Buffer;
  /** Body octets that travel in the record; empty where chunks hold it. */
  body: readonly Buffer[];
  chunks: readonly ChunkPlace[];
}>;

/** Payload of a transaction record, built up operation by operation. */
export class TransactionBuilder {
  readonly parts: Buffer[] = [];
  readonly operations: Operation[] = [];
  length = 0;

  add(message: MessageParts): void {
    const { id, text, header, body, chunks } = message;
    const metaLength = Buffer.byteLength(text);
    const metaAt = 17 + chunks.length * CHUNK_BYTES;
    let bodyLength = 0;
    for (const part of body) bodyLength += part.length;
    const head = Buffer.allocUnsafe(metaAt + metaLength);
    head.writeUInt8(ADD, 0);
    head.writeUInt32BE(metaLength, 1);
    head.writeUInt32BE(header.length, 5);
    head.writeUInt32BE(bodyLength, 9);
    head.writeUInt32BE(chunks.length, 13);
    for (const [index, chunk] of chunks.entries()) writeChunk(head, 17 + index * CHUNK_BYTES, chunk);
    head.write(text, metaAt);
    const headerAt = this.length + head.length;
    this.#push(head);
    this.#push(header);
    for (const part of body) this.#push(part);
    const ownBytes = HEADER_BYTES + head.length + header.length + bodyLength;
    const placed = { headerAt, headerLength: header.length, bodyLength, ownBytes };
    this.operations.push({ kind: 'add', message: { id, text: head.subarray(metaAt), chunks, ...placed } });
  }

  /** @param state as stateText gives it */
  update(id: number, state: string): void {
    const json = Buffer.from(state);
    const head = Buffer.allocUnsafe(13);
    head.writeUInt8(UPDATE, 0);
    head.writeDoubleBE(id, 1);
    head.writeUInt32BE(json.length, 9);
    this.#push(head);
    this.#push(json);
    this.operations.push({ kind: 'update', id, state });
  }

  remove(id: number): void {
    const head = Buffer.allocUnsafe(9);
    head.writeUInt8(REMOVE, 0);
    head.writeDoubleBE(id, 1);
    this.#push(head);
    this.operations.push({ kind: 'remove', id });
  }

  #push(buffer: Buffer): void {
    if (buffer.length === 0) return;
    this.parts.push(buffer);
    this.length += buffer.length;
  }
}

function writeChunk(target: Buffer, at: number, chunk: ChunkPlace): void {
  target.writeUInt32BE(chunk.segment, at);
  target.writeDoubleBE(chunk.position, at + 4);
  target.writeUInt32BE(chunk.length, at + 12);
}

/** Operations of an intact transaction payload, in order. */
export function decodeTransaction(payload: Buffer): Operation[] {
  const operations: Operation[] = [];
  let at = 0;
  while (at < payload.length) {
    const { operation, next } = decodeOperation(payload, at);
    operations.push(operation);
    at = next;
  }
  return operations;
}

function decodeOperation(payload: Buffer, at: number): { operation: Operation; next: number } {
  const kind = payload.readUInt8(at);
  if (kind === ADD) return decodeAdd(payload, at);
  const id = payload.readDoubleBE(at + 1);
  if (kind === REMOVE) return { operation: { kind: 'remove', id }, next: at + 9 };
  if (kind !== UPDATE) throw new Error(`a transaction holds an operation of unknown kind ${kind}`);
  const next = at + 13 + payload.readUInt32BE(at + 9);
  const state = payload.toString('utf8', at + 13, next);
  return { operation: { kind: 'update', id, state }, next };
}

function decodeAdd(payload: Buffer, at: number): { operation: Operation; next: number } {
  const metaLength = payload.readUInt32BE(at + 1);
  const headerLength = payload.readUInt32BE(at + 5);
  const bodyLength = payload.readUInt32BE(at + 9);
  const count = payload.readUInt32BE(at + 13);
  const chunks =
    count === 0
      ? NO_CHUNKS
      : Array.from({ length: count }, (_, index) => readChunk(payload, at + 17 + index * CHUNK_BYTES));
  const metaAt = at + 17 + count * CHUNK_BYTES;
  const headerAt = metaAt + metaLength;
  const text = payload.subarray(metaAt, headerAt);
  const next = headerAt + headerLength + bodyLength;
  const ownBytes = HEADER_BYTES + next - at;
  const id = idOfText(text);
  const message = { id, text, headerAt, headerLength, bodyLength, chunks, ownBytes };
  return { operation: { kind: 'add', message }, next };
}

function readChunk(payload: Buffer, at: number): ChunkPlace {
  return {
    segment: payload.readUInt32BE(at),
    position: payload.readDoubleBE(at + 4),
    length: payload.readUInt32BE(at + 12),
  };
}
