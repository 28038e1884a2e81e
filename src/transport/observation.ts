import type { ProtocolLine } from './events.ts';

/** What happened to a receive session, told as it happens. Nothing is told of what was said. */
export type SessionEvent = Readonly<{
  /** Epoch ms */
  at: number;
  /** Canonical; IPv4-mapped IPv6 is IPv4. */
  remoteAddress: string;
}> &
  SessionEventDetail;

export type SessionEventDetail =
  | Readonly<{ kind: 'opened'; connector: string; localAddress: string; localPort: number }>
  /** No connector takes the address, or a limit of connections was reached. */
  | Readonly<{ kind: 'turnedAway'; by: string }>
  | Readonly<{ kind: 'tls'; protocol: string }>
  | Readonly<{ kind: 'mail'; helo: string; sender: string }>
  /** A command or a message was refused; `by` is the right, limit or agent that decided. */
  | Readonly<{ kind: 'refused'; by: string }>;

/** Takes what sessions tell. Absent from Events, nobody listens and nothing is made to be told. */
export interface SessionObserver {
  session(event: SessionEvent): void;
  /** Somebody watches dialogues: lines are made even where the connector does not log. */
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
