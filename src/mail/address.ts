import { domainToASCII } from 'node:url';

/** An address as the envelope carries it. RFC 5321 §4.1.2 */
export type Mailbox = Readonly<{
  /** Local-part without its quoting, case kept. RFC 5321 §2.4: only the final host may interpret it. */
  local: string;
  /** Lower-case A-label domain without trailing dot, or an address literal `[192.0.2.1]`, `[IPv6:2001:db8::1]`.
   *  Empty when the client gave no domain: the receive stage completes it with DefaultDomain or refuses it. */
  domain: string;
}>;

/** `null` is the null reverse-path `<>`. RFC 5321 §4.5.5 */
export type ReversePath = Mailbox | null;

export type MailboxSyntax = Readonly<{
  /** Admits an address without `@domain`; its domain becomes ''. Default: refused. */
  domainOptional?: boolean;
  /** `false` refuses characters beyond ASCII. Default: admitted, as RFC 6531 §3.3 has it. */
  utf8?: boolean;
}>;

const DEL = 0x7f;
const QUOTE = 0x22;
const DOT = 0x2e;
const AT = 0x40;
const BACKSLASH = 0x5c;

/** 1 for each character that an atom may contain. RFC 5321 §4.1.2 `Atom`, RFC 5322 §3.2.3 `atext` */
const ATEXT: Uint8Array = tableOf(
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~",
);

/** 1 for each character of a domain label. Quirk: `_` stands in the names of many Windows hosts. */
const LABEL_TEXT: Uint8Array = tableOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_');

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (let at = 0; at < characters.length; at++) table[characters.charCodeAt(at)] = 1;
  return table;
}

/** Reads `local@domain` without angle brackets; the local-part may be quoted. RFC 5321 §4.1.2 `Mailbox`
 *  @returns null where the text is anything else */
export function parseMailbox(text: string, syntax: MailboxSyntax = {}): Mailbox | null {
  const utf8 = syntax.utf8 ?? true;
  const end = endOfLocal(text, utf8);
  if (end < 0) return null;
  const local = text.charCodeAt(0) === QUOTE ? unquote(text, end) : text.slice(0, end);
  if (end === text.length) return syntax.domainOptional === true ? { local, domain: '' } : null;
  if (text.charCodeAt(end) !== AT) return null;
  const domain = parseMailDomain(text.slice(end + 1), utf8);
  return domain === null ? null : { local, domain };
}

/** Index behind the local-part that begins the text, -1 where none does. */
function endOfLocal(text: string, utf8: boolean): number {
  return text.charCodeAt(0) === QUOTE ? endOfQuoted(text, utf8) : endOfDotString(text, utf8);
}

function endOfDotString(text: string, utf8: boolean): number {
  let atomStart = 0;
  let at = 0;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (at === atomStart) return -1;
      atomStart = at + 1;
    } else if (code > DEL ? !utf8 || isUnusable(code) : ATEXT[code] !== 1) break;
  }
  return at === atomStart ? -1 : at;
}

function endOfQuoted(text: string, utf8: boolean): number {
  for (let at = 1; at < text.length; at++) {
    let code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) {
      code = text.charCodeAt(++at);
      if (!(code >= 0x20 && code < DEL)) return -1;
    } else if (code < 0x20 || code === DEL || (code > DEL && (!utf8 || isUnusable(code)))) return -1;
  }
  return -1;
}

/** C1 controls, and the replacement character, which stands for octets that were not UTF-8. */
function isUnusable(code: number): boolean {
  return (code >= 0x80 && code <= 0x9f) || code === 0xfffd;
}

/** Content of the quoted-string that ends before `end`. */
function unquote(text: string, end: number): string {
  const inner = text.slice(1, end - 1);
  if (!inner.includes('\\')) return inner;
  let content = '';
  for (let at = 0; at < inner.length; at++) {
    if (inner.charCodeAt(at) === BACKSLASH) at++;
    content += inner.charAt(at);
  }
  return content;
}

