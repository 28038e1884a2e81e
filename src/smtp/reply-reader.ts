import type { Reply } from './reply.ts';

/** What a server sent that is no reply. RFC 5321 §4.2 */
export type ReplyFault = 'malformed' | 'tooLong';

export type ReplyBatch = Readonly<{ replies: readonly Reply[]; fault: ReplyFault | null }>;

/** Longer reply lines exist than the 512 octets of RFC 5321 §4.5.3.1.5; beyond this a peer is not speaking SMTP. */
const MAX_LINE_OCTETS = 4096;
const MAX_LINES = 256;
const LF = 10;
const CR = 13;

/** Puts the replies of a server together from whatever pieces arrive. One instance a connection. */
export class ReplyReader {
  #rest: Buffer | null = null;
  #lines: string[] = [];
  #code = 0;

  /** Octets that did not make a whole line yet; not 0 when STARTTLS was answered means that plain text was injected. */
  get pendingOctets(): number {
    return (this.#rest?.length ?? 0) + this.#lines.length;
  }

  push(chunk: Buffer): ReplyBatch {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = null;
    const replies: Reply[] = [];
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(LF, start);
      if (end < 0) break;
      const fault = this.#line(bytes, start, end, replies);
      if (fault !== null) return { replies, fault };
      start = end + 1;
    }
    if (bytes.length - start > MAX_LINE_OCTETS) return { replies, fault: 'tooLong' };
    if (start < bytes.length) this.#rest = bytes.subarray(start);
    return { replies, fault: null };
  }

  #line(bytes: Buffer, start: number, lineFeed: number, replies: Reply[]): ReplyFault | null {
    const end = lineFeed > start && bytes[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed;
    const code = codeAt(bytes, start, end);
    if (code === 0) return 'malformed';
    if (this.#lines.length > 0 && code !== this.#code) return 'malformed';
    if (end - start > MAX_LINE_OCTETS || this.#lines.length >= MAX_LINES) return 'tooLong';
    this.#code = code;
    this.#lines.push(bytes.toString('utf8', Math.min(start + 4, end), end));
    if (end - start > 3 && bytes[start + 3] === 0x2d) return null;
    replies.push(makeReply(code, this.#lines));
    this.#lines = [];
    return null;
  }
}

/** The three digits of a reply line followed by space, hyphen or its end; 0 when it is none. */
function codeAt(bytes: Buffer, start: number, end: number): number {
  if (end - start < 3) return 0;
  const [first, second, third] = [digit(bytes[start]), digit(bytes[start + 1]), digit(bytes[start + 2])];
  if (first < 2 || first > 5 || second < 0 || third < 0) return 0;
  const separator = end - start > 3 ? bytes[start + 3] : 0x20;
  return separator === 0x20 || separator === 0x2d ? first * 100 + second * 10 + third : 0;
}

function digit(octet: number | undefined): number {
  return octet !== undefined && octet >= 0x30 && octet <= 0x39 ? octet - 0x30 : -1;
}

/** The enhanced status leaves the text of each line: it stands in `status` alone. RFC 2034 §4 */
function makeReply(code: number, lines: readonly string[]): Reply {
  const status = statusOf(code, lines[0] ?? '');
  if (status === '') return { code, status, lines };
  const prefix = `${status} `;
  return {
    code,
    status,
    lines: lines.map((line) => {
      if (line === status) return '';
      return line.startsWith(prefix) ? line.slice(prefix.length) : line;
    }),
  };
}

function statusOf(code: number, line: string): string {
  const space = line.indexOf(' ');
  const word = space < 0 ? line : line.slice(0, space);
  if (word.length < 5 || word.charCodeAt(1) !== 0x2e || word.charCodeAt(0) - 0x30 !== Math.trunc(code / 100))
    return '';
  return isStatus(word) ? word : '';
}

/** `d.ddd.ddd` after the first digit was seen. */
function isStatus(word: string): boolean {
  const parts = word.split('.');
  return parts.length === 3 && parts.every((part) => part.length > 0 && part.length <= 3 && isDigits(part));
}

function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

/** The reply as one line, for diagnostics and logs: `550 5.1.1 User unknown`. */
export function replyText(reply: Reply): string {
  const text = reply.lines.join(' ').trim();
  return [String(reply.code), reply.status, text].filter((part) => part !== '').join(' ');
}
