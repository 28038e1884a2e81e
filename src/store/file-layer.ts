import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { syncDirectory } from './durable-file.ts';

/** One open file, as much of it as the queue needs. Errors carry the system's `code`. */
export interface LogFile {
  /** May write less than given: the caller looks at bytesWritten. */
  writev(buffers: readonly Buffer[], position: number): Promise<{ bytesWritten: number }>;
  /** As writev, and what was written is on stable storage when it resolves; what was written before need not be. After an
   *  error nothing is known of the octets it was to write. */
  writevDurable(buffers: readonly Buffer[], position: number): Promise<{ bytesWritten: number }>;
  datasync(): Promise<void>;
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  truncate(length: number): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** The file system under the queue. A port, so that tests can make any operation fail, cut a write short, or stop the
 *  world between two of them. */
export interface FileLayer {
  makeFolder(path: string): Promise<void>;
  list(path: string): Promise<readonly string[]>;
  /** Opens for reading and writing; `create`: makes it with mode 0600 and fails where it exists. */
  open(path: string, create: boolean): Promise<LogFile>;
  remove(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Makes names in a folder durable. */
  syncFolder(path: string): Promise<void>;
  /** Writes a whole file aside and onto stable storage (damaged records, for inspection). */
  writeAside(path: string, bytes: Buffer): Promise<void>;
}

/** node:fs, off the event loop. */
export const diskFiles: FileLayer = {
  makeFolder: async (path) => void (await mkdir(path, { recursive: true, mode: 0o700 })),
  list: (path) => readdir(path),
  open: openFile,
  remove: (path) => unlink(path),
  rename: (from, to) => rename(from, to),
  syncFolder: syncDirectory,
  writeAside: (path, bytes) => writeFile(path, bytes, { mode: 0o600, flush: true }),
};

/** A file is open twice: writes to the second descriptor return when they are durable, so that a batch takes one way to the
 *  thread pool and back, not one for its write and one for its sync. */
async function openFile(path: string, create: boolean): Promise<LogFile> {
  const handle = await open(path, create ? 'wx+' : 'r+', 0o600);
  try {
    return logFile(handle, await open(path, constants.O_WRONLY | constants.O_DSYNC));
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function logFile(handle: FileHandle, durable: FileHandle): LogFile {
  return {
    writev: (buffers, position) => handle.writev([...buffers], position),
    writevDurable: (buffers, position) => durable.writev([...buffers], position),
    datasync: () => handle.datasync(),
    read: (buffer, offset, length, position) => handle.read(buffer, offset, length, position),
    truncate: (length) => handle.truncate(length),
    size: async () => (await handle.stat()).size,
    close: async () => {
      await Promise.all([handle.close(), durable.close()]);
    },
  };
}
