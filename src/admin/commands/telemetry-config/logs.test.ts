import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Value } from '../../contract/values.ts';
import { createAdminBench } from '../../testing/admin-bench.ts';

const DAY = 86_400_000;
const size = (bytes: number): Value => ({ $: 'size', bytes });

describe('settings of logs', () => {
  it('mail-flow.md §6.1: Set-TransportService sets age and sizes, and Get- shows them', async () => {
    const bench = createAdminBench();
    await bench.ok('Set-TransportService', {
      Identity: 'EX1',
      MessageTrackingLogMaxAge: { $: 'timespan', ms: 5 * DAY },
      MessageTrackingLogMaxDirectorySize: size(50_000_000),
      ReceiveProtocolLogMaxFileSize: '1MB',
      MessageTrackingLogSubjectLoggingEnabled: false,
      QueueLogMaxDirectorySize: 'unlimited',
      ConnectivityLogEnabled: false,
    });
    const { transportLogs } = bench.store.current;
    assert.equal(transportLogs.messageTracking.maxAgeMs, 5 * DAY);
    assert.equal(transportLogs.messageTracking.maxDirectoryBytes, 50_000_000);
    assert.equal(transportLogs.receiveProtocol.maxFileBytes, 1_048_576);
    assert.equal(transportLogs.messageTrackingSubject, false);
    assert.equal(transportLogs.queue.maxDirectoryBytes, null);
    assert.equal(transportLogs.connectivity.enabled, false);
    const shown = await bench.ok('Get-TransportService');
    const text = JSON.stringify(shown);
    assert.match(text, /"MessageTrackingLogSubjectLoggingEnabled",false/);
    assert.match(text, /"ReceiveProtocolLogPath","logs\/Hub\/ProtocolLog\/SmtpReceive"/);
  });
  it('a file larger than its folder, an age out of range and a path are refused', async () => {
    const bench = createAdminBench();
    const set = (parameters: Readonly<Record<string, Value>>): Promise<string> =>
      bench.fails('Set-TransportService', { Identity: 'EX1', ...parameters });
    assert.match(
      await set({ SendProtocolLogMaxFileSize: '300MB' }),
      /^E09: SendProtocolLogMaxFileSize \(300 MB .*must not be greater than SendProtocolLogMaxDirectorySize/,
    );
    assert.match(await set({ AgentLogMaxFileSize: 'unlimited' }), /AgentLogMaxFileSize \(unlimited\)/);
    assert.match(await set({ AgentLogMaxAge: { $: 'timespan', ms: -1 } }), /AgentLogMaxAge/);
    assert.match(await set({ ReceiveProtocolLogPath: '/var/log' }), /ReceiveProtocolLogPath/);
  });
  it('Set-FrontendTransportService changes the logs of the Front End alone', async () => {
    const bench = createAdminBench();
    const before = bench.store.current;
    await bench.ok('Set-FrontendTransportService', {
      Identity: 'EX1',
      ReceiveProtocolLogMaxAge: { $: 'timespan', ms: 90 * DAY },
    });
    assert.equal(bench.store.current.frontendLogs.receiveProtocol.maxAgeMs, 90 * DAY);
    assert.equal(bench.store.current.transportLogs, before.transportLogs);
    assert.match(JSON.stringify(await bench.ok('Get-FrontendTransportService')), /90\.00:00:00|7776000000/);
  });
});

describe('Set-TelemetryConfig', () => {
  const refusals: readonly (readonly [string, Value, RegExp])[] = [
    ['MetricsBinding', '0.0.0.0:9464', /loopback alone/],
    ['MetricsBinding', 'nonsense', /loopback alone/],
    ['SyslogTarget', '192.0.2.1:514', /udp:\/\/host:port/],
    ['TraceEndpoint', 'ftp://a/', /http or https/],
    ['TraceEndpoint', 'http://user:secret@a/', /without a password/],
    ['TracePercent', 101, /0 to 100/],
    ['JsonLogMaxFileSize', '300MB', /JsonLogMaxDirectorySize/],
  ];
  for (const [parameter, value, message] of refusals) {
    it(`refuses -${parameter} ${JSON.stringify(value)}`, async () => {
      assert.match(await createAdminBench().fails('Set-TelemetryConfig', { [parameter]: value }), message);
    });
  }
  it('sets and clears each place', async () => {
    const bench = createAdminBench();
    await bench.ok('Set-TelemetryConfig', {
      SyslogTarget: 'tcp://[::1]:601',
      SyslogFacility: 'Local3',
      TraceEndpoint: 'http://127.0.0.1:4318/v1/traces',
      TracePercent: 10,
      LogRollover: 'Hourly',
      MetricsBinding: null,
    });
    const { syslogTarget, syslogFacility, logRollover, metricsBinding } = bench.store.current.telemetry;
    assert.deepEqual(
      { syslogTarget, syslogFacility, logRollover, metricsBinding },
      {
        syslogTarget: 'tcp://[::1]:601',
        syslogFacility: 'Local3',
        logRollover: 'Hourly',
        metricsBinding: null,
      },
    );
    await bench.ok('Set-TelemetryConfig', { SyslogTarget: null });
    assert.equal(bench.store.current.telemetry.syslogTarget, null);
  });
});
