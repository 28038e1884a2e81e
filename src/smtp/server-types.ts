import type { Mailbox, ReversePath } from '../mail/address.ts';
import type { MailParameters, RcptParameters } from '../mail/envelope.ts';
import type { Refusal, Reply } from './reply.ts';

/** What one session needs to know of its connector. A value: replaced (event `settings`) when it changes. */
export type SessionSettings = Readonly<{
  /** In banner, HELO and EHLO replies. */
  fqdn: string;
  /** Whole 220 line without CRLF. */
  banner: string;
  /** Peer address as shown in `Hello [..]`. */
  peerAddress: string;
  /** EHLO SIZE line: number = `SIZE n`, 'bare' = `SIZE`, null = none. */
  size: number | 'bare' | null;
  pipelining: boolean;
  dsn: boolean;
  enhancedStatusCodes: boolean;
  /** STARTTLS is offered (Tls in AuthMechanism and a certificate exists). */
  startTls: boolean;
  /** AUTH LOGIN is offered: 'always', 'afterTls' or 'never'. */
  authLogin: 'always' | 'afterTls' | 'never';
  eightBitMime: boolean;
  chunking: boolean;
  binaryMime: boolean;
  smtpUtf8: boolean;
  longAddresses: boolean;
  orar: boolean;
  requireEhloDomain: boolean;
  /** MaxProtocolErrors; null = unlimited. The (n+1)-th error is answered by the 421. */
  maxProtocolErrors: number | null;
  /** MaxLogonFailures; 0 = never close. */
  maxLogonFailures: number;
  /** Reply family, receive-connectors.md §8.1. */
  replyFamily: 'classic' | 'modern';
}>;

/** What of the settings decides how the arguments of MAIL and RCPT are read. */
export type EnvelopeSyntax = Pick<
  SessionSettings,
  'longAddresses' | 'dsn' | 'eightBitMime' | 'chunking' | 'binaryMime' | 'smtpUtf8' | 'orar'
>;

/** What the pump tells the session. `line` comes from framing without its CRLF. */
export type ServerEvent =
  | Readonly<{ type: 'opened' }>
  | Readonly<{ type: 'settings'; settings: SessionSettings }>
  | Readonly<{ type: 'line'; line: Buffer }>
  | Readonly<{ type: 'lineTooLong' }>
  /** A line containing bare LF, bare CR or NUL; all of it up to the next CRLF is dropped. RFC 5321 §2.3.8 */
  | Readonly<{ type: 'lineMalformed' }>
  | Readonly<{ type: 'mailDecided'; refusal: Refusal | null }>
  | Readonly<{ type: 'rcptDecided'; refusal: Refusal | null }>
  /** The DATA or BDAT body is complete and was committed (`text` follows 250 2.6.0) or refused. A refusal may also answer
   *  a chunk that is not the last; it ends the transaction. */
  | Readonly<{ type: 'bodyDecided'; outcome: Readonly<{ text: string }> | Refusal }>
  /** A BDAT chunk that was not the last has been read in full, or one that was to be discarded. */
  | Readonly<{ type: 'chunkReceived'; octets: number }>
  | Readonly<{ type: 'authDecided'; outcome: 'accepted' | 'refused' | 'unavailable' }>
  | Readonly<{ type: 'tlsStarted' }>
  /** The pump ends the session: timeouts, limits, shutdown. The reply is sent, then close. */
  | Readonly<{ type: 'terminate'; refusal: Refusal }>;

/** What the session asks of the pump, in order. After an effect marked (waits) the pump feeds no further line until
 *  the answering event was given; bytes wait in the framing buffer. */
export type ServerEffect =
  /** `delay`: tarpit class; the pump applies TarpitInterval to anonymous sessions, AuthTarpitInterval for 'auth'. */
  | Readonly<{ type: 'reply'; reply: Reply; delay: 'none' | 'tarpit' | 'auth' }>
  /** (waits) → mailDecided */
  | Readonly<{ type: 'askMail'; path: ReversePath; parameters: MailParameters; helo: string }>
  /** (waits) → rcptDecided */
  | Readonly<{ type: 'askRcpt'; path: Mailbox; parameters: RcptParameters }>
  /** (waits) 354 was replied; body bytes follow up to CRLF.CRLF → bodyDecided */
  | Readonly<{ type: 'receiveData' }>
  /** (waits) the next `octets` bytes are body → chunkReceived, or bodyDecided when last. `octets` is 0 only when last. */
  | Readonly<{ type: 'receiveChunk'; octets: number; last: boolean }>
  /** (waits) the next `octets` bytes (≥ 1) of a refused BDAT are read and dropped, the reply was already given
   *  → chunkReceived */
  | Readonly<{ type: 'discardChunk'; octets: number }>
  /** (waits) 220 was replied; buffered plaintext must be dropped. RFC 3207 §4.2 → tlsStarted */
  | Readonly<{ type: 'startTls' }>
  /** (waits) → authDecided */
  | Readonly<{ type: 'checkCredentials'; user: string; password: string }>
  /** The transaction is over without a commit (RSET, EHLO, STARTTLS, QUIT, terminate): drop what was gathered. */
  | Readonly<{ type: 'resetTransaction' }>
  | Readonly<{ type: 'close' }>;
