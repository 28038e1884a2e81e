import type { ContentReader, QueueStore } from '../../queue/ports.ts';
import { ChunkDecoder } from '../../smtp/data-decoder.ts';
import { type BodyResult, ReceiveBody } from '../receive-body.ts';
import type { TakenFile } from './folder-port.ts';

export type ReadFile = Readonly<{
  result: BodyResult;
  /** Bare CR or NUL: nothing that may be sent on. */
  isBroken: boolean;
  eightBit: boolean;
}>;

const EMPTY_LINE = Buffer.from('\r\n');
const ASCII_END = 0x80;

/** Reads a file into the store: its header stays in memory, the body streams. Line ends become CRLF, whatever the system
 *  that wrote it ends lines with.
 *  @param maxHeaderSize octets; a longer header is given up */
export async function readFile(file: TakenFile, store: QueueStore, maxHeaderSize: number): Promise<ReadFile> {
  const body = new ReceiveBody(store, { maxHeaderSize, maxMessageSize: null });
  const decoder = new ChunkDecoder({ binary: false });
  let eightBit = false;
  try {
    for await (const chunk of file.chunks()) {
      eightBit ||= chunk.some((octet) => octet >= ASCII_END);
      for (const piece of decoder.push(chunk)) await body.write(piece);
      if (body.failure !== null) break;
    }
  } catch (error) {
    body.abort();
    throw error;
  }
  return { result: body.finish(), isBroken: decoder.bareCr || decoder.nul, eightBit };
}

/** The file as the original that a report is about: the store does not have it. */
export function fileContent(file: TakenFile, header: Buffer, sizes: FileSizes): ContentReader {
  const complete = Buffer.concat([header, EMPTY_LINE]);
  return {
    sizeBytes: complete.length + sizes.bodyBytes,
    header: async () => complete,
    async *chunks() {
      yield complete;
      const decoder = new ChunkDecoder({ binary: false });
      let toSkip = sizes.submittedBytes - sizes.bodyBytes;
      for await (const chunk of file.chunks()) {
        for (const piece of decoder.push(chunk)) {
          const skipped = Math.min(toSkip, piece.length);
          toSkip -= skipped;
          if (skipped < piece.length) yield piece.subarray(skipped);
        }
      }
    },
  };
}

export type FileSizes = Readonly<{ submittedBytes: number; bodyBytes: number }>;
