import { hash, verify } from '@node-rs/argon2';

/** argon2id hashes for the local directory, at most two at a time: hashing shares the thread pool with the queue's
 *  syncs and must not starve them. Decision: D6 */
const SIMULTANEOUS = 2;
/** 19 MiB, two passes: the first recommendation of the OWASP password storage cheat sheet for argon2id. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

let running = 0;
const waiting: (() => void)[] = [];

async function limited<T>(work: () => Promise<T>): Promise<T> {
  if (running >= SIMULTANEOUS) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** @returns a PHC string, `$argon2id$…` */
export function hashPassword(password: string): Promise<string> {
  return limited(() => hash(password, OPTIONS));
}

export function verifyPassword(phc: string, password: string): Promise<boolean> {
  return limited(() => verify(phc, password));
}
