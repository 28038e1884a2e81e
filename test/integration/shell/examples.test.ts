import '../../support/shell-lab/utc.ts';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { TestShell } from '../../../src/shell/testing/fake-host.ts';
import { openLab } from '../../support/shell-lab/play.ts';

const folder = new URL('../../../examples/', import.meta.url);

type Played = Readonly<{ lines: readonly string[]; errors: string; exitCode: number }>;

async function play(shell: TestShell, name: string, ...args: readonly string[]): Promise<Played> {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const { out, err, exitCode } = await shell.run(text, { name, args });
  const lines = out.split('\n').map((line) => line.trimEnd());
  return { lines: lines.filter((line) => line !== ''), errors: err, exitCode };
}

const ADDRESSES = [
  'Connector,Address,Comment',
  'Anonymous Relay,192.168.5.20,printer',
  'Anonymous Relay,10.0.0.0/8,too wide',
  'Anonymous Relay,192.168.5.10,there already',
  'Nope,192.168.5.30,',
  'Anonymous Relay,nonsense,',
].join('\r\n');

describe('the scripts in examples/', () => {
  it('are the ones that are tested here, of fifty lines and more', () => {
    const names = readdirSync(folder).toSorted();
    assert.deepEqual(names, [
      'add-relay-addresses.ps1',
      'audit-relay-permissions.ps1',
      'copy-receive-connectors.ps1',
      'watch-queues.ps1',
      'who-may-relay.ps1',
    ]);
    for (const name of names) {
      const { length } = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n');
      assert.ok(length >= 50, `${name} has ${length} lines`);
    }
  });

  it('copy-receive-connectors: settings and single rights go to the other server; -WhatIf changes nothing', async () => {
    const { lab, shell } = await openLab();
    const copy = (...more: readonly string[]): Promise<Played> =>
      play(shell, 'copy-receive-connectors.ps1', '-From', 'EX01', '-To', 'EX02', ...more);
    const count = (): number => lab.ex02.store.current.receiveConnectors.length;
    assert.deepEqual((await copy('-WhatIf')).lines, [
      'What if: Performing the operation "Copy EX01\\Anonymous Relay" on target "EX02\\Anonymous Relay".',
      '0 connector(s) copied from EX01 to EX02.',
    ]);
    assert.equal(count(), 5);
    assert.deepEqual((await copy()).lines, [
      'EX02\\Anonymous Relay',
      '  NT AUTHORITY\\ANONYMOUS LOGON may ms-Exch-SMTP-Accept-Any-Recipient',
      '1 connector(s) copied from EX01 to EX02.',
    ]);
    const again = await copy();
    assert.match(again.errors, /^WARNING: EX02\\Anonymous Relay is there already\. Use -Overwrite/);
    const of = (server: typeof lab.ex01): unknown => {
      const found = server.store.current.receiveConnectors.find((one) => one.name === 'Anonymous Relay');
      return [found?.remoteIPRanges, found?.bindings, found?.entries.length, found?.maxMessageSize];
    };
    assert.deepEqual(of(lab.ex02), of(lab.ex01));
  });

  it('add-relay-addresses: adds what is good, reports what is not, says how many failed', async () => {
    const { lab, shell } = await openLab();
    shell.files.set('addresses.csv', ADDRESSES);
    const before = lab.ex01.store.current;
    const tried = await play(shell, 'add-relay-addresses.ps1', 'addresses.csv', '-WhatIf');
    assert.ok(tried.lines.some((line) => line.endsWith('192.168.5.20 would be added')));
    assert.equal(lab.ex01.store.current, before);
    const done = await play(shell, 'add-relay-addresses.ps1', 'addresses.csv', '-Report', 'done.csv');
    assert.deepEqual(done.lines, [
      'Line Connector       Address      Result',
      '---- ---------       -------      ------',
      '   2 Anonymous Relay 192.168.5.20 added',
      '   3 Anonymous Relay 10.0.0.0/8   failed: the network is larger than /16',
      '   4 Anonymous Relay 192.168.5.10 already there',
      '   5 Nope            192.168.5.30 failed: there is no such connector',
      '   6 Anonymous Relay nonsense     failed: it is no address, range or network',
    ]);
    assert.deepEqual([done.exitCode, done.errors], [3, '']);
    assert.match(shell.files.get('done.csv') ?? '', /^"Line","Connector","Address","Result"\r\n"2",/);
  });

  it('audit-relay-permissions: levels, a table, an exit status', async () => {
    const { shell } = await openLab();
    const calm = await play(shell, 'audit-relay-permissions.ps1');
    assert.deepEqual(calm.lines.slice(2), [
      'MEDIUM EX01\\Default EX01    Passwords may be sent without TLS.',
      'INFO   EX01\\Anonymous Relay Relays for 2 address(es) without authentication.',
    ]);
    assert.deepEqual([calm.exitCode, calm.errors], [1, '']);
    await shell.run('Set-ReceiveConnector "Anonymous Relay" -RemoteIPRanges 10.20.0.0/16');
    const wide = await play(shell, 'audit-relay-permissions.ps1', '-Csv', 'audit.csv');
    assert.ok(
      wide.lines.some((line) => line.endsWith('65,536 addresses may relay; more than 256 is a lot.')),
    );
    assert.match(shell.files.get('audit.csv') ?? '', /^"Level","Connector","Finding"\r\n"MEDIUM",/);
  });

  it('watch-queues: trends from look to look, reasons, warnings, an exit status', async () => {
    const { lab, shell } = await openLab();
    const watched = await play(shell, 'watch-queues.ps1', '-Samples', '2', '-Threshold', '2');
    const look = (trend: string): readonly string[] => [
      `09:14:07 fabrikam.com                 Retry           3 ${trend}`,
      '         451 4.4.0 Primary target IP address did not answer',
      `09:14:07 Unreachable                  Ready           1 ${trend}`,
      '         4 message(s) in 2 queue(s)',
    ];
    assert.deepEqual(watched.lines, [...look('  new'), ...look('    =')]);
    assert.equal(watched.exitCode, 1);
    assert.equal(watched.errors.match(/WARNING: fabrikam\.com holds 3 messages, more than 2\./g)?.length, 2);
    for (const { number } of lab.ex01.queue.queues()) lab.ex01.queue.retryQueue(number, true);
    const empty = await play(shell, 'watch-queues.ps1', '-Samples', '1');
    assert.deepEqual([empty.lines, empty.exitCode], [['09:14:07 all queues are empty'], 0]);
  });

  it('who-may-relay: method, hosts and traffic of each connector, for all or for one host, as a page', async () => {
    const { shell } = await openLab();
    const all = await play(shell, 'who-may-relay.ps1', '-Html', 'relay.html');
    assert.deepEqual(all.lines.slice(-6), [
      'Connector : Anonymous Relay',
      'Method    : without authentication',
      'Hosts     : 192.168.5.10, 192.168.5.11',
      'Messages  : 2',
      'Size      : 12.5 MB',
      'Busiest   : 192.168.5.10',
    ]);
    const page = shell.files.get('relay.html') ?? '';
    assert.match(page, /<h1>Who may relay, 2026-03-02 09:14<\/h1>/);
    assert.match(page, /<td>Anonymous Relay<\/td><td>without authentication<\/td>/);
    const one = await play(shell, 'who-may-relay.ps1', '-Address', '192.168.5.11');
    assert.ok(one.lines.includes('Hosts     : 192.168.5.11'));
    const other = await play(shell, 'who-may-relay.ps1', '-Address', '8.8.8.8');
    assert.ok(!other.lines.some((line) => line.includes('Anonymous Relay')));
  });
});
