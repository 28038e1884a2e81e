import type { Reply } from './reply.ts';
import type { SessionSettings } from './server-types.ts';

/** Every reply the server gives. Texts: receive-connectors.md §7.2, §8.1, §8.2; those without a source there are ours. */

/** Which wording: `classic` is the article's, `modern` that of newer Exchange builds. receive-connectors.md §8.1 */
export type ReplyFamily = SessionSettings['replyFamily'];

/** Octets of the replies that never change, made once. */
const PREPARED = new Map<Reply, Readonly<{ enhanced: Buffer; plain: Buffer }>>();

/** RFC 5321 §4.5.3.1.5: 512 octets with CRLF. */
const MAX_TEXT = 498;
const MAX_SHOWN_VERB = 32;

function constant(code: number, status: string, ...lines: readonly string[]): Reply {
  const reply: Reply = { code, status, lines };
  PREPARED.set(reply, { enhanced: encode(reply, true), plain: encode(reply, false) });
  return reply;
}

/** The reply as octets with its CRLFs; the buffer may be shared and must not be changed.
 *  `enhanced: false` leaves x.y.z out. Exchange: Set-ReceiveConnector -EnhancedStatusCodesEnabled */
export function formatReply(reply: Reply, options: Readonly<{ enhanced: boolean }>): Buffer {
  const prepared = PREPARED.get(reply);
  if (prepared === undefined) return encode(reply, options.enhanced);
  return options.enhanced ? prepared.enhanced : prepared.plain;
}

function encode(reply: Reply, enhanced: boolean): Buffer {
  const status = enhanced && reply.status !== '' ? `${reply.status} ` : '';
  const last = reply.lines.length - 1;
  let text = '';
  for (const [index, line] of reply.lines.entries()) {
    text += `${reply.code}${index === last ? ' ' : '-'}${status}${visible(line)}\r\n`;
  }
  return Buffer.from(text, 'utf8');
}

/** Text that cannot end its line: what came from a client may stand in it. */
function visible(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f)
      return [...text].map((c) => (c < ' ' || c === '\x7f' ? '?' : c)).join('');
  }
  return text;
}

// Connection

/** The default banner. receive-connectors.md §8.3
 *  @param parts.date as in `Fri, 5 Aug 2016 16:24:41 -0700` */
export function bannerText(parts: Readonly<{ fqdn: string; product: string; date: string }>): string {
  return `220 ${parts.fqdn} ${parts.product} ESMTP MAIL Service ready at ${parts.date}`;
}

/** @param line whole 220 line. Exchange: Set-ReceiveConnector -Banner */
export function banner(line: string): Reply {
  return { code: 220, status: '', lines: [line.slice(4)] };
}

export const closing: Reply = constant(221, '2.0.0', 'Service closing transmission channel');
export const serviceNotActive: Reply = constant(421, '4.3.2', 'Service not active');
export const serviceNotAvailable: Reply = constant(421, '4.3.2', 'Service not available');
export const tooManyConnections: Reply = constant(
  421,
  '4.3.2',
  'The maximum number of concurrent server connections has exceeded a limit, closing transmission channel',
);
export const tooManyPerSource: Reply = constant(
  421,
  '4.3.2',
  'The maximum number of concurrent server connections has exceeded a per-source limit, closing transmission channel',
);
export const connectionTimedOut: Reply = constant(421, '4.4.1', 'Connection timed out');
export const inactivityTimeout: Reply = constant(451, '4.7.0', 'Timeout waiting for client input');
export const tooManyErrors: Reply = constant(
  421,
  '4.7.0',
  'Too many errors on this connection, closing transmission channel',
);

// Greeting

export function hello(settings: SessionSettings): Reply {
  return { code: 250, status: '', lines: [greeting(settings)] };
}

function greeting(settings: SessionSettings): string {
  return `${settings.fqdn} Hello [${settings.peerAddress}]`;
}

/** Keywords in the order of receive-connectors.md §8.4. RFC 6531 §3.1: SMTPUTF8 needs 8BITMIME; RFC 3030 §3: BINARYMIME
 *  needs CHUNKING. */
export function extendedHello(settings: SessionSettings, tls: boolean): Reply {
  const lines = [greeting(settings)];
  const offer = (when: boolean, keyword: string): void => {
    if (when) lines.push(keyword);
  };
  offer(settings.size !== null, settings.size === 'bare' ? 'SIZE' : `SIZE ${settings.size}`);
  offer(settings.pipelining, 'PIPELINING');
  offer(settings.dsn, 'DSN');
  offer(settings.enhancedStatusCodes, 'ENHANCEDSTATUSCODES');
  offer(settings.startTls && !tls, 'STARTTLS');
  offer(isLoginOffered(settings, tls), 'AUTH LOGIN');
  offer(settings.eightBitMime, '8BITMIME');
  offer(settings.binaryMime && settings.chunking, 'BINARYMIME');
  offer(settings.chunking, 'CHUNKING');
  offer(settings.smtpUtf8 && settings.eightBitMime, 'SMTPUTF8');
  offer(settings.longAddresses, 'XLONGADDR');
  offer(settings.orar, 'XORAR');
  return { code: 250, status: '', lines };
}

