import { formatDate } from './date.ts';

/** What one Received field of ours says. */
export type ReceivedFacts = Readonly<{
  /** As the client gave it; replaced by the address where it gave none. */
  helo: string;
  clientIp: string;
  /** Our FQDN. */
  by: string;
  serverIp: string;
  /** `Postern` in `with Postern SMTP Server`. */
  product: string;
  version: string;
  /** As node:tls names them, `TLSv1.3` and `TLS_AES_256_GCM_SHA384`; null without TLS. */
  tls: Readonly<{ protocol: string; cipher: string }> | null;
  /** ` via Frontend Transport` */
  viaFrontend: boolean;
  at: number;
  offsetMinutes: number;
}>;

/** The body of the Received field that Postern adds, folded. RFC 5321 §4.4; shape: mail-flow.md §12.1.
 *  The token after `id` is the version, as readers of Exchange headers expect it there. */
export function formatReceived(facts: ReceivedFacts): string {
  const from = safeToken(facts.helo, facts.clientIp);
  const tls =
    facts.tls === null ? '' : ` (version=${tlsVersion(facts.tls.protocol)}, cipher=${facts.tls.cipher})`;
  const via = facts.viaFrontend ? ' via Frontend Transport' : '';
  const date = formatDate(facts.at, facts.offsetMinutes);
  return [
    `from ${from} (${facts.clientIp}) by`,
    ` ${facts.by} (${facts.serverIp}) with ${facts.product} SMTP Server${tls}`,
    ` id ${facts.version}${via}; ${date}`,
  ].join('\r\n');
}

/** The body of the Received field of a message that came as a file. mail-flow.md §1.7, §1.8
 *  @param folder `Pickup` or `Replay` */
export function formatFileReceived(
  folder: string,
  facts: Readonly<{ from: string; product: string; version: string; at: number; offsetMinutes: number }>,
): string {
  const { from, product, version, at, offsetMinutes } = facts;
  return `from ${from} by ${folder} with ${product} SMTP Server\r\n id ${version}; ${formatDate(at, offsetMinutes)}`;
}

/** Does a Received field name one of these hosts after `by`? Compared without case. RFC 5321 §4.4
 *  Comments and quoted strings are stepped over, so that a `by` inside `(…)` names nobody. */
export function isReceivedBy(value: string, hosts: readonly string[]): boolean {
  const wanted = hosts.map((host) => host.toLowerCase());
  const words = wordsOutsideComments(value).map((word) => word.toLowerCase());
  return words.some((word, index) => index > 0 && words[index - 1] === 'by' && wanted.includes(word));
}

function wordsOutsideComments(value: string): string[] {
  const words: string[] = [];
  let word = '';
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < value.length; index += 1) {
    const char = value.charAt(index);
    if (char === '\\') index += 1;
    else if (char === '"' && depth === 0) quoted = !quoted;
    else if (quoted) continue;
    else if (char === '(') depth += 1;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (depth > 0) continue;
    else if (char === ';') break;
    else if (char !== ' ' && char !== '\t') {
      word += char;
      continue;
    }
    if (word !== '') words.push(word);
    word = '';
  }
  if (word !== '') words.push(word);
  return words;
}

/** HELO text is the client's: what could open a comment or a new clause is replaced. */
function safeToken(text: string, fallback: string): string {
  const cleaned = text.replaceAll(/[^\w.:[\]-]/g, '_').slice(0, 255);
  return cleaned === '' ? fallback : cleaned;
}

function tlsVersion(protocol: string): string {
  return protocol
    .replace('TLSv', 'TLS')
    .replace('.', '_')
    .replace(/^(TLS1)$/, '$1_0');
}
