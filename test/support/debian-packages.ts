import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../bench/peers/program.ts';
import { run } from './postern.ts';

/** Debian packages unpacked side by side, without being installed: mail servers exclude one another. */
export type UnpackedPackages = Readonly<{
  /** Holds one folder a package. */
  folder: string;
  /** Path of a file of a package. */
  path: (name: string, file: string) => string;
  /** For LD_LIBRARY_PATH: where the libraries among them lie. */
  libraries: string;
  remove: () => void;
}>;

/** Unpacks packages into a temporary folder.
 *  @returns why they cannot be had here, as text, where that is so */
export async function unpackPackages(names: readonly string[]): Promise<UnpackedPackages | string> {
  if (process.getuid?.() !== 0)
    return 'only root may run other mail servers in a mount namespace of their own';
  for (const program of ['apt-get', 'dpkg-deb', 'unshare'])
    if (findProgram(program) === null) return `there is no ${program} here`;
  if ((await run('unshare', ['--mount', 'true'])).status !== 0)
    return 'mount namespaces are not allowed here';
  const folder = mkdtempSync(join(tmpdir(), 'postern-debs-'));
  chmodSync(folder, 0o755);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const problem = await download(names, folder);
  if (problem !== null) {
    remove();
    return problem;
  }
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    const target = join(folder, file.slice(0, file.indexOf('_')));
    mkdirSync(target);
    await run('dpkg-deb', ['-x', join(folder, file), target]);
  }
  return {
    folder,
    path: (name, file) => join(folder, name, file),
    libraries: names.map((name) => join(folder, name, LIBRARIES)).join(':'),
    remove,
  };
}

const LIBRARIES = 'usr/lib/x86_64-linux-gnu';

async function download(names: readonly string[], folder: string): Promise<string | null> {
  // The lists of packages may be missing or too old; they are fetched once then.
  const fetch = `cd ${folder} && { apt-get -q download ${names.join(' ')} || { apt-get -q update && apt-get -q download ${names.join(' ')}; }; }`;
  const result = await run('sh', ['-c', fetch], '', { timeoutMs: 50_000 });
  return result.status === 0 ? null : `apt-get download failed: ${result.stderr.trim().slice(-300)}`;
}
