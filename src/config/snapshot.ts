import type { AcmeConfig } from './acme.ts';
import type { AcceptedDomain } from './accepted-domain.ts';
import type { ServiceLogs, TelemetryConfig, TransportLogs } from './log-settings.ts';
import type { Certificate } from './certificate.ts';
import type { Administrator } from './administrator.ts';
import type { AuditRow } from './audit-row.ts';
import type {
  RecipientFilterConfig,
  SenderFilterConfig,
  ServerIdentity,
  TransportConfig,
  TransportService,
} from './organization.ts';
import type { ReceiveConnector } from './receive-connector.ts';
import type { DirectoryEntry } from './recipient.ts';
import type { RemoteDomainEntry } from './remote-domain.ts';
import type { SendConnector } from './send-connector.ts';

/** All configuration at one version. Immutable: a change makes the next snapshot and swaps it in whole. */
export type ConfigSnapshot = Readonly<{
  version: number;
  server: ServerIdentity;
  receiveConnectors: readonly ReceiveConnector[];
  sendConnectors: readonly SendConnector[];
  acceptedDomains: readonly AcceptedDomain[];
  /** One of them is for `*`. */
  remoteDomains: readonly RemoteDomainEntry[];
  transportConfig: TransportConfig;
  transportService: TransportService;
  senderFilter: SenderFilterConfig;
  recipientFilter: RecipientFilterConfig;
  transportLogs: TransportLogs;
  frontendLogs: ServiceLogs;
  telemetry: TelemetryConfig;
  acme: AcmeConfig;
  directory: readonly DirectoryEntry[];
  certificates: readonly Certificate[];
  administrators: readonly Administrator[];
}>;

/** Where the current snapshot is read and the next one is put. Ring 0 port; adapters in store/. */
export interface ConfigStore {
  readonly current: ConfigSnapshot;
  /** Makes `next` (its version = current + 1) durable together with its audit row, then current.
   *  Rejects with ConcurrencyConflict when `expectedVersion` is not the current one. */
  commit(expectedVersion: number, next: ConfigSnapshot, audit: AuditRow): Promise<void>;
  /** Called after each commit, in order. */
  onChange(listener: (next: ConfigSnapshot, previous: ConfigSnapshot) => void): void;
}
