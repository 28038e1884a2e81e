import type { PeerExtensions } from './client-types.ts';
import type { Reply } from './reply.ts';

/** A peer of which nothing is known, or one that only speaks HELO. */
export const NO_EXTENSIONS: PeerExtensions = {
  size: null,
  pipelining: false,
  eightBitMime: false,
  smtpUtf8: false,
  dsn: false,
  chunking: false,
  binaryMime: false,
  startTls: false,
  authLogin: false,
  authPlain: false,
};

/** Reads an EHLO reply; its first line is the greeting. RFC 5321 §4.1.1.1 */
export function parseExtensions(reply: Reply): PeerExtensions {
  const keywords = new Map<string, readonly string[]>();
  for (const line of reply.lines.slice(1)) {
    // Quirk: some servers write the old `AUTH=LOGIN` beside `AUTH LOGIN`.
    const words = line
      .trim()
      .toUpperCase()
      .replace(/^AUTH=/, 'AUTH ')
      .split(/ +/);
    const keyword = words[0] ?? '';
    keywords.set(keyword, [...(keywords.get(keyword) ?? []), ...words.slice(1)]);
  }
  return {
    size: keywords.has('SIZE') ? sizeLimit(keywords.get('SIZE')?.[0]) : null,
    pipelining: keywords.has('PIPELINING'),
    eightBitMime: keywords.has('8BITMIME'),
    smtpUtf8: keywords.has('SMTPUTF8'),
    dsn: keywords.has('DSN'),
    chunking: keywords.has('CHUNKING'),
    binaryMime: keywords.has('BINARYMIME'),
    startTls: keywords.has('STARTTLS'),
    authLogin: keywords.get('AUTH')?.includes('LOGIN') ?? false,
    authPlain: keywords.get('AUTH')?.includes('PLAIN') ?? false,
  };
}

function sizeLimit(parameter: string | undefined): number {
  const limit = Number(parameter ?? '0');
  return Number.isSafeInteger(limit) && limit > 0 ? limit : 0;
}
