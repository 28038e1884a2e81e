import type { KeyObject } from 'node:crypto';
import type { RoleGroup } from '../config/administrator.ts';
import type { SenderFilterConfig } from '../config/organization.ts';
import type { CertificateMaterial } from '../config/certificate.ts';
import type { Binding } from '../config/receive-connector.ts';
import type { AuditRow } from '../config/audit-row.ts';
import type { ConfigStore } from '../config/snapshot.ts';
import type { Directory } from '../directory/directory.ts';
import type { ReversePath } from '../mail/address.ts';
import type { ResourceView } from '../transport/back-pressure.ts';
import type { TrackingReader } from '../transport/events.ts';
import type { QueueControl } from '../transport/queue-control.ts';
import type { SendProbe } from '../transport/probe-message.ts';
import type { NextHopQuestion, NextHopTest } from '../transport/test-next-hop.ts';

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

export type CertificateWish = Readonly<{
  /** `CN=mail.contoso.com, O=Contoso` */
  subject: string;
  /** Lower-case A-labels, wildcards allowed. */
  dnsNames: readonly string[];
  keySize: number;
  /** Epoch ms */
  notBefore: number;
  notAfter: number;
}>;

/** Making and reading certificates. Each throws or rejects with an Error whose message says what is wrong. */
export interface CertificateTools {
  /** @param key made before, of the size that is wished; absent: a new one */
  selfSigned(wish: CertificateWish, key?: KeyObject): Promise<CertificateMaterial>;
  request(wish: CertificateWish): Promise<CertificateMaterial>;
  /** PEM text or PKCS #12.
   *  @param password of an encrypted key or of the file */
  read(content: Uint8Array, password: string | null): CertificateMaterial;
  /** A file that the server can read. */
  readFile(path: string): Promise<Uint8Array>;
}

/** What the server does about its certificate from an authority. Epoch ms, null: none. */
export type AcmeStatus = Readonly<{
  state: 'Disabled' | 'Valid' | 'Asking' | 'Failed';
  lastError: string | null;
  lastAttempt: number | null;
  nextAttempt: number | null;
}>;

/** What was counted of TLS with one domain on one day under one policy. RFC 8460 §4.4 */
export type TlsReportView = Readonly<{
  /** `2026-11-24`, UTC */
  day: string;
  domain: string;
  policyType: 'tlsa' | 'sts' | 'no-policy-found';
  /** The policy's own lines, and the hosts that it names. */
  policy: readonly string[];
  mxHosts: readonly string[];
  /** Sessions. */
  successful: number;
  failed: number;
  failures: readonly string[];
  /** What became of the report to the domain. */
  mailing: string;
}>;

/** How a listener answers a connection: the code and text of its first line, or no code and why there is none. */
export type Greeting = Readonly<{ code: number | null; text: string }>;

/** What commands need of the world. */
export type AdminPorts = Readonly<{
  config: ConfigStore;
  queue: QueueControl;
  tracking: TrackingReader;
  /** Levels of back pressure. */
  resources(): readonly ResourceView[];
  directory?: Directory;
  audit?: AuditLog;
  /** PHC string; off the event loop. */
  hashPassword(password: string): Promise<string>;
  /** Absent: there is no TLS to manage. */
  certificates?: CertificateTools;
  /** Absent: no authority is asked. */
  acme?: Readonly<{ status(): AcmeStatus; renewNow(): void }>;
  /** Absent: nothing is counted. */
  tlsReports?: Readonly<{ list(): Promise<readonly TlsReportView[]> }>;
  verifyPassword(phc: string, password: string): Promise<boolean>;
  newGuid(): string;
  /** Unpredictable octets, for secrets. */
  randomBytes(size: number): Buffer;
  now(): Date;
  serverStatus(): ServerStatus;
  version: string;
  /** Connects to one of our own listeners. Never rejects. */
  greet(address: string, port: number): Promise<Greeting>;
  /** Connects to a next hop as a delivery would. Never rejects. */
  testNextHop(question: NextHopQuestion): Promise<NextHopTest>;
  /** Sends a message of our own whose way Test-Mailflow follows. */
  sendProbe: SendProbe;
  /** Resolves after so many milliseconds. */
  pause(ms: number): Promise<void>;
  /** Resolves once the event loop has turned. */
  turn(): Promise<void>;
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
export type Caller = Readonly<{
  name: string;
  roleGroups: readonly RoleGroup[];
  /** guid of the administrator who signed in; absent = the socket in the data folder. */
  administrator?: string;
  /** IP address the caller comes from; absent = the socket in the data folder. */
  address?: string;
}>;
