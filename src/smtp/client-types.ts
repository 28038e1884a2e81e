import type { ReversePath } from '../mail/address.ts';
import type { EnvelopeRecipient, MailParameters } from '../mail/envelope.ts';
import type { Reply } from './reply.ts';

/** What one client session needs to know of the connector it serves. */
export type ClientSettings = Readonly<{
  /** Our name in EHLO and HELO. */
  helo: string;
  forceHelo: boolean;
  startTls: 'never' | 'opportunistic' | 'required';
  authentication: Readonly<{ user: string; password: string; afterTlsOnly: boolean }> | null;
}>;

/** What the next hop said in its EHLO reply. */
export type PeerExtensions = Readonly<{
  /** Octets; 0 = SIZE without a limit, null = not offered. RFC 1870 §4 */
  size: number | null;
  pipelining: boolean;
  eightBitMime: boolean;
  smtpUtf8: boolean;
  dsn: boolean;
  chunking: boolean;
  binaryMime: boolean;
  startTls: boolean;
  authLogin: boolean;
  authPlain: boolean;
}>;

/** One message for some recipients, as it goes over one connection. */
export type ClientTransaction = Readonly<{
  reversePath: ReversePath;
  parameters: MailParameters;
  recipients: readonly EnvelopeRecipient[];
  /** Octets as they will be sent, before dot-stuffing. */
  sizeBytes: number;
}>;

/** What became of a transaction, one reply for each recipient in their order: the reply that decided. */
export type TransactionOutcome = Readonly<{
  transaction: ClientTransaction;
  replies: readonly Reply[];
  /** The replies are ours: the next hop cannot take such a message, and nothing was sent. */
  local: boolean;
  /** The SIZE that the next hop announces, where the message is larger; null otherwise. Octets. */
  sizeExceeded: number | null;
  /** The next hop takes DSN parameters, so success is its to report. */
  dsnPassed: boolean;
}>;

/** Why a session never came to a transaction. The reply is null where we gave up by ourselves. */
export type SessionFault = Readonly<{
  stage: 'banner' | 'hello' | 'startTls' | 'tlsNotOffered' | 'authNotOffered' | 'auth';
  reply: Reply | null;
}>;

export type ClientEvent =
  | Readonly<{ type: 'reply'; reply: Reply }>
  | Readonly<{ type: 'tlsStarted' }>
  /** Only after `ready`. */
  | Readonly<{ type: 'transaction'; transaction: ClientTransaction }>
  /** The content is written to its end. `next` follows at once in the same group of commands (RFC 2920 §3.1: the content
   *  may be the first of a group); only given when the peer offers PIPELINING. */
  | Readonly<{ type: 'contentWritten'; next: ClientTransaction | null }>
  /** Only after `ready`. Asks for the transaction's sender and recipients, sends no content, and quits. */
  | Readonly<{ type: 'probe'; transaction: ClientTransaction | null }>
  /** Only after `ready`. */
  | Readonly<{ type: 'quit' }>;

export type ClientEffect =
  | Readonly<{ type: 'send'; text: string }>
  /** Start the handshake; octets received beyond the 220 are an injection and end the connection. RFC 3207 §4.2 */
  | Readonly<{ type: 'startTls' }>
  /** The session is free: give it a transaction, or quit. */
  | Readonly<{ type: 'ready'; extensions: PeerExtensions }>
  /** Write the content: `dot` with dot-stuffing and the final dot, `chunk` as one BDAT … LAST. → contentWritten */
  | Readonly<{ type: 'sendContent'; transaction: ClientTransaction; framing: 'dot' | 'chunk' }>
  | Readonly<{ type: 'outcome'; outcome: TransactionOutcome }>
  /** A probe has its answer: what refused it, or null. The session quits. */
  | Readonly<{ type: 'probed'; refusal: Reply | null }>
  | Readonly<{ type: 'fault'; fault: SessionFault }>
  | Readonly<{ type: 'close' }>;

/** A transaction that waits for the reply to its final dot. */
export type SentTransaction = Readonly<{
  transaction: ClientTransaction;
  recipientReplies: readonly Reply[];
}>;

/** What the reply that comes next is an answer to. */
export type TransactionStep = 'rset' | 'mail' | 'rcpt' | 'data' | 'content' | 'final' | 'void';

/** A transaction under way. */
export type TransactionState = Readonly<{
  phase: 'transaction';
  extensions: PeerExtensions;
  transaction: ClientTransaction;
  step: TransactionStep;
  /** Commands up to DATA are sent in one group. */
  grouped: boolean;
  mailReply: Reply | null;
  recipientReplies: readonly Reply[];
  /** How many of them are 2xx. */
  accepted: number;
  /** The transaction before this one, when its final reply is still to come. */
  before: SentTransaction | null;
}>;

export type ClientState =
  | Readonly<{
      phase: 'banner' | 'ehlo' | 'helo' | 'startTls' | 'handshake';
      settings: ClientSettings;
      tls: boolean;
      extensions: PeerExtensions;
    }>
  | Readonly<{
      phase: 'auth' | 'authUser' | 'authPassword' | 'authPlain';
      settings: ClientSettings;
      extensions: PeerExtensions;
    }>
  /** `dirty`: a transaction was begun and given up; RSET goes before the next one. */
  | Readonly<{ phase: 'idle'; extensions: PeerExtensions; dirty: boolean }>
  | TransactionState
  /** `commands`: those that come after the one whose reply is awaited. */
  | Readonly<{ phase: 'probe'; commands: readonly string[] }>
  | Readonly<{ phase: 'quitting' }>
  | Readonly<{ phase: 'closed' }>;

export type ClientStep = Readonly<{ state: ClientState; effects: readonly ClientEffect[] }>;
