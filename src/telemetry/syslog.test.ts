import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseSyslogTarget } from '../config/telemetry-address.ts';
import { formatSyslog, syslogOfEvent } from './syslog-format.ts';
import { createSyslogSender } from './syslog-sender.ts';
import { AT, received } from './testing/sample-events.ts';

const ORIGIN = { facility: 'Mail', hostname: 'ex1.contoso.com', pid: 77 } as const;

describe('syslog messages', () => {
  it('RFC 5424 §6: priority, version, time, host, name, process, id, no structured data, text', () => {
    const message = { at: AT, severity: 'warning', id: 'operator', text: 'The disk\nis full' } as const;
    assert.equal(
      formatSyslog(message, ORIGIN).toString(),
      '<20>1 2026-03-02T09:14:07.123Z ex1.contoso.com postern 77 operator - The disk is full',
    );
  });
  it('an event is JSON, its id the event, a failure a warning', () => {
    const failed = received({ eventId: 'FAIL' });
    const text = syslogOfEvent({ kind: 'tracking', event: failed }, { ...ORIGIN, facility: 'Local7' });
    assert.match(
      text.toString(),
      /^<188>1 2026-03-02T09:14:07\.123Z ex1\.contoso\.com postern 77 FAIL - \{"time":/,
    );
  });
  it('a name that is none is -, and a message that is too long is cut between two characters', () => {
    const long = formatSyslog(
      { at: AT, severity: 'info', id: '', text: '日'.repeat(5000) },
      { ...ORIGIN, hostname: '' },
    );
    assert.ok(long.length <= 8192);
    assert.match(long.toString(), /^<22>1 \S+ - postern 77 - - 日+$/);
  });
  it('targets: udp, tcp and unix with their ports; anything else is none', () => {
    assert.deepEqual(parseSyslogTarget('udp://192.0.2.1'), {
      transport: 'udp',
      host: '192.0.2.1',
      port: 514,
    });
    assert.deepEqual(parseSyslogTarget('tcp://[2001:db8::1]:1601'), {
      transport: 'tcp',
      host: '2001:db8::1',
      port: 1601,
    });
    assert.deepEqual(parseSyslogTarget('unix:/run/log'), { transport: 'unix', path: '/run/log' });
    for (const text of ['192.0.2.1', 'udp://', 'http://a', 'udp://a:99999', 'unix:relative', 'udp://a b'])
      assert.equal(parseSyslogTarget(text), null, text);
  });
});

describe('syslog senders', () => {
  it('RFC 5426: one datagram a message', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const got = new Promise<string>((resolve) => socket.once('message', (data) => resolve(data.toString())));
    const sender = createSyslogSender(
      { transport: 'udp', host: '127.0.0.1', port: socket.address().port },
      () => {},
    );
    sender.send(Buffer.from('<22>1 hello'));
    assert.equal(await got, '<22>1 hello');
    sender.close();
    await new Promise<void>((resolve) => socket.close(() => resolve()));
  });
  it('RFC 6587 §3.4.1: octets are counted over TCP; messages wait for the connection', async () => {
    const server = createServer();
    const got = firstOctets(server, 22);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = isAddress(address) ? address.port : 0;
    const sender = createSyslogSender({ transport: 'tcp', host: '127.0.0.1', port }, () => {});
    sender.send(Buffer.from('<22>1 one'));
    sender.send(Buffer.from('<22>1 two'));
    assert.equal(await got, '9 <22>1 one9 <22>1 two');
    sender.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  it('lines over a local stream socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-syslog-'));
    const path = join(folder, 'log');
    const server = createServer();
    const got = firstOctets(server, 10);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const sender = createSyslogSender({ transport: 'unix', path }, () => {});
    sender.send(Buffer.from('<22>1 one'));
    assert.equal(await got, '<22>1 one\n');
    sender.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    rmSync(folder, { recursive: true });
  });
  it('a server that is away loses the newest messages beyond a limit, and says so once', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = isAddress(address) ? address.port : 0;
    await new Promise<void>((resolve) => server.close(() => resolve()));
    let reports = 0;
    const sender = createSyslogSender({ transport: 'tcp', host: '127.0.0.1', port }, () => {
      reports += 1;
    });
    for (let index = 0; index < 12_000; index++) sender.send(Buffer.from('x'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(reports, 1);
    sender.close();
  });
});

function isAddress(address: ReturnType<Server['address']>): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function firstOctets(server: Server, octets: number): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    server.on('connection', (socket) => {
      socket.on('data', (data) => {
        text += data.toString();
        if (text.length >= octets) resolve(text);
      });
    });
  });
}
