import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DataFolderLocked, FolderLock } from '../../../src/store/folder-lock.ts';

const MODULE = pathToFileURL(join(import.meta.dirname, '../../../src/store/folder-lock.ts')).href;
const HOLDER = `
  const { FolderLock } = await import(${JSON.stringify(MODULE)});
  globalThis.lock = FolderLock.acquire(process.argv[1]);
  process.stdout.write('held');
  setInterval(() => undefined, 1000);`;

describe('the lock of a data folder', () => {
  it('keeps another process out for as long as its holder lives, and is free when that was killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-lock-'));
    const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      assert.throws(() => FolderLock.acquire(folder), DataFolderLocked);
      child.kill('SIGKILL');
      await once(child, 'exit');
      FolderLock.acquire(folder).release();
    } finally {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    }
  });
});
