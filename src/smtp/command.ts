import type { Mailbox, ReversePath } from '../mail/address.ts';
import type { MailParameters, RcptParameters } from '../mail/envelope.ts';
import { isDigits, parseMailParameters, parseRcptParameters } from './parameters.ts';
import { parsePath } from './path.ts';
import type { EnvelopeSyntax } from './server-types.ts';

/** One command line, its verb recognized and its argument still text where the session's settings decide how to read it.
 *  RFC 5321 §4.1.1 */
export type Command =
  | Readonly<{ verb: 'HELO' | 'EHLO'; domain: string }>
  | Readonly<{ verb: 'MAIL' | 'RCPT'; argument: string }>
  | Readonly<{ verb: PlainVerb; argument: string }>
  /** `octets` null: no number can be read, so nobody knows where the chunk ends. `valid` false: something else is wrong. */
  | Readonly<{ verb: 'BDAT'; octets: number | null; last: boolean; valid: boolean }>
  /** `mechanism` in capitals, '' where none was given. `initial` is still base64, null = absent. */
  | Readonly<{ verb: 'AUTH'; mechanism: string; initial: string | null }>
  | Readonly<{ verb: 'unknown'; text: string }>;

export type PlainVerb =
  | 'DATA'
  | 'RSET'
  | 'NOOP'
  | 'QUIT'
  | 'HELP'
  | 'VRFY'
  | 'EXPN'
  | 'TURN'
  | 'ETRN'
  | 'STARTTLS';

const BLANK = 0x20;
const TAB = 0x09;
const MAX_OCTET_DIGITS = 15;
const MAX_HELLO = 255;

/** @param line without its CRLF. Verbs are case-insensitive; blanks at the end are ignored (RFC 5321 §4.1.1). */
export function parseCommand(line: Buffer): Command {
  const text = line.toString('utf8', 0, endWithoutBlanks(line));
  const blank = text.indexOf(' ');
  const verb = (blank < 0 ? text : text.slice(0, blank)).toUpperCase();
  const argument = blank < 0 ? '' : text.slice(afterBlanks(text, blank));
  switch (verb) {
    case 'HELO':
    case 'EHLO':
      return { verb, domain: argument };
    case 'MAIL':
    case 'RCPT':
    case 'DATA':
    case 'RSET':
    case 'NOOP':
    case 'QUIT':
    case 'HELP':
    case 'VRFY':
    case 'EXPN':
    case 'TURN':
    case 'ETRN':
    case 'STARTTLS':
      return { verb, argument };
    case 'BDAT':
      return parseBdat(argument);
    case 'AUTH':
      return parseAuth(argument);
    default:
      return { verb: 'unknown', text: blank < 0 ? text : text.slice(0, blank) };
  }
}

function endWithoutBlanks(line: Buffer): number {
  let end = line.length;
  while (end > 0 && (line[end - 1] === BLANK || line[end - 1] === TAB)) end--;
  return end;
}

function afterBlanks(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === BLANK) at++;
  return at;
}

/** `86 LAST`. RFC 3030 §2 */
function parseBdat(argument: string): Command {
  const [size = '', ...rest] = argument.split(' ').filter((word) => word !== '');
  if (!isDigits(size) || size.length > MAX_OCTET_DIGITS)
    return { verb: 'BDAT', octets: null, last: false, valid: false };
  const last = rest[0]?.toUpperCase() === 'LAST';
  return { verb: 'BDAT', octets: Number(size), last, valid: rest.length === (last ? 1 : 0) };
}

/** `LOGIN dXNlcg==`. RFC 4954 §4 */
function parseAuth(argument: string): Command {
  const blank = argument.indexOf(' ');
  const mechanism = (blank < 0 ? argument : argument.slice(0, blank)).toUpperCase();
  return {
    verb: 'AUTH',
    mechanism,
    initial: blank < 0 ? null : argument.slice(afterBlanks(argument, blank)),
  };
}

/** Whether a client may call itself so: a host name, `_` included, or something in brackets that looks like an address.
 *  RFC 5321 §4.1.1.1. Not resolved and not compared with anything.
 *  Quirk: devices send `[::1]` without the tag, bare addresses and names with a dot at the end. */
export function isHelloDomain(text: string): boolean {
  if (text.length > MAX_HELLO) return false;
  const literal = text.startsWith('[') && text.endsWith(']');
  const inner = literal ? text.slice(1, -1) : text;
  if (inner === '' || inner.startsWith('.') || inner.includes('..')) return false;
  for (let at = 0; at < inner.length; at++) {
    if (!isHelloCharacter(inner.charCodeAt(at), literal)) return false;
  }
  return true;
}

function isHelloCharacter(code: number, literal: boolean): boolean {
  if ((code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a))
    return true;
  // - . _ and in a literal also : %
  return code === 0x2d || code === 0x2e || code === 0x5f || (literal && (code === 0x3a || code === 0x25));
}

export type ArgumentFault = 'badAddress' | 'badArguments';

export type MailArguments = Readonly<{ path: ReversePath; parameters: MailParameters }>;
export type RcptArguments = Readonly<{ path: Mailbox; parameters: RcptParameters }>;

/** `FROM:<chris@contoso.com> SIZE=1000`. RFC 5321 §4.1.1.2 */
export function parseMail(argument: string, settings: EnvelopeSyntax): MailArguments | ArgumentFault {
  const text = behindKeyword(argument, 'FROM:');
  if (text === null) return 'badArguments';
  const path = parsePath(text, settings);
  if (path === null) return 'badAddress';
  const parameters = parseMailParameters(text.slice(path.end), settings);
  if (parameters === null) return 'badArguments';
  if (!path.ascii && !parameters.smtpUtf8) return 'badAddress';
  return { path: path.mailbox, parameters };
}

/** `TO:<kate@fabrikam.com> NOTIFY=NEVER`. RFC 5321 §4.1.1.3
 *  @param smtpUtf8 SMTPUTF8 was given with MAIL */
export function parseRcpt(
  argument: string,
  settings: EnvelopeSyntax,
  smtpUtf8: boolean,
): RcptArguments | ArgumentFault {
  const text = behindKeyword(argument, 'TO:');
  if (text === null) return 'badArguments';
  const path = parsePath(text, settings);
  if (path === null || path.mailbox === null || (!path.ascii && !smtpUtf8)) return 'badAddress';
  const parameters = parseRcptParameters(text.slice(path.end), settings, smtpUtf8);
  return parameters === null ? 'badArguments' : { path: path.mailbox, parameters };
}

/** Blanks behind the colon are taken: RFC 5321 §4.1.1.2 forbids them, and the clients of the article send them. */
function behindKeyword(argument: string, keyword: string): string | null {
  if (argument.slice(0, keyword.length).toUpperCase() !== keyword) return null;
  return argument.slice(afterBlanks(argument, keyword.length));
}