/** Exchange: Set-ReceiveConnector -AuthMechanism BasicAuth, BasicAuthRequireTLS */
export function isLoginOffered(settings: SessionSettings, tls: boolean): boolean {
  return settings.authLogin === 'always' || (settings.authLogin === 'afterTls' && tls);
}

export const sendHelloFirst: Reply = constant(503, '5.5.2', 'Send hello first');
export const invalidDomainName: Reply = constant(501, '5.5.4', 'Invalid domain name');

// Any command

export const resetting: Reply = constant(250, '2.0.0', 'Resetting');
export const ok: Reply = constant(250, '2.0.0', 'OK');
export const help: Reply = constant(
  214,
  '',
  'This server supports the following commands:',
  'HELO EHLO STARTTLS RCPT DATA RSET MAIL QUIT HELP AUTH BDAT',
);
export const cannotVerify: Reply = constant(252, '2.1.5', 'Cannot VRFY user');
export const notImplemented: Reply = constant(502, '5.3.3', 'Command not implemented');
export const lineTooLong: Reply = constant(500, '5.3.3', 'Line too long');
export const lineMalformed: Reply = constant(
  500,
  '5.5.2',
  'A command line must end with CRLF and contain no other CR, LF or NUL',
);
export const invalidArguments: Reply = constant(501, '5.5.4', 'Invalid arguments');
const UNRECOGNIZED: Reply = constant(500, '5.3.3', 'Unrecognized command');

