import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { adminObject, FakeHost } from '../shell/testing/fake-host.ts';
import { createShell } from '../shell/shell.ts';
import { interact } from './shell-interactive.ts';
import { consoleIo } from './shell-io.ts';
import { HistoryFile } from './terminal/history-file.ts';
import { Terminal } from './terminal/terminal.ts';

const SPECS = [
  {
    name: 'Get-Gate',
    synopsis: 'Shows gates.',
    returns: 'Gate',
    parameters: [{ name: 'Identity', type: 'GateIdParameter', position: 0, support: 'implemented' }],
  },
] as const;

/** A conversation with a shell on a keyboard of its own. Each entry of `keys` is typed when what stands before it has
 *  been shown. */
async function conversation(keys: readonly (readonly [seen: RegExp, press: string])[]) {
  const input = Object.assign(new PassThrough(), { setRawMode: () => undefined });
  let out = '';
  let mark = 0;
  const write = (text: string): void => void (out += text);
  const terminal = new Terminal(input, { write, columns: 80, rows: 6 });
  const gate = adminObject('Gate', 'EX1\\North Gate', { Name: 'North Gate' });
  const host = new FakeHost(SPECS, { 'Get-Gate': () => ({ objects: [gate] }) });
  const engine = createShell({
    host,
    io: { ...consoleIo(terminal), write, writeError: write, width: () => 80 },
  });
  const ended = interact({
    engine: () => Promise.resolve(engine),
    terminal,
    historyFile: new HistoryFile(null),
  });
  for (const [seen, press] of keys) {
    for (let waited = 0; !seen.test(plain(out.slice(mark))); waited++) {
      assert.ok(waited < 300, `${seen} was not shown:\n${out.slice(mark)}`);
      await delay(10);
    }
    mark = out.length;
    if (press === 'SIGINT') process.emit('SIGINT');
    else input.write(press);
  }
  const status = await ended;
  return { status, out: plain(out) };
}

/** What is shown, without where it is shown. */
function plain(text: string): string {
  return text
    .replaceAll(/\r\u001b\[[JK]/g, '\n')
    .replaceAll(/\u001b\[[?0-9;]*[A-Za-z]/g, '')
    .replaceAll('\r', '');
}

const PROMPT = /\[PS\] >[^\n]*$/;

describe('an interactive session', () => {
  it('completes names of the server’s objects, quoted where they hold blanks', async () => {
    const { out } = await conversation([
      [PROMPT, 'Get-G'],
      [/Get-G/, '\t'],
      [/Get-Gate/, ' no'],
      [/no/, '\t'],
      [/"North Gate"/, '\r'],
      [PROMPT, 'exit\r'],
    ]);
    assert.match(out, /Name\s+: North Gate|North Gate/);
  });

  it('takes a text of several rows and recalls it whole', async () => {
    const { out, status } = await conversation([
      [PROMPT, 'foreach ($n in 1..2) {\r'],
      [/>> /, '"row $n" }\r'],
      [/row 2\n[^]*\[PS\] >/, '\u001b[A'],
      [/foreach[^]*row \$n/, '\r'],
      [/row 2\n[^]*\[PS\] >/, 'exit 3\r'],
    ]);
    assert.equal(out.match(/^row 1$/gm)?.length, 2);
    assert.equal(status, 3);
  });

  it('Ctrl+C drops the line, and stops a pipeline but not the shell', async () => {
    const { out } = await conversation([
      [PROMPT, 'Get-Nothing\u0003'],
      [/\^C[^]*\[PS\] >/, 'try { while ($true) { Start-Sleep 1 } } finally { "cleaned up" }\r'],
      [/finally[^]*\n/, 'SIGINT'],
      [/cleaned up[^]*\[PS\] >/, '"still here"\r'],
      [/\nstill here[^]*\[PS\] >/, '\u0004'],
    ]);
    assert.doesNotMatch(out, /not recognized/);
  });

  it('a password is shown as stars, and Ctrl+C at a question stops what asked', async () => {
    const { out } = await conversation([
      [PROMPT, '$s = Read-Host Key -AsSecureString; "asked"\r'],
      [/Key: /, 'hunter2\r'],
      [/asked[^]*\[PS\] >/, 'Read-Host Name; "not reached"\r'],
      [/Name: /, '\u0003'],
      [/\^C[^]*\[PS\] >/, 'exit\r'],
    ]);
    assert.match(out, /Key: \*{7}/);
    assert.doesNotMatch(out, /hunter2|^not reached/m);
  });

  it('pages what is piped to more', async () => {
    const { out } = await conversation([
      [PROMPT, '1..20 | more\r'],
      [/5\n<SPACE> next page; <CR> next line; Q quit/, ' '],
      [/Q quit/, '\r'],
      [/Q quit/, 'q'],
      [PROMPT, 'exit\r'],
    ]);
    assert.match(out, /^11$/m);
    assert.doesNotMatch(out, /^12$/m);
  });

  it('a pasted text is one submission, tabs and all', async () => {
    const { out } = await conversation([
      [PROMPT, '\u001b[200~"a"\r\t"b"\u001b[201~\r'],
      [/\na\nb\n/, 'exit\r'],
    ]);
    assert.match(out, /^b$/m);
  });
});
