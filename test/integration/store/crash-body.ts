const SIZES = [10, 700, 700, 5000, 5000, 40_000, 300_000] as const;

/** Body of a message of the crash test: follows from its id, so that the parent knows what must be there. */
export function bodyOf(id: number): Buffer {
  return Buffer.alloc(SIZES[id % SIZES.length] ?? 10, `${id} `);
}
