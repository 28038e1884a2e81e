import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const ROOT = resolve(import.meta.dirname, '../../..');
const SYSTEM = '/usr/bin/chromium';
const PACKAGE_VERSION = '153.0.0';

/** A real browser: `$CHROMIUM`, else the one that npm brought, else Debian's. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env['CHROMIUM'];
  if (own !== undefined) return chromium.launch({ executablePath: own, args: ['--no-sandbox'] });
  const folder = unpacked();
  if (folder !== null)
    return chromium.launch({
      executablePath: join(folder, 'chromium'),
      args: ['--no-sandbox'],
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
        FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      },
    });
  if (existsSync(SYSTEM)) return chromium.launch({ executablePath: SYSTEM, args: ['--no-sandbox'] });
  throw new Error('No browser for this platform. Install Chromium and set CHROMIUM to its path.');
}

/** Folder of the package's browser, unpacked once for each user and version; null where the package has none. */
function unpacked(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const folder = join(tmpdir(), `postern-chromium-${PACKAGE_VERSION}-${userInfo().username}`);
  if (existsSync(join(folder, 'chromium'))) return folder;
  // Two test files may unpack at once: each into a folder of its own, which then takes the name if it is free.
  const part = mkdtempSync(`${folder}.`);
  execFileSync(
    process.execPath,
    ['-e', "import('@sparticuz/chromium').then((m) => m.default.executablePath())"],
    // The second name makes the package unpack the libraries that a bare system lacks.
    { cwd: ROOT, env: { TMPDIR: part, HOME: part, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' } },
  );
  writeFileSync(join(part, 'fonts.conf'), fontsConfig(folder));
  mkdirSync(join(part, 'font-cache'), { recursive: true });
  try {
    renameSync(part, folder);
  } catch {
    rmSync(part, { recursive: true, force: true });
  }
  return folder;
}

/** The package's own file names fixed folders: with another one the page has no text at all. */
function fontsConfig(folder: string): string {
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/font-cache</cachedir></fontconfig>
`;
}
