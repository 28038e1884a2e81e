import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import {
  resolverOf,
  sendConnector,
  snapshotWith,
  startHarness,
  until,
} from '../../test/support/delivery-harness.ts';
import { startSmtpSink } from '../../test/support/smtp-sink.ts';
import { TlsReportFolder } from '../store/tls-report-folder.ts';
import type { TlsReport } from '../telemetry/tls-reports.ts';
import { TlsReports } from '../telemetry/tls-reports.ts';
import type { DnsAnswer } from '../transport/resolver-port.ts';
import { createTlsReportMailer } from './tls-report-mailer.ts';
import type { SendTlsReports } from './tls-report-mailer.ts';
import { TlsReportRounds } from './tls-report-rounds.ts';
import { tlsReportView } from './tls-report-view.ts';

const DAY = '2026-11-24';
const HOUR_MS = 3_600_000;
const MIDNIGHT = Date.parse('2026-11-25T00:00:00Z');

/** Of that day: a domain for each name. */
function reportsOn(...domains: readonly string[]): readonly TlsReport[] {
  const made = new TlsReports({
    organization: () => ({ name: 'ex1.contoso.com', contact: 'postmaster@contoso.com' }),
    finished: () => undefined,
  });
  for (const domain of domains)
    made.count({
      kind: 'tlsPolicy',
      at: MIDNIGHT - HOUR_MS,
      domain,
      policy: 'no-policy-found',
      policyLines: [],
      policyMx: [],
      host: `mx.${domain}`,
      address: '192.0.2.1',
      result: 'starttls-not-supported',
    });
  return made.reports();
}

const RECORDS: Readonly<Record<string, DnsAnswer<string>>> = {
  '_smtp._tls.fabrikam.com': {
    kind: 'found',
    records: ['v=TLSRPTv1; rua=mailto:tls@reports.fabrikam.com,https://fabrikam.com/v1'],
  },
  '_smtp._tls.web.example': { kind: 'found', records: ['v=TLSRPTv1; rua=https://web.example/v1'] },
  '_smtp._tls.slow.example': { kind: 'failed', reason: 'SERVFAIL' },
};

const { signal } = new AbortController();
const resolver = resolverOf({ txt: async (name) => RECORDS[name] ?? { kind: 'nxdomain' } });

test('RFC 8460 §5.3: a report is mailed to whom the domain names, from nobody, with its fields and attachment', async () => {
  const taking = await startSmtpSink();
  const harness = startHarness(snapshotWith({ sendConnectors: [sendConnector({ port: taking.port })] }));
  try {
    const reports = reportsOn('fabrikam.com', 'web.example', 'slow.example', 'silent.example');
    const send = createTlsReportMailer({
      getSnapshot: () => snapshotWith(),
      store: harness.store,
      resolver,
      events: { track: () => undefined, protocol: () => undefined },
      accepted: harness.delivery.accepted,
      now: Date.now,
    });
    assert.deepEqual(await send(reports, signal), {
      'fabrikam.com': { state: 'Queued', detail: 'tls@reports.fabrikam.com' },
      'web.example': { state: 'NoAddress', detail: 'https://web.example/v1' },
      'slow.example': { state: 'Failed', detail: 'DNS query failed: SERVFAIL' },
      'silent.example': { state: 'NotAsked', detail: '' },
    });
    await until(() => taking.messages.length === 1, 'the report arrives');
    const [message] = taking.messages;
    assert.equal(message?.mailFrom, '');
    assert.deepEqual(
      message.recipients.map(({ address }) => address),
      ['tls@reports.fabrikam.com'],
    );
    const text = message.content.toString('latin1');
    for (const line of [
      'From: postmaster@contoso.com',
      'To: tls@reports.fabrikam.com',
      `Subject: Report Domain: fabrikam.com\r\n Submitter: ex1.contoso.com\r\n Report-ID: <${DAY}_fabrikam.com@ex1.contoso.com>`,
      'TLS-Report-Domain: fabrikam.com',
      'TLS-Report-Submitter: ex1.contoso.com',
      'Auto-Submitted: auto-generated',
    ])
      assert.ok(text.includes(`${line}\r\n`), line);
    assert.match(text, /Content-Type: multipart\/report; report-type="tlsrpt";/);
    assert.match(text, /filename="ex1\.contoso\.com!fabrikam\.com!1795478400!1795564799\.json\.gz"/);
    const encoded = /application\/tlsrpt\+gzip[^]*?\r\n\r\n(?<base64>[^]*?)\r\n--/.exec(text)?.groups?.[
      'base64'
    ];
    const attached: unknown = JSON.parse(gunzipSync(Buffer.from(encoded ?? '', 'base64')).toString());
    assert.deepEqual(attached, structuredClone(reports[0]));
  } finally {
    await harness.stop();
    await taking.close();
  }
});

