import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { root } from './check/root.ts';

type Ended = Readonly<{ code: number; stdout: string; stderr: string }>;
type Call = Readonly<{ words: readonly string[]; env: Readonly<Record<string, string>> }>;

/** Stands in for npm: writes down how it was called, then does what `npm ci` does to node_modules. */
const npm = `
const fs = require('node:fs');
fs.appendFileSync('calls.jsonl', JSON.stringify({ words: process.argv.slice(2), env: process.env }) + '\\n');
console.log('added 1 package');
if (process.env.FAKE_FAIL) process.exit(3);
fs.rmSync('node_modules', { recursive: true, force: true });
setTimeout(() => {
  fs.mkdirSync('node_modules/.bin', { recursive: true });
  fs.writeFileSync('node_modules/.bin/node', '');
}, 300);`;

describe('ensure.mjs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-ensure-'));
    mkdirSync(join(folder, 'scripts'));
    cpSync(join(root, 'scripts/ensure.mjs'), join(folder, 'scripts/ensure.mjs'));
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    writeFileSync(join(folder, 'npm.cjs'), npm);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function ensure(extra: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const env = { PATH: process.env['PATH'] ?? '', npm_execpath: join(folder, 'npm.cjs'), ...extra };
    return new Promise((resolve) => {
      execFile(process.execPath, ['scripts/ensure.mjs'], { cwd: folder, env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });
  }

  function calls(): readonly Call[] {
    const file = join(folder, 'calls.jsonl');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    return lines.map((line): Call => JSON.parse(line));
  }

  const isLocked = (): boolean => existsSync(join(folder, '.ensure-lock'));

  it('installs once, from the lockfile and without install scripts', async () => {
    assert.deepEqual(await ensure(), {
      code: 0,
      stdout: '',
      stderr: 'postern: installing dependencies (once, about a minute)\nadded 1 package\n',
    });
    assert.deepEqual(await ensure(), { code: 0, stdout: '', stderr: '' });
    assert.equal(calls().length, 1);
    assert.equal(calls()[0]?.words[0], 'ci');
    for (const word of ['--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']) {
      assert.ok(calls()[0]?.words.includes(word), word);
    }
    assert.equal(isLocked(), false);
  });

  it('installs again when the lockfile has changed', async () => {
    await ensure();
    writeFileSync(join(folder, 'package-lock.json'), '{"a":1}');
    assert.equal((await ensure()).code, 0);
    assert.equal(calls().length, 2);
  });

  it('keeps settings that leave out a part from npm, and the rest of the environment', async () => {
    const unwanted = {
      npm_config_omit: 'dev',
      npm_config_ignore_scripts: '',
      npm_package_name: 'x',
      npm_lifecycle_event: 'y',
    };
    await ensure({ ...unwanted, npm_config_cache: '/c', NODE_ENV: 'production' });
    const env = calls()[0]?.env ?? {};
    for (const name of Object.keys(unwanted)) assert.equal(name in env, false, name);
    assert.equal(env['npm_config_cache'], '/c');
    assert.equal(env['NODE_ENV'], 'production');
  });

  it('says in its last line what to do where npm fails, and tries again the next time', async () => {
    const failed = await ensure({ FAKE_FAIL: '1' });
    assert.equal(failed.code, 1);
    assert.match(
      failed.stderr,
      /\npostern: npm ci failed \(exit 3\)\. Check the network.*run the same command again\.\n$/,
    );
    assert.equal(isLocked(), false);
    assert.equal((await ensure()).code, 0);
  });

  it('two at once install once', async () => {
    const both = await Promise.all([ensure(), ensure()]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
    );
    assert.equal(calls().length, 1);
  });

  it('does not wait for an install that was killed', async () => {
    writeFileSync(join(folder, '.ensure-lock'), '999999999');
    assert.equal((await ensure()).code, 0);
    assert.equal(isLocked(), false);
  });

  it('says so where there is no lockfile', async () => {
    rmSync(join(folder, 'package-lock.json'));
    const failed = await ensure();
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /^postern: package-lock\.json is missing .*\n$/);
  });
});
