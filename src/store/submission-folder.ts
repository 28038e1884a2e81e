import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { OpenSubmissionFolder, SubmissionFolder, TakenFile } from '../transport/pickup/folder-port.ts';

const WAITING = '.eml';
const TAKEN = '.tmp';
const BAD = '.bad';
/** The one place in the data folder that others may write files into. */
const OWN = 'TransportRoles';
const WRITABLE_BY_ALL = 0o002;
const CHUNK_BYTES = 256 * 1024;

/** Opens the folders that files are submitted from. mail-flow.md §1.7; ADR-0026
 *  @param root the data folder */
export function createSubmissionFolders(root: string): OpenSubmissionFolder {
  return (path, dropFolders) => {
    const folder = resolve(root, path);
    return {
      problem: () => problemOf(root, { path, folder, dropFolders }),
      recover: () => recover(folder),
      waiting: () => waiting(folder),
      take: (name) => take(folder, name),
    } satisfies SubmissionFolder;
  };
}

type Asked = Readonly<{ path: string; folder: string; dropFolders: readonly string[] }>;

async function problemOf(root: string, { path, folder, dropFolders }: Asked): Promise<string | null> {
  const own = join(root, OWN);
  if (isInside(folder, root) && !(isInside(folder, own) && folder !== own))
    return `The folder ${folder} lies among the server's own files; choose one below ${own}, or outside of ${root}`;
  try {
    if (!isAbsolute(path)) await mkdir(folder, { recursive: true, mode: 0o700 });
    const found = await lstat(folder);
    if (!found.isDirectory()) return `${folder} is not a folder; choose another, or make it one`;
    if (process.platform !== 'win32' && (found.mode & WRITABLE_BY_ALL) !== 0)
      return `Every user of this machine may write into ${folder}, and so send mail to anybody; choose a folder that is closed to others, such as one with mode 0770`;
    const real = await realpath(folder);
    for (const drop of dropFolders) {
      if ((await realpath(resolve(root, drop)).catch(() => null)) === real)
        return `A Send connector writes its files into ${folder}: they would be sent again and again; choose another folder`;
    }
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `The folder ${folder} cannot be used: ${reason}. Make it, readable and writable by this server`;
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

/** Every file that was taken is a waiting one again: that it was not submitted is not known, so it may come twice. */
async function recover(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (isOf(name, TAKEN)) await moveTo(folder, name, WAITING);
  }
}

/** Links, folders and devices are none, and an empty file is one that is being written. */
async function waiting(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isOf(entry.name, WAITING))
    .map(({ name }) => name)
    .toSorted();
}

function isOf(name: string, extension: string): boolean {
  return name.length > extension.length && name.toLowerCase().endsWith(extension);
}

async function take(folder: string, name: string): Promise<TakenFile | null> {
  try {
    if ((await sizeOf(join(folder, name))) === 0) return null;
    return takenFile(folder, name, await moveTo(folder, name, TAKEN));
  } catch {
    return null;
  }
}

/** Rejects where the file cannot be opened. */
async function sizeOf(path: string): Promise<number> {
  const file = await open(path, READ);
  try {
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** No symbolic link is followed, and no pipe is waited for. */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

function takenFile(folder: string, name: string, taken: string): TakenFile {
  return {
    name,
    chunks: () => chunksOf(join(folder, taken)),
    remove: () => rm(join(folder, taken)),
    giveBack: async () => void (await moveTo(folder, taken, WAITING)),
    setAside: () => moveTo(folder, taken, BAD),
  };
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, READ);
  try {
    for (;;) {
      // Each chunk is another buffer: the store keeps what it is given.
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Gives the file another extension; where that name is taken, the time stands before it.
 *  @returns the new name */
async function moveTo(folder: string, name: string, extension: string): Promise<string> {
  const base = name.slice(0, name.lastIndexOf('.'));
  const free = await nameThatIsFree(folder, base, extension);
  await rename(join(folder, name), join(folder, free));
  return free;
}

async function nameThatIsFree(folder: string, base: string, extension: string): Promise<string> {
  const wanted = `${base}${extension}`;
  if (!(await exists(join(folder, wanted)))) return wanted;
  const time = new Date().toISOString().replaceAll(/\D/g, '');
  for (let count = 0; ; count += 1) {
    const next = `${base}${time}${count === 0 ? '' : `-${count}`}${extension}`;
    if (!(await exists(join(folder, next)))) return next;
  }
}

async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}
