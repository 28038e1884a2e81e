import type { Relayer } from '../admin/relayers.ts';
import type { ProtocolLine } from '../transport/events.ts';
import type { Counters, Device, History } from '../transport/observation.ts';

/** What the admin center shows of the server at work. Ring 3 has the parts that know it. */
export type Reports = Readonly<{
  overview: () => Promise<Overview>;
  counters: () => Counters;
  history: (minutes: number) => History;
  devices: () => Promise<readonly DeviceReport[]>;
  /** Each ends with what it returns. */
  watchDialogues: (watcher: (line: ProtocolLine) => void) => () => void;
  watchChanges: (watcher: (change: ChangeReport) => void) => () => void;
  drop: DropReader;
}>;

export type Overview = Readonly<{
  counters: Counters;
  queues: Readonly<{
    messages: number;
    /** Those of them in Unreachable: they wait for a Send connector. */
    unreachable: number;
    /** ISO 8601 */
    oldest: string | null;
  }>;
  disk: Readonly<{ freeBytes: number; totalBytes: number; level: 'low' | 'medium' | 'high' }>;
  relayers: readonly Relayer[];
  certificates: readonly CertificateReport[];
  warnings: readonly string[];
}>;

export type CertificateReport = Readonly<{
  subject: string;
  issuer: string;
  thumbprint: string;
  names: readonly string[];
  /** ISO 8601 */
  expires: string;
  /** Within 30 days, or over. */
  expiring: boolean;
}>;

export type DeviceReport = Omit<Device, 'localAddress' | 'localPort' | 'firstSeen' | 'lastSeen'> &
  Readonly<{
    /** By reverse DNS; absent while unknown. */
    name?: string;
    /** Why that connector takes the address, as things stand. */
    why: string;
    /** The same as values: `kind`, and what it names. null where no connector takes it. */
    cause: Readonly<Record<string, string>> | null;
    /** ISO 8601 */
    firstSeen: string;
    lastSeen: string;
  }>;

/** `object` and `user` are '' to those who may not read the audit log. */
export type ChangeReport = Readonly<{ command: string; object: string; user: string; time: string }>;

/** Messages that a sandbox kept. */
export interface DropReader {
  /** The latest first. */
  list(): Promise<readonly DropEntry[]>;
  /** null = there is none */
  read(id: string): Promise<Buffer | null>;
}

export type DropEntry = Readonly<{
  id: string;
  from: string;
  to: readonly string[];
  subject: string;
  /** ISO 8601 */
  received: string;
  size: number;
}>;
