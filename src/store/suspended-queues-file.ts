import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { NextHopKey } from '../queue/message.ts';
import type { SuspendedQueues } from '../transport/suspended-queues.ts';
import { type SpareSpace, withSpare } from './disk-reserve.ts';
import { syncDirectory } from './durable-file.ts';
import { isNoSpace } from './no-space.ts';

const FILE_NAME = 'suspended-queues.json';

/** Suspended queues as a small file in the data folder, written whole at each change: few queues are ever suspended, and an
 *  administrator waits for it. Rejects where the file cannot be read: a queue that is held on purpose must not begin to send
 *  because nobody knows it any more.
 *  @param spare asked where the disk is full */
export async function openSuspendedQueues(
  folder: string,
  spare: SpareSpace | null = null,
): Promise<SuspendedQueues> {
  const path = join(folder, FILE_NAME);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '[]';
    throw error;
  });
  let last: Promise<void> = Promise.resolve();
  return {
    initial: parse(text),
    save: (keys) => {
      // One after the other: a later list must not be overtaken by an earlier one.
      const saved = last.then(() =>
        withSpare(spare, isNoSpace, () => write(folder, path, JSON.stringify(keys))),
      );
      last = saved.catch(() => undefined);
      return saved;
    },
  };
}

async function write(folder: string, path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncDirectory(folder);
}

function parse(text: string): readonly NextHopKey[] {
  const keys: unknown = JSON.parse(text);
  if (!Array.isArray(keys) || !keys.every(isKey))
    throw new Error(`${FILE_NAME} is not a list of queues; move it away to start with all queues resumed`);
  return keys;
}

function isKey(value: unknown): value is NextHopKey {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['deliveryType', 'nextHopDomain', 'nextHopConnector'].every((name) => name in value)
  );
}
