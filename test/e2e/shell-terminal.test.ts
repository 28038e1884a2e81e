import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Postern, ROOT, run } from '../support/postern.ts';

/** The real shell on a real pseudo-terminal. Node makes none itself; script(1) of util-linux does, or Python: every
 *  Debian has the one, and .ci/run installs the other. A Linux with neither fails; on other systems
 *  src/cli/shell-interactive.test.ts, which holds the same conversation on a keyboard of its own, is what there is. */
type PseudoTerminal = Readonly<{
  name: string;
  run: (command: string) => readonly string[];
  isHere: boolean;
}>;

const PYTHON = `import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(['/bin/sh', '-c', sys.argv[1]])))`;

const TERMINALS: readonly PseudoTerminal[] = [
  {
    name: 'script',
    run: (command) => ['-qefc', command, '/dev/null'],
    isHere: said('script', ['--version']).includes('util-linux'),
  },
  {
    name: 'python3',
    run: (command) => ['-c', PYTHON, command],
    isHere: said('python3', ['-c', 'import os, pty; os.waitstatus_to_exitcode; print("here")']) === 'here\n',
  },
];
const here = TERMINALS.filter((one) => one.isHere);

function said(program: string, args: readonly string[]): string {
  return spawnSync(program, args, { encoding: 'utf8', timeout: 10_000 }).stdout ?? '';
}

let postern: Postern;
const home = mkdtempSync(join(tmpdir(), 'postern-home-'));

