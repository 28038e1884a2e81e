import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { ServiceLogs, TransportLogs } from '../../../src/config/log-settings.ts';
import type { ConfigSnapshot } from '../../../src/config/snapshot.ts';
import { LogSet, type Service } from '../../../src/telemetry/log-set.ts';
import type { AgentAction } from '../../../src/transport/events.ts';
import type { QueueRow } from '../../../src/telemetry/other-formats.ts';
import { AT, protocolLine, received } from '../../../src/telemetry/testing/sample-events.ts';
import { snapshotWith } from '../../support/delivery-harness.ts';

const DAY = 86_400_000;
const LINE = { sessionId: '08DE0A1B2C3D4E60', connectorId: 'Out', at: AT } as const;

const QUEUE_ROW: QueueRow = {
  at: AT,
  server: 'EX1',
  queue: {
    ...{ number: 3, name: 'fabrikam.com', status: 'Retry', messageCount: 7, deferredCount: 2, retryCount: 4 },
    key: { deliveryType: 'DnsConnectorDelivery', nextHopDomain: 'fabrikam.com', nextHopConnector: 'c1' },
    ...{ lastError: '', firstRetryAt: AT, lastRetryAt: AT, nextRetryAt: AT },
    ...{ incomingRate: 2, outgoingRate: 0.5, velocity: -1.5 },
  },
};

type Field = Exclude<keyof TransportLogs, 'messageTrackingSubject'>;
type Log = Readonly<{ field: Field; directory: string; write: (logs: LogSet) => void }>;

function serviceLogs(service: Service): readonly Log[] {
  const outbound = {
    kind: 'connectivity',
    source: 'SMTP',
    destination: 'x',
    direction: '+',
    description: 'y',
  } as const;
  const agent: AgentAction = {
    ...LINE,
    kind: 'agent',
    ...{ localEndpoint: '', remoteEndpoint: '', enteredOrgFromIp: '', messageId: '' },
    ...{ p1FromAddress: 'a@b.example', p2FromAddresses: [], recipients: [], reason: '', reasonData: '' },
    agent: 'Sender Filter Agent',
    event: 'OnMailCommand',
    action: 'RejectCommand',
    smtpResponse: '',
  };
  return [
    {
      field: 'receiveProtocol',
      directory: join(service, 'ProtocolLog', 'SmtpReceive'),
      write: (logs) => logs.protocol(protocolLine(), service),
    },
    {
      field: 'sendProtocol',
      directory: join(service, 'ProtocolLog', 'SmtpSend'),
      write: (logs) => logs.protocol(protocolLine({ direction: 'send' }), service),
    },
    {
      field: 'connectivity',
      directory: join(service, 'Connectivity'),
      write: (logs) => logs.connectivity({ ...LINE, ...outbound }, service),
    },
    {
      field: 'agent',
      directory: join(service, 'AgentLog'),
      write: (logs) => logs.agent(agent, service),
    },
  ];
}

const HUB: readonly Log[] = [
  ...serviceLogs('Hub'),
  { field: 'messageTracking', directory: 'MessageTracking', write: (logs) => logs.tracking(received()) },
  { field: 'queue', directory: join('Hub', 'QueueViewer'), write: (logs) => logs.queue(QUEUE_ROW) },
];

/** Log files that follow a configuration which a test changes. */
class Lab {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'postern-log-settings-'));
  readonly logs: LogSet;
  #snapshot: ConfigSnapshot = snapshotWith();

  constructor(t: TestContext) {
    this.logs = new LogSet({
      folder: this.folder,
      getSnapshot: () => this.#snapshot,
      now: () => AT,
      lost: (error) => assert.fail(String(error)),
    });
    t.after(async () => {
      await this.logs.close();
      rmSync(this.folder, { recursive: true });
    });
  }

  set(side: 'transportLogs' | 'frontendLogs', field: Field, change: Partial<TransportLogs['agent']>): void {
    const { transportLogs, frontendLogs } = this.#snapshot;
    const changed = <T extends ServiceLogs>(logs: T): T =>
      Object.fromEntries(
        Object.entries(logs).map(([name, value]) => [name, name === field ? { ...value, ...change } : value]),
      ) as T;
    this.#snapshot =
      side === 'transportLogs'
        ? { ...this.#snapshot, transportLogs: changed(transportLogs) }
        : { ...this.#snapshot, frontendLogs: changed(frontendLogs) };
  }

  async files({ directory, write }: Log): Promise<number> {
    write(this.logs);
    await this.logs.flush();
    return readdirSync(join(this.folder, directory)).length;
  }

  age({ directory }: Log, name: string, days: number): void {
    const path = join(this.folder, directory, name);
    writeFileSync(path, 'x'.repeat(4096));
    utimesSync(path, (AT - days * DAY) / 1000, (AT - days * DAY) / 1000);
  }
}

for (const [side, logs] of [
  ['transportLogs', HUB],
  ['frontendLogs', serviceLogs('FrontEnd')],
] as const) {
  describe(`${side === 'transportLogs' ? 'Set-TransportService' : 'Set-FrontendTransportService'}: log settings hold at the next line`, () => {
    for (const log of logs) {
      it(`${log.field}: MaxFileSize`, async (t) => {
        const lab = new Lab(t);
        assert.equal(await lab.files(log), 1);
        assert.equal(await lab.files(log), 1);
        lab.set(side, log.field, { maxFileBytes: 1 });
        assert.equal(await lab.files(log), 2);
      });

      it(`${log.field}: MaxAge and MaxDirectorySize`, async (t) => {
        const lab = new Lab(t);
        await lab.files(log);
        const [name = ''] = readdirSync(join(lab.folder, log.directory));
        const old = name.replace(/\d{8}-/, '20200101-');
        for (const change of [{ maxAgeMs: DAY }, { maxDirectoryBytes: 2048 }]) {
          lab.set(side, log.field, { maxAgeMs: 0, maxDirectoryBytes: null });
          lab.age(log, old, 2);
          await lab.logs.prune();
          assert.equal(await lab.files(log), 2);
          lab.set(side, log.field, change);
          await lab.logs.prune();
          assert.equal(await lab.files(log), 1);
        }
      });
    }

    for (const log of logs.filter(({ field }) => field === 'connectivity' || field === 'agent')) {
      it(`${log.field}: Enabled`, async (t) => {
        const lab = new Lab(t);
        await lab.files(log);
        lab.set(side, log.field, { enabled: false, maxFileBytes: 1 });
        assert.equal(await lab.files(log), 1);
        lab.set(side, log.field, { enabled: true });
        assert.equal(await lab.files(log), 2);
      });
    }
  });
}
