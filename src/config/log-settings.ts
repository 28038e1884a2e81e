import type { Unlimited } from './receive-connector.ts';

/** Bounds of one series of log files. Exchange: Set-TransportService -ReceiveProtocolLogMaxAge and its kin */
export type LogLimits = Readonly<{
  /** 0 = nothing is deleted for its age. */
  maxAgeMs: number;
  maxDirectoryBytes: Unlimited;
  maxFileBytes: Unlimited;
}>;

/** A series that can be switched off. */
export type SwitchedLog = LogLimits & Readonly<{ enabled: boolean }>;

/** Logs that both services write, each into its own folder. Whether a session is in the protocol log is its connector's
 *  ProtocolLoggingLevel. mail-flow.md §6.1 */
export type ServiceLogs = Readonly<{
  receiveProtocol: LogLimits;
  sendProtocol: LogLimits;
  connectivity: SwitchedLog;
  agent: SwitchedLog;
}>;

/** Exchange: Set-TransportService */
export type TransportLogs = ServiceLogs &
  Readonly<{
    messageTracking: SwitchedLog;
    /** False leaves message-subject blank. */
    messageTrackingSubject: boolean;
    queue: LogLimits;
  }>;

export const SYSLOG_FACILITIES = [
  'User',
  'Mail',
  'Daemon',
  'Local0',
  'Local1',
  'Local2',
  'Local3',
  'Local4',
  'Local5',
  'Local6',
  'Local7',
] as const;
export type SyslogFacility = (typeof SYSLOG_FACILITIES)[number];

export const LOG_ROLLOVERS = ['Daily', 'Hourly'] as const;
export type LogRollover = (typeof LOG_ROLLOVERS)[number];

/** What the server tells other programs about itself. Set-TelemetryConfig; Exchange has nothing like it. */
export type TelemetryConfig = Readonly<{
  /** `ip:port` on loopback for /metrics, /healthz and /readyz; null = none. */
  metricsBinding: string | null;
  /** `udp://host:port`, `tcp://host:port` or `unix:/path`; null = none. */
  syslogTarget: string | null;
  syslogFacility: SyslogFacility;
  /** Events as JSON lines. */
  json: SwitchedLog;
  /** URL that takes OTLP/HTTP traces; null = none. */
  traceEndpoint: string | null;
  /** Share of the messages that are traced. */
  tracePercent: number;
  /** When a series of log files goes on to its next name, besides when a file is full. */
  logRollover: LogRollover;
}>;

const DAY = 86_400_000;
const MEGABYTE = 1024 * 1024;

function limits(days: number, directoryMegabytes: number): LogLimits {
  return {
    maxAgeMs: days * DAY,
    maxDirectoryBytes: directoryMegabytes * MEGABYTE,
    maxFileBytes: 10 * MEGABYTE,
  };
}

/** mail-flow.md §6.1 */
export const DEFAULT_FRONTEND_LOGS: ServiceLogs = {
  receiveProtocol: limits(30, 250),
  sendProtocol: limits(30, 250),
  connectivity: { enabled: true, ...limits(30, 1000) },
  agent: { enabled: true, ...limits(7, 250) },
};

/** mail-flow.md §6.1 */
export const DEFAULT_TRANSPORT_LOGS: TransportLogs = {
  ...DEFAULT_FRONTEND_LOGS,
  messageTracking: { enabled: true, ...limits(30, 1000) },
  messageTrackingSubject: true,
  queue: limits(7, 200),
};

export const DEFAULT_TELEMETRY: TelemetryConfig = {
  metricsBinding: '127.0.0.1:9464',
  syslogTarget: null,
  syslogFacility: 'Mail',
  json: { enabled: false, ...limits(7, 250) },
  traceEndpoint: null,
  tracePercent: 100,
  logRollover: 'Daily',
};
