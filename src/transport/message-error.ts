import {
  MessageRemoved,
  StoreCorrupt,
  StoreFull,
  StoreUnavailable,
  StoreUnreadable,
} from '../queue/errors.ts';

const OF_THE_STORE = [MessageRemoved, StoreCorrupt, StoreFull, StoreUnavailable, StoreUnreadable] as const;

/** Whether the store is what failed: it has its own ways, and says nothing about the stage. */
export function isOfStore(error: unknown): boolean {
  return OF_THE_STORE.some((kind) => error instanceof kind);
}

/** Something threw while it made a message's content ready to leave: neither the store nor the next hop. */
export class ContentCrash extends Error {
  override readonly name = 'ContentCrash';
}

/** The same content, whose crashes are told from failures of the store and of where it goes. */
export async function* guarded(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* content;
  } catch (error) {
    if (isOfStore(error)) throw error;
    throw new ContentCrash(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
