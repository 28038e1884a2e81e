import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { it } from 'node:test';
import { join } from 'node:path';

/** Why the system lets us make no small disk of our own; '' where it does. */
function noDisk(): string {
  if (process.getuid?.() !== 0) return 'only root may mount a small disk';
  const tried = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  return tried.status === 0 ? '' : `unshare -m with a tmpfs does not work here: ${String(tried.stderr)}`;
}

const reason = noDisk();

it('a disk that is full while mail is accepted, delivered and compacted: service returns by itself, nothing is lost', {
  timeout: 170_000,
  skip: reason === '' ? false : reason,
}, () => {
  // In a mount namespace of its own: the small disk goes with the process.
  const body = join(import.meta.dirname, 'full-disk-body.ts');
  const run = spawnSync('unshare', ['-m', process.execPath, body], { encoding: 'utf8', timeout: 165_000 });
  console.log(run.stdout);
  assert.equal(run.status, 0, `${run.stdout}\n${run.stderr}`);
});
