import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { net } from '../support/article-net.ts';
import type { Postern } from '../support/postern.ts';
import { articleServer, attempt, deliver, METHOD_1_STEP_1, METHOD_1_STEP_2 } from '../support/relay.ts';

describe('logs of a running server', () => {
  let postern: Postern;
  before(async () => {
    postern = await articleServer(METHOD_1_STEP_1, METHOD_1_STEP_2);
  });
  after(() => postern[Symbol.asyncDispose]());

  const lines = (folder: string): string[] => {
    const path = join(postern.data, 'logs', folder);
    if (!existsSync(path)) return [];
    const files = readdirSync(path).map((name) => readFileSync(join(path, name), 'utf8'));
    return files.flatMap((text) =>
      text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#')),
    );
  };
  const send = (subject: string): Promise<string> =>
    deliver(postern, net.printer, { content: `Subject: ${subject}\r\n\r\nbody` });
  const settled = async (holds: () => boolean, what: string): Promise<void> => {
    const end = Date.now() + 10_000;
    while (!holds()) {
      if (Date.now() > end) throw new Error(`did not happen: ${what}`);
      await delay(50);
    }
  };
  const metrics = async (): Promise<string> => {
    const url = `http://127.0.0.1:${9464 + postern.portOffset}/metrics`;
    return await (await fetch(url, { signal: AbortSignal.timeout(5000) })).text();
  };

  it('mail-flow.md §6.5: a relayed message is RECEIVE, then SEND, in MSGTRK as in Get-MessageTrackingLog', async () => {
    assert.match(await send('first'), /^250/);
    await settled(() => lines('MessageTracking').length === 2, 'two lines of tracking');
    const [receive = '', sent = ''] = lines('MessageTracking');
    assert.match(receive, /,EX1\\Anonymous Relay,SMTP,RECEIVE,/);
    assert.match(sent, /,Sandbox drop folder,GATEWAY,SEND,/);
  });
  it('settings act at once: no subject, then no tracking, then JSON lines in hourly files', async () => {
    await postern.mustShell('Set-TransportService EX1 -MessageTrackingLogSubjectLoggingEnabled $false');
    await send('hidden');
    await settled(() => lines('MessageTracking').length === 4, 'four lines of tracking');
    assert.ok(!lines('MessageTracking').join('\n').includes('hidden'));
    await postern.mustShell(
      'Set-TransportService EX1 -MessageTrackingLogEnabled $false; Set-TelemetryConfig -JsonLogEnabled $true -LogRollover Hourly',
    );
    await send('untracked');
    await settled(() => lines('Json').length === 2, 'two lines of JSON');
    assert.equal(lines('MessageTracking').length, 4);
    assert.match(readdirSync(join(postern.data, 'logs/Json'))[0] ?? '', /^EVENTS\d{10}-1\.LOG$/);
    assert.equal((await postern.mustShell('(Get-MessageTrackingLog | measure).Count')).trim(), '4');
  });
  it('a refusal names its connector, right and session in the events, and is counted', async () => {
    await attempt(postern, net.stranger);
    await settled(() => lines('Json').some((line) => line.includes('"kind":"refused"')), 'a refusal');
    const refused = lines('Json').find((line) => line.includes('"kind":"refused"')) ?? '';
    assert.match(refused, /"code":550,"status":"5\.7\.1","by":"ms-Exch-SMTP-Accept-Any-Recipient"/);
    const text = await metrics();
    assert.match(text, /^postern_refusals_total\{connector="EX1\\\\[^"]+",code="550",by="[^"]+"\} 1$/m);
    assert.match(text, /^postern_events_total\{event="SEND",source="GATEWAY"\} 3$/m);
  });
  it('syslog begins and ends with its setting', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const got: string[] = [];
    socket.on('message', (data) => got.push(data.toString()));
    await postern.mustShell(`Set-TelemetryConfig -SyslogTarget udp://127.0.0.1:${socket.address().port}`);
    await send('to syslog');
    await settled(() => got.length >= 2, 'two messages');
    assert.match(got[0] ?? '', /^<22>1 \S+ ex1\.contoso\.com postern \d+ RECEIVE - \{"time"/);
    await postern.mustShell('Set-TelemetryConfig -SyslogTarget $null');
    got.length = 0;
    await send('not to syslog');
    await delay(300);
    assert.deepEqual(got, []);
    socket.close();
  });
  it('the metrics listener moves with its setting', async () => {
    // No other server of a test has a port with this end: 9465 is also the 465 of one whose offset is 9,000 higher.
    const port = 9466;
    await postern.mustShell(`Set-TelemetryConfig -MetricsBinding 127.0.0.1:${port}`);
    await assert.rejects(metrics());
    const at = `http://127.0.0.1:${port + postern.portOffset}`;
    assert.equal((await fetch(`${at}/readyz`, { signal: AbortSignal.timeout(5000) })).status, 200);
    assert.equal((await fetch(`${at}/healthz`, { signal: AbortSignal.timeout(5000) })).status, 200);
  });
  it('a log disk that is full does not stop mail, and the operator is told once', async () => {
    const verbose = 'Set-ReceiveConnector "Anonymous Relay" -ProtocolLoggingLevel Verbose';
    const stamp = new Date().toISOString().replaceAll(/[-T]/g, '');
    const folder = join(postern.data, 'logs/Json');
    for (const name of [stamp.slice(0, 10), nextHour(stamp)]) {
      for (const number of [2, 3]) symlinkSync('/dev/full', join(folder, `EVENTS${name}-${number}.LOG`));
    }
    await postern.mustShell(`${verbose}; Set-TelemetryConfig -JsonLogMaxFileSize 100B`);
    for (let n = 0; n < 20; n++) assert.match(await send(`full ${n}`), /^250/);
    await settled(() => postern.output.includes('Log lines could not be written'), 'the warning');
    assert.equal(postern.output.split('Log lines could not be written').length, 2);
    assert.match(await send('after'), /^250/);
  });
});

function nextHour(stamp: string): string {
  return `${stamp.slice(0, 8)}${String((Number(stamp.slice(8, 10)) + 1) % 24).padStart(2, '0')}`;
}
