import { statfs } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { explainSelection } from '../access/select-connector.ts';
import { causeFacts } from '../access/selection-cause.ts';
import { relayers } from '../admin/relayers.ts';
import { smtpConnectors } from '../config/foreign-connector.ts';
import type { Certificate } from '../config/certificate.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { CertificateReport, DeviceReport, DropReader, Overview, Reports } from '../http/reports.ts';
import { createDropReader } from '../store/drop-reader.ts';
import type { ResourceLevel } from '../transport/resource-level.ts';
import type { Device } from '../transport/observation.ts';
import type { QueueControl } from '../transport/queue-control.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Telemetry } from './telemetry.ts';

export type ReportParts = Readonly<{
  dataFolder: string;
  getSnapshot: () => ConfigSnapshot;
  telemetry: Telemetry;
  queue: QueueControl;
  messages: () => number;
  diskLevel: () => ResourceLevel;
  changes: ChangeFeed;
  warnings: () => readonly string[];
  /** Name of an address, or null; never rejects. */
  nameOf: (address: string) => string | null;
}>;

const LEVELS = { Low: 'low', Medium: 'medium', High: 'high' } as const;

const EXPIRING_MS = 30 * 86_400_000;

/** What the admin center shows, put together from the parts that know it. */
export function createReports(parts: ReportParts): Reports {
  const { telemetry, changes } = parts;
  return {
    overview: () => overview(parts),
    counters: () => telemetry.counters.totals,
    history: (minutes) => telemetry.counters.history(minutes),
    devices: async () => telemetry.devices.list(Date.now()).map((device) => deviceReport(parts, device)),
    watchDialogues: (watcher) => telemetry.dialogues.watch(watcher),
    watchChanges: (watcher) =>
      changes.watch(({ command, objectModified, caller, runAt }) =>
        watcher({ command, object: objectModified, user: caller, time: runAt }),
      ),
    drop: dropReader(parts),
  };
}

async function overview(parts: ReportParts): Promise<Overview> {
  const { bavail, blocks, bsize } = await statfs(parts.dataFolder);
  return {
    counters: parts.telemetry.counters.totals,
    queues: waitingMail(parts),
    disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize, level: LEVELS[parts.diskLevel()] },
    relayers: relayers(parts.getSnapshot()),
    certificates: parts
      .getSnapshot()
      .certificates.filter(({ isRequest }) => !isRequest)
      .map(certificate),
    warnings: parts.warnings(),
  };
}

function waitingMail({ messages, queue }: ReportParts): Overview['queues'] {
  const oldest = queue.oldestReceivedAt();
  const unreachable = queue.queues().find(({ key }) => key.deliveryType === 'Unreachable')?.messageCount ?? 0;
  return {
    messages: messages(),
    unreachable,
    oldest: oldest === null ? null : new Date(oldest).toISOString(),
  };
}

function certificate({ subject, issuer, thumbprint, dnsNames, notAfter }: Certificate): CertificateReport {
  return {
    subject,
    issuer,
    thumbprint,
    names: dnsNames,
    expires: new Date(notAfter).toISOString(),
    expiring: notAfter - Date.now() < EXPIRING_MS,
  };
}

/** The reason is told of the connectors as they are now: it is what an administrator can change. */
function deviceReport(parts: ReportParts, device: Device): DeviceReport {
  const { localAddress, localPort, firstSeen, lastSeen, ...shown } = device;
  const peer = { localAddress, localPort, remoteAddress: device.address };
  const won = explainSelection(parts.getSnapshot().receiveConnectors, peer).find((one) => one.won);
  const name = parts.nameOf(device.address);
  return {
    ...shown,
    ...(name === null ? {} : { name }),
    why: won === undefined ? '' : `${won.connector.name}: ${won.reason}`,
    cause: won === undefined ? null : causeFacts(won.cause),
    firstSeen: new Date(firstSeen).toISOString(),
    lastSeen: new Date(lastSeen).toISOString(),
  };
}

/** The folders of the drop connectors as they are now; what lies in a Foreign connector's is another system's. */
function dropReader({ dataFolder, getSnapshot }: ReportParts): DropReader {
  const readers = (): DropReader[] =>
    smtpConnectors(getSnapshot().sendConnectors).flatMap(({ dropDirectory }) =>
      dropDirectory === null
        ? []
        : [createDropReader(isAbsolute(dropDirectory) ? dropDirectory : join(dataFolder, dropDirectory))],
    );
  return {
    list: async () => {
      const lists = await Promise.all(readers().map((reader) => reader.list()));
      return lists.flat().toSorted((a, b) => (a.received < b.received ? 1 : -1));
    },
    read: async (id) => {
      for (const reader of readers()) {
        const source = await reader.read(id);
        if (source !== null) return source;
      }
      return null;
    },
  };
}
