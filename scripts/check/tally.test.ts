import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runTestFile, type TestFileResult } from './run-test-file.ts';

const head = "import { before, describe, it, test } from 'node:test'; import net from 'node:net';\n";
const limits = { testMs: 400, fileMs: 20_000, idleMs: 800 };

describe('counting the tests of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-tally-'));
  after(() => rmSync(folder, { recursive: true }));
  let files = 0;

  async function run(lines: string, signal = new AbortController().signal): Promise<TestFileResult> {
    files += 1;
    const file = join(folder, `${files}.test.ts`);
    writeFileSync(file, head + lines);
    return runTestFile({ file, limits, signal, env: { POSTERN_TALLY: 'yes' } });
  }

  const names = (result: TestFileResult): readonly string[] => result.failures.map(({ name }) => name);

  it('counts tests, not the suites and tests around them', async () => {
    const result = await run(`
      test('a', () => {});
      test('b', async (t) => { await t.test('c', () => {}); await t.test('d', () => {}); });
      describe('e', () => { it('f', () => {}); describe('g', () => { it('h', () => {}); }); });`);
    assert.equal(result.passed, 5);
    assert.deepEqual(result.failures, []);
  });

  it('tells a failed test by its full name, its line and its error, and not its parents', async () => {
    const result = await run(
      `describe('e', () => {\n it('f', () => { throw new Error('because'); });\n it('g', () => {});\n});`,
    );
    assert.equal(result.passed, 1);
    assert.deepEqual(names(result), ['e > f']);
    assert.equal(result.failures[0]?.line, 3);
    assert.match(result.failures[0]?.error ?? '', /because/);
  });

  it('counts a parent that fails by itself', async () => {
    const result = await run(
      `test('b', async (t) => { await t.test('c', () => {}); throw new Error('own'); });`,
    );
    assert.equal(result.passed, 1);
    assert.deepEqual(names(result), ['b']);
  });

  it('counts each test that a failed hook kept from running, and the hook', async () => {
    const result = await run(
      `describe('e', () => { before(() => { throw new Error('hook'); }); it('f', () => {}); });`,
    );
    assert.equal(result.passed, 0);
    assert.deepEqual(names(result), ['e > f', 'e']);
  });

  it('counts skipped tests neither as passed nor as failed, and gives their reason', async () => {
    const result = await run(
      `test('a', { skip: 'no net' }, () => {}); test('b', { todo: true }, () => {}); test('c', () => {});`,
    );
    assert.equal(result.passed, 1);
    assert.deepEqual(result.skipped, ['a: no net', 'b']);
    assert.deepEqual(result.failures, []);
  });

  it('fails a test that takes too long', async () => {
    const result = await run(
      `test('a', async () => { await new Promise((done) => setTimeout(done, 3000)); });`,
    );
    assert.deepEqual(names(result), ['a', 'the file itself']);
  });

  it('stops and fails a file that leaves a socket open', async () => {
    const result = await run(`test('a', () => { net.createServer().listen(0); });`);
    assert.equal(result.passed, 1);
    assert.match(result.failures[0]?.error ?? '', /left open/);
  });

  it('fails a file that does not parse, and shows what Node said', async () => {
    const result = await run('const x = ;');
    assert.deepEqual(names(result), ['the file itself']);
    assert.match(result.output, /ERR_INVALID_TYPESCRIPT_SYNTAX/);
  });

  it('fails a file that crashes after its tests have passed', async () => {
    const result = await run(`test('a', () => {}); process.on('exit', () => { process.exitCode = 7; });`);
    assert.equal(result.passed, 1);
    assert.match(result.failures[0]?.error ?? '', /ended with 7/);
  });

  it('fails a file without a test', async () => {
    const result = await run('');
    assert.match(result.failures[0]?.error ?? '', /holds no test/);
  });

  it('fails a file that was stopped', async () => {
    const result = await run(
      `test('a', async () => { await new Promise(() => setInterval(() => {}, 9)); });`,
      AbortSignal.timeout(300),
    );
    assert.deepEqual(names(result).slice(-1), ['the file itself']);
    assert.match(result.failures.at(-1)?.error ?? '', /the run was stopped/);
  });

  it('ends a process that a test left running, and hands the environment on', async () => {
    const result = await run(`
      import { spawn } from 'node:child_process';
      test('a', () => {
        const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 99)'], { stdio: 'ignore' });
        child.unref();
        console.log('left', child.pid, process.env.POSTERN_TALLY);
      });`);
    assert.equal(result.passed, 1);
    assert.deepEqual(result.failures, []);
    const [, pid = '', value] = /left (\d+) (\w+)/.exec(result.output) ?? [];
    assert.equal(value, 'yes');
    assert.ok(await hasEnded(pid));
  });
});

/** Ended, though its number may stay in the table until somebody asks for its exit status. */
async function hasEnded(pid: string): Promise<boolean> {
  const stat = `/proc/${pid}/stat`;
  for (let tries = 0; tries < 50; tries += 1) {
    if (!existsSync(stat) || / Z /.test(readFileSync(stat, 'latin1'))) return true;
    await sleep(40);
  }
  return false;
}
