/** Octets of text in one encoded word: 75 characters at most with `=?utf-8?B?` and `?=`. RFC 2047 §2 */
const OCTETS_A_WORD = 42;

/** A display name as a phrase for a header field: an atom run as it is, else a quoted string, or encoded words where it
 *  is not US-ASCII. Runs of spaces, line ends and other controls become one space. RFC 5322 §3.2.5, RFC 2047 §5 */
export function formatPhrase(text: string): string {
  const name = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp} ]+/gu, ' ').trim();
  if (/^[\w!#$%&'*+\-/=?^`{|}~ ]*$/.test(name) && !name.includes('=?')) return name;
  if (/^[\x20-\x7e]*$/.test(name)) return `"${name.replaceAll(/["\\]/g, '\\$&')}"`;
  return encodeWords(name);
}

/** UTF-8 encoded words, one folded line each; no character is cut in two. */
function encodeWords(text: string): string {
  const words: string[] = [];
  let part = '';
  for (const character of text) {
    if (Buffer.byteLength(part + character) > OCTETS_A_WORD) {
      words.push(part);
      part = '';
    }
    part += character;
  }
  words.push(part);
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}

/** Text of an unstructured field with its encoded words decoded, for logs and lists. What cannot be decoded stays.
 *  RFC 2047 §6.2: white space between two encoded words is not shown. */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text;
  return text
    .replaceAll(/(=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[BbQq]\?[^?\s]*\?=)/g, '$1')
    .replaceAll(/=\?([^?\s*]+)(?:\*[^?\s]*)?\?([BbQq])\?([^?\s]*)\?=/g, decodeOne);
}

function decodeOne(whole: string, charset: string, encoding: string, content: string): string {
  const octets = encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : decodeQ(content);
  try {
    return new TextDecoder(charset).decode(octets);
  } catch {
    return whole;
  }
}

function decodeQ(content: string): Buffer {
  const latin = content
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9A-Fa-f]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin, 'latin1');
}
