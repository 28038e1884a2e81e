import type { SessionObserver } from './observation.ts';

/** Business events, each reported from one place (style.md §1, telemetry). Ring 1 port, adapters in telemetry/. */
export type TrackingEvent = Readonly<{
  at: number;
  eventId:
    | 'RECEIVE'
    | 'SEND'
    | 'DELIVER'
    | 'DEFER'
    | 'FAIL'
    | 'DSN'
    | 'EXPAND'
    | 'RESOLVE'
    | 'DROP'
    | 'POISONMESSAGE'
    | 'RESUBMIT';
  source:
    | 'SMTP'
    | 'DNS'
    | 'QUEUE'
    | 'ROUTING'
    | 'RESOLVER'
    | 'DSN'
    | 'ADMIN'
    | 'STOREDRIVER'
    | 'GATEWAY'
    | 'AGENT';
  clientIp: string;
  clientHostname: string;
  serverIp: string;
  serverHostname: string;
  sourceContext: string;
  /** `<Server>\<Connector>` (receive) or `<Connector>` (send) */
  connectorId: string;
  internalMessageId: number;
  messageId: string;
  networkMessageId: string;
  recipients: readonly string[];
  recipientStatus: readonly string[];
  totalBytes: number;
  relatedRecipientAddress: string;
  reference: string;
  messageSubject: string;
  sender: string;
  /** `<>` for null */
  returnPath: string;
  messageInfo: string;
  directionality: 'Incoming' | 'Originating' | '';
  customData: string;
}>;

/** One protocol log line. Fields of receive-connectors.md §8.6. */
export type ProtocolLine = Readonly<{
  at: number;
  direction: 'receive' | 'send';
  connectorId: string;
  sessionId: string;
  sequence: number;
  localEndpoint: string;
  remoteEndpoint: string;
  event: '+' | '-' | '>' | '<' | '*';
  data: string;
  context: string;
}>;

export interface Events {
  track(event: TrackingEvent): void;
  protocol(line: ProtocolLine): void;
  /** Sessions as they happen, for counters, the device inventory and those who watch. */
  readonly observer?: SessionObserver;
}

/** Operator's log: one JSON line an event on stderr or a file. */
export interface Logger {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What Get-MessageTrackingLog asks. Times are epoch ms; end exclusive. */
export type TrackingQuery = Readonly<{
  start?: number;
  end?: number;
  eventId?: string;
  source?: string;
  sender?: string;
  recipients?: readonly string[];
  messageId?: string;
  messageSubject?: string;
  internalMessageId?: number;
  networkMessageId?: string;
  reference?: string;
  limit: number | null;
}>;

export interface TrackingReader {
  /** Oldest first. */
  query(query: TrackingQuery): Promise<readonly TrackingEvent[]>;
}
