import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import { after, before, describe, it } from 'node:test';
import { KnownServers } from '../../src/cli/known-servers.ts';
import { type CallOptions, request } from '../support/api-client.ts';
import { Postern, ROOT, run, type ShellResult } from '../support/postern.ts';
import { freePort } from '../support/free-port.ts';

const PASSWORD_FILE = 'initial-admin-password';
let server: Postern;
let base: string;

before(async () => {
  server = await Postern.start({
    args: ['--server-name', 'EX1', '--fqdn', 'ex1.contoso.com', '--domain', 'contoso.com', '--sandbox'],
  });
  base = `http://127.0.0.1:${8080 + server.portOffset}`;
  await server.mustShell(`New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIpRanges 127.0.5.10
Set-ReceiveConnector "Anonymous Relay" -PermissionGroups AnonymousUsers
Get-ReceiveConnector "Anonymous Relay" | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights "Ms-Exch-SMTP-Accept-Any-Recipient"`);
});
after(() => server[Symbol.asyncDispose]());

const call = (path: string, options?: CallOptions): ReturnType<typeof request> =>
  request(`${base}${path}`, options);

async function signIn(): Promise<Readonly<Record<string, string>>> {
  const password = readFileSync(join(server.data, PASSWORD_FILE), 'utf8').trim();
  const answer = await call('/api/v1/session', { method: 'POST', body: { user: 'admin', password } });
  assert.equal(answer.status, 200, answer.text);
  return { cookie: answer.cookie, 'x-postern-csrf': answer.json.csrf };
}

async function relay(from: string, recipient: string): Promise<number> {
  const dialogue = await server.connect({ from });
  try {
    for (const line of ['', 'EHLO printer.contoso.com', 'MAIL FROM:<chris@contoso.com>'])
      await (line === '' ? dialogue.reply() : dialogue.command(line));
    const reply = await dialogue.command(`RCPT TO:<${recipient}>`);
    if (!reply.startsWith('250')) return Number(reply.slice(0, 3));
    await dialogue.command('DATA');
    const last = await dialogue.command('Subject: =?utf-8?B?44OG44K544OI?=\r\n\r\nHello\r\n.');
    return Number(last.slice(0, 3));
  } finally {
    dialogue.close();
  }
}

describe('first administrator', () => {
  it('design.md §2: a random password, printed once and kept readable by the owner alone', () => {
    const path = join(server.data, PASSWORD_FILE);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.ok(server.output.includes(readFileSync(path, 'utf8').trim()));
  });
});

