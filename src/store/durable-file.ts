import { open } from 'node:fs/promises';

/** Writes a new file to its end and onto stable storage. Rejects when it exists. */
export async function writeDurably(
  path: string,
  start: Buffer,
  content: AsyncIterable<Buffer>,
): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    if (start.length > 0) await file.writeFile(start);
    for await (const chunk of content) await file.writeFile(chunk);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Makes new names in a directory survive a crash. Where the system cannot sync directories it needs no such thing. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