test('RFC 5321 §4.5.5: a report that cannot be delivered is answered by no report', async () => {
  const harness = startHarness(
    snapshotWith({ sendConnectors: [sendConnector({ smartHosts: ['[127.0.0.1]'] })] }),
  );
  try {
    const send = createTlsReportMailer({
      getSnapshot: () => snapshotWith(),
      store: harness.store,
      resolver,
      events: { track: () => undefined, protocol: () => undefined },
      accepted: harness.delivery.accepted,
      now: Date.now,
    });
    await send(reportsOn('fabrikam.com'), signal);
    harness.advance(25 * HOUR_MS);
    await until(() => harness.store.stats().messages === 0, 'the report expires and nothing is left');
    assert.deepEqual(
      harness.events.map(({ eventId }) => eventId).filter((eventId) => eventId !== 'DEFER'),
      ['FAIL'],
    );
  } finally {
    await harness.stop();
  }
});

type Rounds = Readonly<{
  folder: TlsReportFolder;
  /** At so many hours after midnight. @returns the domains that were sent to */
  run: (hours: number) => Promise<readonly string[]>;
  mailing: () => Promise<readonly string[]>;
  set: (changes: Partial<{ on: boolean; fails: boolean }>) => void;
}>;

async function rounds(t: TestContext, on: boolean): Promise<Rounds> {
  const data = await mkdtemp(join(tmpdir(), 'postern-tls-reports-'));
  t.after(async () => await rm(data, { recursive: true, force: true }));
  const folder = new TlsReportFolder(data);
  const reports = reportsOn('fabrikam.com', 'slow.example');
  await folder.saveDay(DAY, JSON.stringify(reports));
  const state = { on, fails: true, now: MIDNIGHT };
  const world = { folder, isOn: () => state.on, now: () => state.now, random: () => 0.5 };
  let made = new TlsReportRounds(world);
  return {
    folder,
    set: (changes) => void Object.assign(state, changes),
    async run(hours) {
      state.now = MIDNIGHT + hours * HOUR_MS;
      const sent: string[] = [];
      const send: SendTlsReports = async (some) => {
        const names = some.flatMap(({ policies }) => policies.map(({ policy }) => policy['policy-domain']));
        sent.push(...names);
        const stateOf = (name: string): 'Failed' | 'Queued' =>
          name === 'slow.example' && state.fails ? 'Failed' : 'Queued';
        return Object.fromEntries(names.map((name) => [name, { state: stateOf(name), detail: 'x' }]));
      };
      await made.run(send, signal);
      return sent;
    },
    async mailing() {
      // What a restart knows.
      made = new TlsReportRounds(world);
      const place = { day: DAY, today: '2026-11-25', mailed: await made.outcomes() };
      return reports.flatMap((one) => tlsReportView(one, place).map(({ mailing }) => mailing));
    },
  };
}

test('a day is mailed hours after its end, once for each domain over restarts, and again where a look-up failed', async (t) => {
  const it = await rounds(t, true);
  assert.deepEqual(await it.run(2.4), [], 'between one and four hours, here two and a half');
  assert.deepEqual(await it.mailing(), ['Open', 'Open']);
  assert.deepEqual(await it.run(2.6), ['fabrikam.com', 'slow.example']);
  assert.deepEqual(await it.run(2.7), [], 'not before an hour');
  assert.deepEqual(await it.mailing(), ['Queued: x', 'Failed: x']);
  it.set({ fails: false });
  assert.deepEqual(await it.run(4), ['slow.example']);
  assert.deepEqual(await it.run(6), []);
  assert.deepEqual(await it.mailing(), ['Queued: x', 'Queued: x']);
  assert.deepEqual(await it.run(30), [], 'the day after it there is nothing to report');
});

test('off by default: nothing is looked up, and what was counted then is not mailed later', async (t) => {
  const it = await rounds(t, false);
  assert.equal(snapshotWith().transportConfig.tlsReportsEnabled, false);
  assert.deepEqual(await it.run(3), []);
  it.set({ on: true });
  assert.deepEqual(await it.run(9), []);
  assert.deepEqual(await it.mailing(), ['Off', 'Off']);
});
