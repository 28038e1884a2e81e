import type { ProtocolLine, TrackingEvent } from './events.ts';

/** What happened to a receive session, told as it happens, once, to everybody who counts, remembers or logs it. */
export type SessionEvent = SessionContext & SessionEventDetail;

export type SessionContext = Readonly<{
  /** Epoch ms */
  at: number;
  /** Canonical; IPv4-mapped IPv6 is IPv4. */
  remoteAddress: string;
  remoteEndpoint: string;
  /** `<Server>\\<Connector>`, '' where none took the connection. */
  connectorId: string;
  /** '' where no session was opened. */
  sessionId: string;
}>;

export type SessionEventDetail =
  | Readonly<{ kind: 'opened'; connector: string; localAddress: string; localPort: number }>
  /** No connector takes the address, or a limit of connections was reached. */
  | Readonly<{ kind: 'turnedAway'; by: string }>
  | Readonly<{ kind: 'tls'; protocol: string }>
  | Readonly<{ kind: 'authenticated'; outcome: 'accepted' | 'refused' | 'unavailable' }>
  | Readonly<{ kind: 'mail'; helo: string; sender: string }>
  | RefusedDetail;

/** The command that was refused. */
export type Stage = 'MAIL' | 'RCPT' | 'DATA';

/** A sender, a recipient or a message was refused. */
export type RefusedDetail = Readonly<{
  kind: 'refused';
  stage: Stage;
  code: number;
  status: string;
  /** The right, limit or agent that decided. */
  by: string;
  /** `ReceiveConnector MaxMessageSize=37748736` where a limit decided, else ''. */
  limit: string;
  reason: string;
  /** The sender, or the recipient. */
  about: string;
}>;

/** The id in tracking of what never became a message. */
export const NO_MESSAGE = 0;

/** Refusals of a session are tracked and speak of no message. Decision: ADR-0020 */
export function isOfMessage(event: TrackingEvent): boolean {
  return event.internalMessageId !== NO_MESSAGE;
}

/** Somebody who watches dialogues. Absent from Events, nobody ever does. */
export interface DialogueWatcher {
  /** Lines are made even where the connector does not log. */
  readonly watched: boolean;
  line(line: ProtocolLine): void;
}

export const COUNTED = ['sessions', 'accepted', 'refused', 'delivered', 'deferred', 'failed'] as const;
export type Counted = (typeof COUNTED)[number];
/** Since the start of the server. */
export type Counters = Readonly<Record<Counted, number>>;

/** Counters minute by minute. */
export type History = Readonly<{
  /** Seconds between two values. */
  step: number;
  /** ISO 8601, of the first value. */
  from: string;
  series: Readonly<Record<Counted, readonly number[]>>;
}>;

/** A source address that was seen. */
export type Device = Readonly<{
  address: string;
  /** HELO names and senders, the latest first. */
  helo: readonly string[];
  senders: readonly string[];
  /** Name of the connector that took its latest session, '' where none did. */
  connector: string;
  /** Where it connected to at last, for telling why that connector. */
  localAddress: string;
  localPort: number;
  /** `TLSv1.3`; null = its latest session was in clear */
  tls: string | null;
  /** Messages accepted in each of the last 24 hours, the latest last. */
  volume: readonly number[];
  messages: number;
  refused: number;
  /** Epoch ms */
  firstSeen: number;
  lastSeen: number;
  /** Rights and limits that refused it, the latest first. */
  limits: readonly string[];
}>;
