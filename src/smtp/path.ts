import { type Mailbox, parseAddressLiteral, parseMailbox, toAsciiDomain } from '../mail/address.ts';

/** Octets of one address. Exchange: Set-ReceiveConnector -LongAddressesEnabled */
const MAX_ADDRESS = 571;
const MAX_LONG_ADDRESS = 1860;

const BLANK = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x3e;

export type ParsedPath = Readonly<{
  /** null = `<>` */
  mailbox: Mailbox | null;
  ascii: boolean;
  /** Index behind the path. */
  end: number;
}>;

/** Reads the reverse- or forward-path at the start of the text. RFC 5321 §4.1.2
 *  A path without angle brackets ends at a blank: the article's own dialogue has none. A source route is checked and
 *  dropped (RFC 5321 §4.1.1.3, appendix C). An address without a domain gets the domain ''.
 *  @returns null where there is no such path, or the address is longer than allowed */
export function parsePath(text: string, options: Readonly<{ longAddresses: boolean }>): ParsedPath | null {
  const bracketed = text.startsWith('<');
  const close = endOfPath(text, bracketed ? CLOSING_BRACKET : BLANK);
  if (bracketed && close === text.length) return null;
  const inner = bracketed ? withoutRoute(text.slice(1, close)) : text.slice(0, close);
  if (inner === null) return null;
  const end = bracketed ? close + 1 : close;
  if (inner === '') return bracketed && end === 2 ? { mailbox: null, ascii: true, end } : null;
  const octets = Buffer.byteLength(inner);
  if (octets > (options.longAddresses ? MAX_LONG_ADDRESS : MAX_ADDRESS)) return null;
  const mailbox = parseMailbox(inner, { domainOptional: true });
  return mailbox === null ? null : { mailbox, ascii: octets === inner.length, end };
}

/** Index of the first `stop` outside quotes, the length of the text where there is none. */
function endOfPath(text: string, stop: number): number {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) quoted = !quoted;
    else if (code === BACKSLASH && quoted) at++;
    else if (code === stop && !quoted) return at;
  }
  return text.length;
}

/** `@one,@two:user@domain` without what stands before the colon; null for a route that is none. */
function withoutRoute(inner: string): string | null {
  if (!inner.startsWith('@')) return inner;
  const colon = endOfRoute(inner);
  if (colon < 0) return null;
  const hosts = inner.slice(0, colon).split(',');
  return hosts.every(isRouteHost) ? inner.slice(colon + 1) : null;
}

/** Index of the colon behind the route; those inside an address literal do not count. */
function endOfRoute(inner: string): number {
  let depth = 0;
  for (let at = 0; at < inner.length; at++) {
    const character = inner[at];
    if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (character === ':' && depth === 0) return at;
  }
  return -1;
}

function isRouteHost(text: string): boolean {
  const host = text.slice(1);
  return (
    text.startsWith('@') && (host.startsWith('[') ? parseAddressLiteral(host) : toAsciiDomain(host)) !== null
  );
}