before(async () => {
  postern = await Postern.start();
});
after(async () => {
  await postern[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

type Step = readonly [seen: RegExp, press: string];

/** Types when what stands before has been shown. @returns what the screen was told, and the shell's exit status */
async function session(
  steps: readonly Step[],
  terminal: PseudoTerminal | undefined = here[0],
): Promise<Readonly<{ out: string; status: number }>> {
  assert.ok(terminal !== undefined, 'neither script(1) of util-linux nor python3 is here');
  const command = `stty cols 100 rows 20; exec ${join(ROOT, 'bin/postern')} shell --data ${postern.data}`;
  const child = spawn(terminal.name, terminal.run(command), {
    env: { ...process.env, HOME: home, XDG_STATE_HOME: '', TERM: 'xterm', SHELL: '/bin/sh', NO_COLOR: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  let mark = 0;
  try {
    for (const [seen, press] of steps) {
      for (let waited = 0; !seen.test(plain(out.slice(mark))); waited++) {
        assert.ok(waited < 1500, `${seen} was not shown:\n${plain(out.slice(mark))}`);
        await delay(10);
      }
      mark = out.length;
      child.stdin.write(press);
    }
    return { status: await ended, out };
  } finally {
    child.stdin.end();
    child.kill();
  }
}

function plain(text: string): string {
  return text
    .replaceAll(/\r\u001b\[[JK]/g, '\n')
    .replaceAll(/\u001b\[[?0-9;]*[A-Za-z]/g, '')
    .replaceAll('\r', '');
}

const PROMPT = /\[PS\] >$/;

describe('the shell on a pseudo-terminal', {
  skip: here.length === 0 && process.platform !== 'linux' ? 'nothing here makes a pseudo-terminal' : false,
}, () => {
  it('completes from the server, runs, stops, asks in secret, remembers and ends with its status', async () => {
    const { out, status } = await session([
      [PROMPT, 'Get-ReceiveConn'],
      [/Conn$/, '\t'],
      [/Get-ReceiveConnector$/, ' "Default F'],
      [/Default F$/, '\t'],
      [/"Default Frontend EX1"$/, '\r'],
      [/EX1\\Default Frontend EX1[^]*\[PS\] >$/, 'foreach ($i in 1..2) {\r'],
      [/>> $/, '"row $i" }\r'],
      [/row 2[^]*\[PS\] >$/, 'while ($true) { Start-Sleep 1 }\r'],
      [/1 \}\n+$/, '\u0003'],
      [/\^C[^]*\[PS\] >$/, '$c = Get-Credential joe; $c.UserName + " came"\r'],
      [/Password for user joe: $/, 'hunter2\r'],
      [/joe came[^]*\[PS\] >$/, 'Get-ReceiveConnecter\r'],
      [/Did you mean Get-ReceiveConnector\?[^]*\[PS\] >$/, '\u001b[A\u001b[A\u001b[A\u001b[A'],
      [/"row \$i" \}$/, '\r'],
      [/row 2[^]*\[PS\] >$/, 'exit 3\r'],
    ]);
    assert.equal(status, 3);
    assert.doesNotMatch(out, /hunter2/);
    assert.match(out, /\u001b\[91mGet-ReceiveConnecter : /, 'errors are red on a terminal');
    const history = join(home, '.local/state/postern/shell-history');
    assert.equal(statSync(history).mode & 0o777, 0o600);
    assert.doesNotMatch(readFileSync(history, 'utf8'), /Credential/);
  });

  for (const terminal of here) {
    it(`the terminal that ${terminal.name} makes will do`, async () => {
      const { status, out } = await session(
        [
          [PROMPT, '1 + 1\r'],
          [/\n2\n[^]*\[PS\] >$/, 'exit 4\r'],
        ],
        terminal,
      );
      assert.equal(status, 4, out);
    });
  }

  it('the next run remembers the last', async () => {
    const { status } = await session([
      [PROMPT, '"first run"\r'],
      [/first run\n[^]*\[PS\] >$/, '\u0004'],
    ]);
    assert.equal(status, 0);
    await session([
      [PROMPT, '\u001b[A'],
      [/"first run"$/, '\u0003'],
      [PROMPT, 'exit\r'],
    ]);
  });
});

describe('the shell among other programs', () => {
  const shell = (args: readonly string[], input?: string) =>
    run(join(ROOT, 'bin/postern'), ['shell', '--data', postern.data, ...args], input);

  it('-c takes lines from a pipe as $input and gives plain text', async () => {
    const { stdout, status } = await shell(['-c', '$input | % { $_.ToUpper() }'], 'a\nb\n');
    assert.deepEqual([stdout, status], ['A\nB\n', 0]);
  });

  it('-c alone leaves standard input to others and uses no colour', async () => {
    const { stderr, stdout } = await shell(
      ['-c', 'Write-Host hi -ForegroundColor Red; Write-Warning w'],
      'unread',
    );
    assert.deepEqual([stdout, stderr], ['hi\n', 'WARNING: w\n']);
  });

  it('a script takes arguments, lines of a pipe, and gives its exit status', async () => {
    const script = join(home, 'add.ps1');
    writeFileSync(script, 'param([string]$Prefix)\nprocess { "$Prefix$_" }\nend { exit 5 }');
    const { stdout, status } = await shell([script, '-Prefix', '10.0.0.'], '1\n2\n');
    assert.deepEqual([stdout, status], ['10.0.0.1\n10.0.0.2\n', 5]);
  });

  it('--json is one array, whatever Write-Host says; a failure is status 1 and stands on standard error', async () => {
    const { stdout, stderr } = await shell([
      '--json',
      '-c',
      'Write-Host note; Get-AcceptedDomain | select Name,Default',
    ]);
    assert.deepEqual(JSON.parse(stdout), [{ Name: 'contoso.com', Default: true }]);
    assert.equal(stderr, 'note\n');
    const failed = await shell(['--json', '-c', 'Get-ReceiveConnector nobody']);
    assert.deepEqual([failed.status, failed.stdout], [1, '[]\n']);
    assert.match(failed.stderr, /nobody/);
  });

  it('ends quietly when the reader of its output has gone', async () => {
    const command = `${join(ROOT, 'bin/postern')} shell --data ${postern.data} -c '1..100000' | head -1`;
    const { stdout, stderr } = await run('/bin/sh', ['-c', command]);
    assert.deepEqual([stdout, stderr], ['1\n', '']);
  });
});
