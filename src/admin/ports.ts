import type { SenderFilterConfig } from '../config/organization.ts';
import type { Binding } from '../config/receive-connector.ts';
import type { AuditRow, ConfigStore } from '../config/snapshot.ts';
import type { Directory } from '../directory/directory.ts';
import type { ReversePath } from '../mail/address.ts';
import type { TrackingReader } from '../transport/events.ts';
import type { QueueControl } from '../transport/queue-control.ts';

/** One binding of the running configuration and how it fares. */
export type BindingStatus = Readonly<{
  binding: Binding;
  /** The port that is really open: the binding's and the offset. */
  realPort: number;
  state: string;
  /** One line with the remedy, or null where the binding is served. */
  error: string | null;
}>;

export type ServerStatus = Readonly<{ bindings: readonly BindingStatus[] }>;

/** Rows that belong to no commit (failures, refusals, actions on queues), and reading all of them. */
export interface AuditLog {
  append(row: AuditRow): Promise<void>;
  /** Newest first. */
  query(limit: number): Promise<readonly AuditRow[]>;
}

/** How a listener answers a connection: the code and text of its first line, or no code and why there is none. */
export type Greeting = Readonly<{ code: number | null; text: string }>;

/** What commands need of the world. */
export type AdminPorts = Readonly<{
  config: ConfigStore;
  queue: QueueControl;
  tracking: TrackingReader;
  directory?: Directory;
  audit?: AuditLog;
  /** PHC string; off the event loop. */
  hashPassword(password: string): Promise<string>;
  newGuid(): string;
  now(): Date;
  serverStatus(): ServerStatus;
  version: string;
  /** Connects to one of our own listeners. Never rejects. */
  greet(address: string, port: number): Promise<Greeting>;
  /** What the sender filter says of a sender; Test-Relay asks it as a session does. Absent: it is not asked. */
  filterSender?(
    config: SenderFilterConfig,
    sender: ReversePath,
    internal: boolean,
  ): 'skipped' | 'passed' | 'blocked';
  /** Resolves when a change has reached the listeners; absent: they are looked at as they are. */
  settled?(): Promise<void>;
}>;

/** Who runs a command. The owner of the data folder is in Organization Management. receive-connectors.md §11 */
export type Caller = Readonly<{ name: string; roleGroups: readonly RoleGroup[] }>;

export type RoleGroup =
  | 'Organization Management'
  | 'Server Management'
  | 'Hygiene Management'
  | 'Recipient Management'
  | 'Records Management'
  | 'View-Only Organization Management'
  | 'Compliance Management'
  | 'Delegated Setup';
