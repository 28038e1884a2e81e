import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Postern, ROOT, run, type ShellResult } from '../support/postern.ts';

const POSTERN = join(ROOT, 'bin/postern');

/** Fails to start with one line that says the remedy. */
async function refuses(args: readonly string[], expected: RegExp): Promise<void> {
  const result: ShellResult = await run(POSTERN, ['start', ...args]);
  assert.notEqual(result.status, 0);
  assert.match(result.stderr, expected);
  assert.equal(result.stderr.trim().split('\n').length, 1, result.stderr);
}

describe('design.md §2: starting, stopping and what stands in the way', () => {
  let postern: Postern;
  before(async () => {
    postern = await Postern.start();
  });
  after(() => postern[Symbol.asyncDispose]());

  it('a second server on the same folder says how to stop the first', () =>
    refuses(
      ['--data', postern.data, '--port-offset', '21000'],
      /already runs on the data folder .*postern stop --data/,
    ));

  it('a data folder that others may write is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-open-'));
    chmodSync(folder, 0o777);
    await refuses(['--data', folder], /chmod go-w/);
    rmSync(folder, { recursive: true });
  });

  it('a file in place of the data folder is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-file-'));
    writeFileSync(join(folder, 'data'), '');
    await refuses(['--data', join(folder, 'data')], /is not a folder; choose another with --data/);
    rmSync(folder, { recursive: true });
  });

  it('bad options name the option and its remedy', async () => {
    await refuses(['--port-offset', 'x'], /--port-offset takes a whole number from 0 to 62000, not "x"/);
    await refuses(['--server-name', 'a b'], /--server-name takes 1 to 15 letters/);
    await refuses(['--domain', 'a..b'], /--domain takes a name such as/);
    await refuses(['--bogus'], /'--bogus'.*postern start --help/);
  });

  it('status tells a running server from none, for people and for programs', async () => {
    const running = await run(POSTERN, ['status', '--data', postern.data, '--json']);
    assert.equal(running.status, 0);
    const facts: { running: boolean; fqdn: string; bindings: { realPort: number }[] } = JSON.parse(
      running.stdout,
    );
    assert.equal(facts.fqdn, 'ex1.contoso.com');
    assert.ok(facts.bindings.some((binding) => binding.realPort === postern.port));
    const none = await run(POSTERN, ['status', '--data', join(postern.data, 'nothing')]);
    assert.equal(none.status, 3);
    assert.match(none.stderr, /No Postern server runs on .*postern start/);
  });

  it('the shell without a server says how to start one', async () => {
    const result = await run(POSTERN, ['shell', '--data', '/nowhere', '-c', 'Get-Queue']);
    assert.equal(result.status, 1);
    assert.match(result.stderr, /No Postern server runs on \/nowhere/);
  });

  it('the socket lets only the owner in', () => {
    assert.equal(statSync(join(postern.data, 'postern.sock')).mode & 0o777, 0o600);
  });

  it('a data folder with a very long path works', async () => {
    const base = mkdtempSync(join(tmpdir(), 'postern-long-'));
    const data = join(base, 'a'.repeat(90), 'b'.repeat(60));
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const long = await Postern.start({ data });
    assert.match(await long.mustShell('(Get-ExchangeServer).Name'), /EX1/);
    assert.equal(await long.stop(), 0);
    rmSync(base, { recursive: true });
  });

  it('a binding whose port is in use is reported by the connector and by status; the others keep running', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(2600 + postern.portOffset, '0.0.0.0', resolve));
    try {
      const made = await postern.shell(
        'New-ReceiveConnector -Name "Busy" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:2600 -RemoteIPRanges 10.0.0.1',
      );
      assert.equal(made.status, 0, made.stderr);
      assert.match(made.stderr.replaceAll(/\s+/g, ' '), /WARNING: .*another program uses port/);
      const busy = (await postern.status()).bindings.find((binding) => binding.binding === '0.0.0.0:2600');
      assert.equal(busy?.state, 'failed');
      assert.match(busy?.error ?? '', /another program uses port/);
      const dialogue = await postern.connect();
      assert.match(await dialogue.reply(), /^220 /);
      dialogue.close();
    } finally {
      await new Promise<void>((resolve) => holder.close(() => resolve()));
    }
    await postern.mustShell('Set-ReceiveConnector "Busy" -Comment "again"');
    const later = (await postern.status()).bindings.find((binding) => binding.binding === '0.0.0.0:2600');
    assert.equal(later?.state, 'listening');
  });

  it('D8: a connector that is disabled refuses the next MAIL of a running session', async () => {
    await postern.mustShell(
      'New-ReceiveConnector -Name "Short" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges 127.0.9.9 -PermissionGroups AnonymousUsers -TarpitInterval 00:00:00',
    );
    const dialogue = await postern.connect({ from: '127.0.9.9' });
    await dialogue.reply();
    await dialogue.command('EHLO device');
    assert.equal(await dialogue.command('MAIL FROM:<a@contoso.com>'), '250 2.1.0 Sender OK');
    await dialogue.command('RSET');
    await postern.mustShell('Set-ReceiveConnector "Short" -Enabled $false');
    assert.equal(await dialogue.command('MAIL FROM:<a@contoso.com>'), '421 4.3.2 Service not active');
    assert.equal(await dialogue.closed(), true);
  });

  it('settings survive a restart, and so does the queue', async () => {
    const dialogue = await postern.connect({ from: '127.0.9.8' });
    await dialogue.reply();
    await dialogue.command('EHLO device');
    await dialogue.command('MAIL FROM:<a@fabrikam.com>');
    await dialogue.command('RCPT TO:<unknown@contoso.com>');
    await dialogue.command('DATA');
    assert.match(await dialogue.command('Subject: kept\r\n\r\nbody\r\n.'), /^250 /);
    dialogue.close();
    assert.equal(await postern.stop('SIGTERM'), 0);
    await postern.start();
    assert.match(await postern.mustShell('(Get-ReceiveConnector "Short").Enabled'), /False/);
    assert.match(
      await postern.mustShell('Get-MessageTrackingLog -MessageSubject kept | Format-Table EventId'),
      /RECEIVE/,
    );
    // No Send connector: the report to the sender waits in Unreachable.
    assert.match(await postern.mustShell('(Get-Queue EX1\\Unreachable).MessageCount'), /^1\s*$/);
  });

  it('stop ends the server and waits for it', async () => {
    const stopped = await run(POSTERN, ['stop', '--data', postern.data]);
    assert.equal(stopped.status, 0, stopped.stderr);
    assert.equal((await run(POSTERN, ['status', '--data', postern.data])).status, 3);
  });
});
