import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeHost } from '../testing/fake-host.ts';
import { createShell, type RunResult } from '../shell.ts';
import type { CommandHost } from '../../admin/contract/command-spec.ts';
import type { ShellIo } from '../io.ts';

/** A shell that somebody stops: when it first gives way, or when it waits for the server. */
function stoppedShell(host?: CommandHost): Readonly<{
  run: (text: string) => Promise<RunResult & Readonly<{ out: string; err: string }>>;
  stop: AbortController;
}> {
  const stop = new AbortController();
  let out = '';
  let err = '';
  let clock = 0;
  const io: ShellIo = {
    write: (text) => void (out += text),
    writeError: (text) => void (err += text),
    width: () => 120,
    now: () => new Date((clock += 50)),
    env: () => undefined,
    readFile: () => Promise.reject(new Error('no files')),
    writeFile: () => Promise.resolve(),
    sleep: (ms) => {
      stop.abort();
      return ms === 0 ? Promise.resolve() : new Promise(() => undefined);
    },
    culture: 'en-US',
  };
  const shell = createShell({ host: host ?? new FakeHost([]), io });
  return { stop, run: async (text) => ({ ...(await shell.run(text, undefined, stop.signal)), out, err }) };
}

const ENDLESS: readonly (readonly [what: string, text: string])[] = [
  ['a loop with a body', 'while ($true) { $i++ }; "after"'],
  ['a loop without one', 'while ($true) { }; "after"'],
  ['a for loop', 'for (;;) { }; "after"'],
  ['a pipeline', '1..100000 | ForEach-Object { $n += $_ }; "after"'],
  ['a recursion by loop', 'function f { do { $x = 1 } until ($false) }; f; "after"'],
  ['a wait', 'Start-Sleep -Seconds 1000; "after"'],
  ['a try that catches everything', 'try { while ($true) { $i++ } } catch { "caught" }; "after"'],
];

describe('a script can be stopped', () => {
  for (const [what, text] of ENDLESS) {
    it(`${what}: nothing after it runs, and nothing is printed`, async () => {
      const { out, err, ok, stopped } = await stoppedShell().run(text);
      assert.deepEqual({ out, err, ok, stopped }, { out: '', err: '', ok: false, stopped: true });
    });
  }

  it('§7: finally runs to its end', async () => {
    const { out, stopped } = await stoppedShell().run(
      'try { while ($true) { } } finally { foreach ($i in 1..3) { "clean $i" } }; "after"',
    );
    assert.deepEqual([out, stopped], ['clean 1\nclean 2\nclean 3\n', true]);
  });

  it('a command that the server does not finish is left', async () => {
    const host: CommandHost = {
      specs: [{ name: 'Get-Slow', synopsis: '', returns: '', parameters: [] }],
      invoke: () => {
        shell.stop.abort();
        return new Promise(() => undefined);
      },
    };
    const shell = stoppedShell(host);
    const { out, err, stopped } = await shell.run('Get-Slow; "after"');
    assert.deepEqual([out, err, stopped], ['', '', true]);
  });

  it('the next submission runs as if nothing had been', async () => {
    const shell = createShell({
      host: new FakeHost([]),
      io: {
        write: () => undefined,
        writeError: () => undefined,
        width: () => 120,
        now: () => new Date(0),
        env: () => undefined,
        readFile: () => Promise.reject(new Error('no files')),
        writeFile: () => Promise.resolve(),
        sleep: () => Promise.resolve(),
        culture: 'en-US',
      },
    });
    assert.equal((await shell.run('1', undefined, AbortSignal.abort())).stopped, true);
    assert.equal((await shell.run('1')).ok, true);
  });
});