function parseMailDomain(text: string, utf8: boolean): string | null {
  if (text.startsWith('[')) return parseAddressLiteral(text);
  return utf8 || isAscii(text) ? toAsciiDomain(text) : null;
}

/** The address in the one form in which we send, store and compare it; quotes the local-part where it must be.
 *  `parseMailbox(formatMailbox(m))` is `m`. */
export function formatMailbox(mailbox: Mailbox): string {
  const { local, domain } = mailbox;
  const shown = endOfDotString(local, true) === local.length && local !== '' ? local : quote(local);
  return domain === '' ? shown : `${shown}@${domain}`;
}

function quote(local: string): string {
  return `"${local.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** The reverse-path as it is logged and reported: `<>` for the null path. */
export function formatReversePath(path: ReversePath): string {
  return path === null ? '<>' : formatMailbox(path);
}

/** The same text for addresses that Exchange takes as one: letter case does not count, in the local-part either. */
export function mailboxKey(mailbox: Mailbox): string {
  return formatMailbox(mailbox).toLowerCase();
}

/** Whether both lead to the same recipient of ours. Exchange: e-mail addresses are compared without case. */
export function mailboxEquals(a: Mailbox, b: Mailbox): boolean {
  return a.domain === b.domain && a.local.toLowerCase() === b.local.toLowerCase();
}

/** A domain name in lower-case A-labels, without a trailing dot; null where it is none. RFC 5321 §2.3.5, RFC 5890
 *  Text in ASCII is never handed to the IDNA conversion: that would read `1.2.3` as the IPv4 address 1.2.0.3. */
export function toAsciiDomain(text: string): string | null {
  if (isAscii(text)) return ldhDomain(text.toLowerCase());
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= DEL && code !== DOT && LABEL_TEXT[code] !== 1) return null;
  }
  const ascii = domainToASCII(text);
  return isIpv4(ascii) ? null : ldhDomain(ascii);
}

function ldhDomain(lower: string): string | null {
  const domain = lower.endsWith('.') ? lower.slice(0, -1) : lower;
  if (domain.length === 0 || domain.length > 255) return null;
  let labelStart = 0;
  for (let at = 0; at <= domain.length; at++) {
    if (at === domain.length || domain.charCodeAt(at) === DOT) {
      if (!isLabelShape(domain, labelStart, at)) return null;
      labelStart = at + 1;
    } else if (LABEL_TEXT[domain.charCodeAt(at)] !== 1) return null;
  }
  return domain;
}

function isLabelShape(domain: string, start: number, end: number): boolean {
  const length = end - start;
  return length > 0 && length <= 63 && domain[start] !== '-' && domain[end - 1] !== '-';
}

/** `[192.0.2.1]` or `[IPv6:2001:db8::1]` in its canonical spelling; null for anything else. RFC 5321 §4.1.3
 *  A literal with another tag is refused: no such protocol was ever registered. */
export function parseAddressLiteral(text: string): string | null {
  if (!text.startsWith('[') || !text.endsWith(']')) return null;
  const inner = text.slice(1, -1);
  if (isIpv4(inner)) return text;
  if (inner.slice(0, 5).toLowerCase() !== 'ipv6:') return null;
  const url = URL.parse(`http://[${inner.slice(5)}]/`);
  return url === null || url.hostname.length < 4 ? null : `[IPv6:${url.hostname.slice(1)}`;
}

/** Whether the domain of an address is an address literal. */
export function isAddressLiteral(domain: string): boolean {
  return domain.startsWith('[');
}

/** Four decimal numbers up to 255, without leading zeros. */
function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 4 &&
    parts.every((part) => part.length <= 3 && String(Number(part)) === part && Number(part) <= 255)
  );
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > DEL) return false;
  return true;
}

/** Whether `domain` is `parent` or lies below it; both in lower-case A-labels. */
export function isSameOrSubdomain(domain: string, parent: string): boolean {
  return (
    domain === parent ||
    (domain.length > parent.length &&
      domain.endsWith(parent) &&
      domain[domain.length - parent.length - 1] === '.')
  );
}
