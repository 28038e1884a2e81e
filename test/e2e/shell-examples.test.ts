import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { net } from '../support/article-net.ts';
import { Postern, ROOT, run, type ShellResult } from '../support/postern.ts';

/** The sample scripts, as an administrator runs them: `bin/postern shell script.ps1 arguments`. */
describe('examples/ against a real server', () => {
  let postern: Postern;
  const folder = mkdtempSync(join(tmpdir(), 'postern-examples-'));

  before(async () => {
    postern = await Postern.start();
    await postern.mustShell(
      `New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges ${net.printer} | Out-Null; ` +
        'Set-ReceiveConnector "Anonymous Relay" -PermissionGroups AnonymousUsers; ' +
        'Add-ADPermission "Anonymous Relay" -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient | Out-Null',
    );
  });
  after(async () => {
    await postern[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const script = (name: string, ...args: readonly string[]): Promise<ShellResult> =>
    run(join(ROOT, 'bin/postern'), ['shell', '--data', postern.data, join(ROOT, 'examples', name), ...args]);

  it('add-relay-addresses: addresses from a file, a report, an exit status', async () => {
    const csv = join(folder, 'addresses.csv');
    const report = join(folder, 'done.csv');
    writeFileSync(csv, 'Connector,Address\r\nAnonymous Relay,127.0.9.9\r\nAnonymous Relay,nonsense\r\n');
    const { status, stdout, stderr } = await script('add-relay-addresses.ps1', csv, '-Report', report);
    assert.deepEqual([status, stderr], [1, '']);
    assert.match(stdout, /Anonymous Relay 127\.0\.9\.9 added/);
    assert.match(readFileSync(report, 'utf8'), /"2","Anonymous Relay","127\.0\.9\.9","added"/);
    const ranges = await postern.mustShell(
      '(Get-ReceiveConnector "Anonymous Relay").RemoteIPRanges -join ","',
    );
    assert.ok(ranges.includes('127.0.9.9'), ranges);
  });

  it('audit-relay-permissions, who-may-relay and watch-queues: each says what there is', async () => {
    const audit = await script('audit-relay-permissions.ps1');
    assert.equal(audit.stderr, '');
    assert.match(
      audit.stdout,
      /INFO +EX1\\Anonymous Relay Relays for \d+ address\(es\) without authentication\./,
    );
    const who = await script('who-may-relay.ps1', '-Html', join(folder, 'relay.html'));
    assert.deepEqual([who.status, who.stderr], [0, '']);
    assert.match(who.stdout, /Connector : Anonymous Relay\s+Method {4}: without authentication/);
    assert.match(readFileSync(join(folder, 'relay.html'), 'utf8'), /<td>Anonymous Relay<\/td>/);
    const queues = await script('watch-queues.ps1', '-Samples', '2', '-Seconds', '1');
    assert.deepEqual([queues.status, queues.stderr], [0, '']);
    assert.equal(queues.stdout.match(/all queues are empty/g)?.length, 2);
  });

  it('copy-receive-connectors: a server that is not there is an error, and nothing is copied', async () => {
    const { stdout, stderr } = await script('copy-receive-connectors.ps1', '-From', 'EX1', '-To', 'EX9');
    assert.match(stderr, /object 'EX9' couldn't be found/);
    assert.match(stdout, /0 connector\(s\) copied from EX1 to EX9\./);
  });
});