/** @param verb as the client sent it; newer builds show it in quotes */
export function unrecognizedCommand(family: ReplyFamily, verb: string): Reply {
  if (family === 'classic' || verb === '') return UNRECOGNIZED;
  const shown = verb.slice(0, MAX_SHOWN_VERB).replaceAll(/[^!-&(-~]/g, '?');
  return { code: 500, status: '5.3.3', lines: [`Unrecognized command '${shown}'`] };
}

// STARTTLS, AUTH

export const readyForTls: Reply = constant(220, '2.0.0', 'SMTP server ready');
export const onlyOneStartTls: Reply = constant(
  503,
  '5.5.2',
  'Only one STARTTLS command can be issued per session',
);
/** Base64 of `Username:` and `Password:`. */
export const askUsername: Reply = constant(334, '', 'VXNlcm5hbWU6');
export const askPassword: Reply = constant(334, '', 'UGFzc3dvcmQ6');
export const authSuccessful: Reply = constant(235, '2.7.0', 'Authentication successful');
export const authUnsuccessful: Reply = constant(535, '5.7.3', 'Authentication unsuccessful');
export const authTypeUnrecognized: Reply = constant(504, '5.7.4', 'Unrecognized authentication type');
export const authUnavailable: Reply = constant(454, '4.7.0', 'Temporary authentication failure');
/** RFC 4954 §4: `*` is answered with 501. */
export const authCanceled: Reply = constant(501, '5.7.0', 'Authentication canceled');
export const alreadyAuthenticated: Reply = constant(503, '5.5.2', 'Already authenticated');

// MAIL

export const senderOk: Reply = constant(250, '2.1.0', 'Sender OK');
export const senderAlreadySpecified: Reply = constant(503, '5.5.2', 'Sender already specified');
export const invalidSenderAddress: Reply = constant(501, '5.1.7', 'Invalid address');
export const startTlsRequired: Reply = constant(451, '5.7.3', 'STARTTLS is required to send mail');
export const rateExceeded: Reply = constant(
  421,
  '4.4.2',
  'Message submission rate for this client has exceeded the configured limit',
);
export const sizeExceeded: Reply = constant(552, '5.3.4', 'Message size exceeds fixed maximum message size');
export const insufficientResources: Reply = constant(452, '4.3.1', 'Insufficient system resources');

/** Newer builds name the resource. mail-flow.md §7.3
 *  @param resource '' = as older builds */
export function insufficientResourcesOf(resource: string): Reply {
  if (resource === '') return insufficientResources;
  return constant(452, '4.3.1', `Insufficient system resources (${resource})`);
}
export const storeUnavailable: Reply = constant(451, '4.3.0', 'Temporary storage failure, try again later');
export const senderDenied: Reply = constant(554, '5.1.0', 'Sender denied');

const NOT_AUTHENTICATED = {
  classic: constant(530, '5.7.1', 'Client was not authenticated'),
  modern: constant(
    530,
    '5.7.57',
    'SMTP; Client was not authenticated to send anonymous mail during MAIL FROM',
  ),
} as const;

export function clientNotAuthenticated(family: ReplyFamily): Reply {
  return NOT_AUTHENTICATED[family];
}

const CANNOT_SEND_AS = {
  user: {
    classic: constant(550, '5.7.1', 'Client does not have permissions to send as this sender'),
    modern: constant(550, '5.7.60', 'SMTP; Client does not have permissions to send as this sender'),
  },
  anonymous: {
    classic: constant(550, '5.7.1', 'Anonymous client does not have permissions to send as this sender'),
    modern: constant(
      550,
      '5.7.60',
      'SMTP; Anonymous clients does not have permissions to send as this sender',
    ),
  },
} as const;

export function cannotSendAs(family: ReplyFamily, anonymous: boolean): Reply {
  return CANNOT_SEND_AS[anonymous ? 'anonymous' : 'user'][family];
}

// RCPT

export const recipientOk: Reply = constant(250, '2.1.5', 'Recipient OK');
export const needMailCommand: Reply = constant(503, '5.5.2', 'Need mail command');
export const invalidRecipientAddress: Reply = constant(501, '5.1.3', 'Invalid address');
export const userUnknown: Reply = constant(550, '5.1.1', 'User unknown');
export const tooManyRecipients: Reply = constant(452, '4.5.3', 'Too many recipients');
export const singleLabel: Reply = constant(
  550,
  '5.1.6',
  'Recipient addresses in single label domains not accepted',
);

const RESERVED = {
  tld: constant(550, '5.1.4', 'Recipient address reserved by RFC 2606'),
  second: constant(550, '5.1.5', 'Recipient address reserved by RFC 2606'),
} as const;

/** @param level `tld`: `.test .example .invalid .localhost`; `second`: `example.com .net .org` */
export function reservedDomain(level: 'tld' | 'second'): Reply {
  return RESERVED[level];
}

const UNABLE_TO_RELAY = {
  classic: constant(550, '5.7.1', 'Unable to relay'),
  modern: constant(550, '5.7.54', 'SMTP; Unable to relay recipient in non-accepted domain'),
} as const;

export function unableToRelay(family: ReplyFamily): Reply {
  return UNABLE_TO_RELAY[family];
}

// DATA, BDAT

export const startMailInput: Reply = constant(354, '', 'Start mail input; end with <CRLF>.<CRLF>');
export const needRcptCommand: Reply = constant(503, '5.5.2', 'Need rcpt command');
/** RFC 3030 §2: DATA, MAIL and RCPT may not come between the chunks of a message. */
export const chunksBegun: Reply = constant(503, '5.5.2', 'Bad sequence of commands, BDAT has begun');
/** RFC 3030 §3 */
export const binaryNeedsChunks: Reply = constant(
  503,
  '5.5.2',
  'Bad sequence of commands, BINARYMIME requires BDAT',
);
export const headerTooLarge: Reply = constant(552, '5.3.4', 'Message header size exceeds fixed maximum size');
export const hopCountExceeded: Reply = constant(554, '5.4.6', 'Hop count exceeded - possible mail loop');
export const bareLinefeed: Reply = constant(550, '5.6.11', 'Message contains bare linefeeds');
export const bareCrOrNul: Reply = constant(550, '5.6.0', 'Message contains bare carriage returns or NUL');

export function chunkReceived(octets: number): Reply {
  return { code: 250, status: '2.6.0', lines: [`CHUNK received OK, ${octets} octets`] };
}

/** @param text what follows the status, as in `queued` */
export function bodyAccepted(text: string): Reply {
  return { code: 250, status: '2.6.0', lines: [text] };
}

/** `250 2.6.0 <id> [InternalId=…, Hostname=…] Queued mail for delivery`, cut inside the Message-ID where the line would
 *  be longer than a reply may be.
 *  @param messageId with its angle brackets */
export function queued(messageId: string, internalId: number, hostname: string): Reply {
  const tail = ` [InternalId=${internalId}, Hostname=${hostname}] Queued mail for delivery`;
  return bodyAccepted(`${shortened(messageId, MAX_TEXT - tail.length)}${tail}`);
}

function shortened(messageId: string, room: number): string {
  if (Buffer.byteLength(messageId) <= room) return messageId;
  return `${Buffer.from(messageId)
    .subarray(0, room - 4)
    .toString('latin1')
    .replaceAll(/[^ -~]/g, '?')}...>`;
}
