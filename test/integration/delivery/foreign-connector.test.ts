import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TransportService } from '../../../src/config/organization.ts';
import type { ForeignSettings, SendConnector } from '../../../src/config/send-connector.ts';
import { createDropFolder } from '../../../src/store/drop-folder.ts';
import {
  type Harness,
  pending,
  sendConnector,
  snapshotWith,
  startHarness,
  until,
} from '../../support/delivery-harness.ts';

const MESSAGE =
  'X-MS-Exchange-Organization-SCL: 1\r\nReceived: from a by b; today\r\nSubject: t\r\n\r\nHello\r\n';
const QUIET: ForeignSettings = { dropDirectoryQuotaBytes: null, relayDsnRequired: false };

function archive(changes: Partial<SendConnector> = {}): SendConnector {
  const addressSpaces = [{ type: 'SMTP', domain: '*.archive.example', cost: 1 }];
  return sendConnector({
    name: 'Archive',
    guid: 'archive',
    smartHosts: [],
    addressSpaces,
    maxMessageSize: null,
    dropDirectory: 'Archive',
    foreign: QUIET,
    ...changes,
  });
}

/** Reports about the mail would go to `x.example`, which has a folder of its own. */
const REPORTS = sendConnector({ name: 'Reports', smartHosts: [], dropDirectory: 'reports' });

type Lab = Readonly<{
  root: string;
  harness: Harness;
  set(connector: Partial<SendConnector>, service?: Partial<TransportService>): void;
  send(notify?: readonly ['SUCCESS']): Promise<void>;
  /** Finished ones. */
  files(folder: string): readonly string[];
}>;

async function withArchive(run: (lab: Lab) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'postern-foreign-'));
  await mkdir(join(root, 'TransportRoles/Drop/Archive'), { recursive: true });
  const { transportService } = snapshotWith();
  const snapshot = (connector: Partial<SendConnector>, service: Partial<TransportService> = {}) =>
    snapshotWith({
      sendConnectors: [archive(connector), REPORTS],
      transportService: { ...transportService, ...service },
    });
  const harness = startHarness(snapshot({}), { dropFolder: createDropFolder(root) });
  try {
    await run({
      root,
      harness,
      set: (connector, service) => harness.setSnapshot(snapshot(connector, service)),
      send: async (notify) => {
        await harness.send(MESSAGE, [pending('kate@de.archive.example', notify)]);
      },
      files: (folder) =>
        existsSync(join(root, folder))
          ? readdirSync(join(root, folder)).filter((name) => name.endsWith('.eml'))
          : [],
    });
  } finally {
    await harness.stop();
    await rm(root, { recursive: true, force: true });
  }
}

const OWN = 'TransportRoles/Drop/Archive';

function queueError({ harness }: Lab): string {
  const queue = harness.delivery.control.queues().find(({ key }) => key.nextHopConnector === 'archive');
  return queue?.status === 'Retry' ? queue.lastError : '';
}

describe('a Foreign connector. mail-flow.md §1.10, §3.9', () => {
  it('writes a file with its envelope into a folder that the administrator made; routing fields stay', async () => {
    await withArchive(async (lab) => {
      await lab.send();
      await until(() => lab.files(OWN).length === 1, 'the file');
      const [name = ''] = lab.files(OWN);
      const text = await readFile(join(lab.root, OWN, name), 'utf8');
      assert.match(
        text,
        /^X-Sender: <.*>\r\nX-Receiver: <kate@de\.archive\.example>\r\nReceived: from a by b/,
      );
      const queue = lab.harness.delivery.control
        .queues()
        .find(({ key }) => key.nextHopConnector === 'archive');
      assert.deepEqual(queue?.key, {
        deliveryType: 'NonSmtpGatewayDelivery',
        nextHopDomain: '*.archive.example',
        nextHopConnector: 'archive',
      });
    });
  });

  it('DropDirectory and RootDropDirectoryPath hold for the next file; a folder that is not there is not made', async () => {
    await withArchive(async (lab) => {
      lab.set({ dropDirectory: 'Other' });
      await lab.send();
      await until(() => queueError(lab) !== '', 'Retry');
      assert.match(
        queueError(lab),
        /452 4\.3\.1 .*there is no folder .*TransportRoles\/Drop\/Other; make it/,
      );
      const root = join(lab.root, 'elsewhere');
      await mkdir(join(root, 'Other'), { recursive: true });
      lab.set({ dropDirectory: 'Other' }, { rootDropDirectoryPath: root });
      lab.harness.advance(61_000);
      await until(() => lab.files('elsewhere/Other').length === 1, 'the file');
    });
  });

  it('DropDirectoryQuota: a folder that is full takes nothing until files are taken away or the quota is raised', async () => {
    await withArchive(async (lab) => {
      const quota = (dropDirectoryQuotaBytes: number) => ({ foreign: { ...QUIET, dropDirectoryQuotaBytes } });
      lab.set(quota(50));
      await lab.send();
      await until(() => lab.files(OWN).length === 1, 'the first file');
      await lab.send();
      await until(() => queueError(lab) !== '', 'Retry');
      assert.match(queueError(lab), /holds \d+ bytes and DropDirectoryQuota is 50/);
      const [first = ''] = lab.files(OWN);
      await rm(join(lab.root, OWN, first));
      lab.harness.advance(61_000);
      await until(() => lab.files(OWN).length === 1, 'the second file');
      await lab.send();
      await until(() => queueError(lab) !== '', 'Retry again');
      lab.set(quota(100_000));
      lab.harness.advance(61_000);
      await until(() => lab.files(OWN).length === 2, 'the third file');
    });
  });

  it('RelayDsnRequired: who asked for reports of success hears of the file only where it is $true', async () => {
    await withArchive(async (lab) => {
      await lab.send(['SUCCESS']);
      await until(() => lab.files(OWN).length === 1, 'the file');
      lab.set({ foreign: { ...QUIET, relayDsnRequired: true } });
      await lab.send(['SUCCESS']);
      await until(() => lab.files('reports').length > 0, 'the report');
      const reports = lab.files('reports');
      assert.equal(reports.length, 1);
      assert.match(
        await readFile(join(lab.root, 'reports', reports[0] ?? ''), 'utf8'),
        /^Action: relayed\r$/m,
      );
    });
  });

  it('Enabled, AddressSpaces and MaxMessageSize hold for the next message; 0 octets disable it', async () => {
    const elsewhere: readonly Partial<SendConnector>[] = [
      { enabled: false },
      { addressSpaces: [{ type: 'SMTP', domain: 'other.example', cost: 1 }] },
      { maxMessageSize: 10 },
      { maxMessageSize: 0 },
    ];
    await withArchive(async (lab) => {
      for (const [index, changes] of elsewhere.entries()) {
        lab.set(changes);
        await lab.send();
        await until(() => lab.files('reports').length === index + 1, JSON.stringify(changes));
      }
      assert.deepEqual(lab.files(OWN), []);
    });
  });
});