describe('reports of a server at work', () => {
  it('a relayed and a refused message show in overview, history, devices and drop', async () => {
    assert.equal(await relay('127.0.5.10', 'kate@fabrikam.com'), 250);
    assert.equal(await relay('127.0.5.12', 'kate@fabrikam.com'), 550);
    const headers = await signIn();
    let overview = await call('/api/v1/overview', { headers });
    for (let wait = 0; overview.json.counters.delivered === 0 && wait < 100; wait++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      overview = await call('/api/v1/overview', { headers });
    }
    const { counters, relayers, certificates, disk } = overview.json;
    assert.deepEqual(
      { ...counters, sessions: 0 },
      { sessions: 0, accepted: 1, refused: 1, delivered: 1, deferred: 0, failed: 0 },
    );
    assert.deepEqual(relayers, [
      {
        connector: 'Anonymous Relay',
        bindings: ['0.0.0.0:25'],
        ranges: ['127.0.5.10'],
        method: 'anonymous',
        users: 0,
        mayRelayTo: 'anyRecipient',
      },
    ]);
    assert.equal(certificates[0].expiring, false);
    assert.ok(disk.freeBytes > 0);
    const history = await call('/api/v1/history?minutes=5', { headers });
    assert.equal(history.json.series.accepted.length, 5);
    assert.equal(
      history.json.series.accepted.reduce((sum: number, one: number) => sum + one, 0),
      1,
    );
    const devices = await call('/api/v1/devices', { headers });
    const printer = devices.json.find((device: { address: string }) => device.address === '127.0.5.10');
    assert.deepEqual(
      [printer.connector, printer.helo, printer.senders, printer.messages, printer.volume.at(-1)],
      ['Anonymous Relay', ['printer.contoso.com'], ['chris@contoso.com'], 1, 1],
    );
    assert.match(printer.why, /127\.0\.5\.10 \(1 address\) is the most specific match/);
    const refused = devices.json.find((device: { address: string }) => device.address === '127.0.5.12');
    assert.deepEqual(refused.limits, ['ms-Exch-SMTP-Accept-Any-Recipient']);
    const drop = await call('/api/v1/drop', { headers });
    assert.deepEqual(
      [drop.json[0].from, drop.json[0].to, drop.json[0].subject],
      ['chris@contoso.com', ['kate@fabrikam.com'], 'テスト'],
    );
    const source = await call(`/api/v1/drop/${drop.json[0].id}`, { headers });
    assert.match(source.text, /\r\nHello\r\n/);
  });

  it('events: dialogues with secrets masked, filtered by address; changes as they are made', async () => {
    const headers = await signIn();
    const abort = new AbortController();
    const query = 'remote=127.0.5.0/24&types=dialogue,change';
    const stream = await fetch(`${base}/api/v1/events?${query}`, { headers, signal: abort.signal });
    assert.equal(stream.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    let seen = '';
    const reading = (async () => {
      for await (const chunk of stream.body ?? []) seen += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    const secret = Buffer.from('\0kate\0hunter2').toString('base64');
    for (const from of ['127.0.5.12', '127.0.6.1']) {
      const dialogue = await server.connect({ from, port: 587 });
      await dialogue.reply();
      await dialogue.command(`EHLO from-${from}`);
      await dialogue.command(`AUTH PLAIN ${secret}`);
      dialogue.close();
    }
    await server.mustShell('Set-TransportConfig -MaxSendSize 21MB');
    for (let wait = 0; !seen.includes('Set-TransportConfig') && wait < 100; wait++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    abort.abort();
    await reading;
    assert.match(seen, /"direction":"<","line":"EHLO from-127\.0\.5\.12"/);
    assert.match(seen, /"line":"AUTH PLAIN <authentication information>"/);
    assert.ok(!seen.includes(secret));
    assert.ok(!seen.includes('127.0.6.1'));
    assert.match(seen, /event: change\ndata: {"command":"Set-TransportConfig"/);
  });

  it('a suspended message is exported as .eml; one that is not says why', async () => {
    const headers = await signIn();
    await server.mustShell('Set-SendConnector "Sandbox drop folder" -Enabled $false');
    assert.equal(await relay('127.0.5.10', 'kate@wingtip.example'), 250);
    const found = await server.mustShell('Get-Message | ForEach-Object { "$($_.Identity)" }');
    const [, queue = '', id = ''] = found.trim().split('\\');
    const path = `/api/v1/messages/${encodeURIComponent(queue)}/${id}.eml`;
    const refused = await call(path, { headers });
    assert.match(refused.json.error.message, /isn't suspended/);
    await server.mustShell('Get-Message | Suspend-Message -Confirm:$false');
    const exported = await call(path, { headers });
    assert.equal(exported.status, 200, exported.text);
    assert.match(exported.text, /Hello/);
    await server.mustShell('Set-SendConnector "Sandbox drop folder" -Enabled $true');
  });

  it('mail without a Send connector counts as unreachable until there is one', async () => {
    const headers = await signIn();
    const unreachable = async (): Promise<number> =>
      (await call('/api/v1/overview', { headers })).json.queues.unreachable;
    const reaches = async (count: number): Promise<void> => {
      for (let wait = 0; (await unreachable()) !== count && wait < 100; wait++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(await unreachable(), count);
    };
    const before = await unreachable();
    await server.mustShell('Get-SendConnector | Set-SendConnector -Enabled $false');
    assert.equal(await relay('127.0.5.10', 'kate@fabrikam.com'), 250);
    await reaches(before + 1);
    await server.mustShell('Get-SendConnector | Set-SendConnector -Enabled $true');
    await reaches(before);
  });
});

describe('persistence', () => {
  it('the audit log keeps who, from where, before and after', async () => {
    const headers = await signIn();
    const body = { parameters: { Identity: 'Anonymous Relay', RemoteIPRanges: { Add: '127.0.5.11' } } };
    const set = await call('/api/v1/commands/Set-ReceiveConnector', { method: 'POST', headers, body });
    assert.equal(set.status, 200, set.text);
    const shown = await server.mustShell(
      'Search-AdminAuditLog -Cmdlets Set-ReceiveConnector -UserIds admin | ForEach-Object { "$($_.ClientIP) $($_.ModifiedProperties[0].Name) $($_.ModifiedProperties[0].OldValue) $($_.ModifiedProperties[0].NewValue)" }',
    );
    assert.equal(shown.trim(), '127.0.0.1 RemoteIPRanges 127.0.5.10 127.0.5.10,127.0.5.11');
  });

  it('devices are remembered and tokens hold over a restart; sessions end with the server', async () => {
    const headers = await signIn();
    const made = await server.mustShell('(New-ApiToken "e2e" -User admin).Token');
    assert.equal(await server.stop(), 0);
    await server.start();
    assert.equal((await call('/api/v1/session', { headers })).status, 401);
    const authorization = { authorization: `Bearer ${made.trim()}` };
    const devices = await call('/api/v1/devices', { headers: authorization });
    assert.ok(devices.json.some((device: { address: string }) => device.address === '127.0.5.10'));
  });

  it('a new password ends the file of the first one', async () => {
    await server.mustShell(
      'Set-Administrator admin -Password (ConvertTo-SecureString "battery staple" -AsPlainText -Force)',
    );
    assert.equal(existsSync(join(server.data, PASSWORD_FILE)), false);
  });
});

describe('bin/postern shell --server', () => {
  let remote: Postern;
  let url: string;
  let token: string;
  const home = mkdtempSync(join(tmpdir(), 'postern-home-'));

  before(async () => {
    const port = await freePort();
    remote = await Postern.start({ args: ['--server-name', 'EX2', '--admin', `0.0.0.0:${port}`] });
    url = `https://127.0.0.1:${port}`;
    token = (await remote.mustShell('(New-ApiToken "e2e" -User admin).Token')).trim();
  });
  after(async () => {
    await remote[Symbol.asyncDispose]();
    rmSync(home, { recursive: true, force: true });
  });

  const shell = (address: string, more: NodeJS.ProcessEnv = {}): Promise<ShellResult> =>
    run(join(ROOT, 'bin/postern'), ['shell', '--server', address, '-c', '(Get-ExchangeServer).Name'], '', {
      env: { ...process.env, XDG_CONFIG_HOME: home, POSTERN_TOKEN: token, ...more },
    });

  it('a certificate nobody vouches for is not trusted without being asked for', async () => {
    const { status, stderr } = await shell(url);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /No authority vouches for the certificate of 127\.0\.0\.1:\d+ \(SHA-256 [0-9A-F:]{95}\)/,
    );
  });

  it('one that was trusted is; another one at the same address is told as what it may be', async () => {
    const known = new KnownServers(join(home, 'postern', 'known-servers.json'));
    const certificate = await shownCertificate(Number(new URL(url).port));
    known.remember(new URL(url).host, certificate.fingerprint256);
    assert.equal(statSync(known.path).mode & 0o777, 0o600);
    const good = await shell(url);
    assert.deepEqual([good.status, good.stdout.trim(), good.stderr], [0, 'EX2', '']);
    known.remember(new URL(url).host, certificate.fingerprint256.replace(/^../, '00'));
    const bad = await shell(url);
    assert.equal(bad.status, 1);
    assert.match(bad.stderr, /another certificate than the one you trusted.*nothing was sent/s);
  });

  it('a certificate put in the place of another is shown from the next connection on, without a restart', async () => {
    const port = Number(new URL(url).port);
    const before = await shownCertificate(port);
    const made = await remote.mustShell(
      '$old = Get-ExchangeCertificate; (New-ExchangeCertificate -DomainName $old.CertificateDomains -Services SMTP -Force).Thumbprint',
    );
    const thumbprint = /[0-9A-F]{40}/.exec(made)?.[0];
    const now = await shownCertificate(port);
    assert.notEqual(now.fingerprint256, before.fingerprint256);
    assert.equal(now.fingerprint.replaceAll(':', ''), thumbprint);
  });

  it('a password or token never goes out in clear', async () => {
    const { status, stderr } = await shell('http://192.0.2.1:8080');
    assert.equal(status, 2);
    assert.match(stderr, /not sent in clear/);
  });

  it('loopback is plain HTTP; a wrong token says what to do', async () => {
    const { stderr } = await shell(base, { POSTERN_TOKEN: 'x'.repeat(47) });
    assert.match(stderr, /Sign in first/);
  });
});

function shownCertificate(port: number): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate());
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
