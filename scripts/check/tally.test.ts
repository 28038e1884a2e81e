import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runTests, type TestResult, type TestRunOptions } from './run-tests.ts';

const head = "import { before, describe, it, test } from 'node:test'; import net from 'node:net';\n";
const limits = { testMs: 2_000, fileMs: 60_000, idleMs: 20_000 };
/** For what is meant to be stopped: on a busy machine a process may take a second to end by itself. */
const strict = { testMs: 400, fileMs: 60_000, idleMs: 800 };

describe('counting the tests of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-tally-'));
  after(() => rmSync(folder, { recursive: true }));
  let files = 0;

  function write(lines: string): string {
    files += 1;
    const file = join(folder, `${files}.test.ts`);
    writeFileSync(file, head + lines);
    return file;
  }

  function runAll(paths: readonly string[], options: Partial<TestRunOptions> = {}): Promise<TestResult> {
    const signal = new AbortController().signal;
    return runTests(
      { name: 'some', files: paths },
      { limits, signal, env: { POSTERN_TALLY: 'yes' }, ...options },
    );
  }

  const run = (lines: string, options?: Partial<TestRunOptions>): Promise<TestResult> =>
    runAll([write(lines)], options);

  const names = (result: TestResult): readonly string[] => result.failures.map(({ name }) => name);

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
      { limits: strict },
    );
    assert.deepEqual(names(result), ['a', 'the file itself']);
  });

  it('stops and fails a file that leaves a socket open', async () => {
    const result = await run(`test('a', () => { net.createServer().listen(0); });`, { limits: strict });
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

  it('counts the tests of files that share a process, and tells of a failed one in which file it is', async () => {
    const [good, bad] = [
      write("test('a', () => {});"),
      write("test('b', () => { throw new Error('no'); });"),
    ];
    const result = await runAll([good, bad]);
    assert.equal(result.passed, 1);
    assert.deepEqual(names(result), ['b']);
    assert.equal(result.failures[0]?.file, bad);
  });

  it('fails each file without a test, and each that does not parse, among those that share a process', async () => {
    const [good, silent] = [write("test('a', () => {});"), write('')];
    const result = await runAll([good, silent]);
    assert.deepEqual(
      result.failures.map(({ file, error }) => [file, error]),
      [[silent, 'it holds no test']],
    );
    const broken = await runAll([good, write('const x = ;')]);
    assert.ok(broken.failures.length > 0);
  });

  it('fails a file that was stopped', async () => {
    const result = await run(
      `test('a', async () => { await new Promise(() => setInterval(() => {}, 9)); });`,
      { signal: AbortSignal.timeout(300) },
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
