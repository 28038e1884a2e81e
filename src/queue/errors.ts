/** No space on the device that holds the queue. Reply 452 4.3.1. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
  readonly code = 'POSTERN_STORE_FULL';
}

/** An I/O error of the queue's device. Reply 451 4.3.0. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly code = 'POSTERN_STORE_UNAVAILABLE';
}

/** A record whose checksum does not hold. That message is set aside, the others are served. */
export class StoreCorrupt extends Error {
  override readonly name = 'StoreCorrupt';
  readonly code = 'POSTERN_STORE_CORRUPT';
}

/** The message is not in the queue any more: it was delivered, reported or removed meanwhile. */
export class MessageRemoved extends Error {
  override readonly name = 'MessageRemoved';
  readonly code = 'POSTERN_MESSAGE_REMOVED';
}

/** What is stored cannot be read now; it may be later. */
export class StoreUnreadable extends Error {
  override readonly name = 'StoreUnreadable';
  readonly code = 'POSTERN_STORE_UNREADABLE';
}
