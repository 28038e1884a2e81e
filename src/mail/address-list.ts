/** One mailbox of an address field such as From. RFC 5322 §3.4 */
export type ListedAddress = Readonly<{
  /** Display name with quoting removed and encoded words as they stand; '' where there is none. */
  displayName: string;
  /** `local@domain` as written, without angle brackets, comments and white space. */
  address: string;
}>;

type Reader = { readonly text: string; position: number };

/** Reads the mailboxes of an address field. Members of groups are listed, group names are not.
 *  @param text the unfolded field body
 *  @returns null when the text is no address list: what it would mean to another reader cannot be known */
export function parseAddressList(text: string): readonly ListedAddress[] | null {
  const reader: Reader = { text, position: 0 };
  const found: ListedAddress[] = [];
  let words: string[] = [];
  let angle: string | null = null;
  let inGroup = false;
  for (;;) {
    const token = nextToken(reader);
    if (token === null) return null;
    if (token.kind === 'word' && angle === null) words.push(token.text);
    else if (token.kind === 'angle' && angle === null) angle = token.text;
    else if (token.kind === 'mark' && token.text === ':' && !inGroup && angle === null) {
      inGroup = true;
      words = [];
    } else if (token.kind === 'end' || (token.kind === 'mark' && isSeparator(token.text, inGroup))) {
      const entry = makeEntry(words, angle);
      if (entry === null) return null;
      if (entry !== 'empty') found.push(entry);
      if (token.kind === 'end') return found;
      if (token.text === ';') inGroup = false;
      words = [];
      angle = null;
    } else return null;
  }
}

/** Display name and address as one mailbox of a field; non-ASCII and special characters are quoted or encoded by the
 *  caller's `phrase`. RFC 5322 §3.4 */
export function formatNamedAddress(phrase: string, address: string): string {
  return phrase === '' ? address : `${phrase} <${address}>`;
}

function isSeparator(mark: string, inGroup: boolean): boolean {
  return mark === ',' || (mark === ';' && inGroup);
}

function makeEntry(words: readonly string[], angle: string | null): ListedAddress | 'empty' | null {
  if (angle !== null) {
    const address = stripRoute(angle);
    return address === '' ? 'empty' : { displayName: words.map(unquote).join(' '), address };
  }
  const address = words.join('');
  if (address === '') return 'empty';
  return address.includes('@') ? { displayName: '', address } : null;
}

/** RFC 5322 §4.4: an obsolete source route before the address is dropped. */
function stripRoute(angle: string): string {
  return angle.startsWith('@') ? angle.slice(angle.indexOf(':') + 1) : angle;
}

type Token =
  | Readonly<{ kind: 'word' | 'angle' | 'mark'; text: string }>
  | Readonly<{ kind: 'end'; text: '' }>;

function nextToken(reader: Reader): Token | null {
  if (!skipBlank(reader)) return null;
  const char = reader.text.charAt(reader.position);
  if (char === '') return { kind: 'end', text: '' };
  if (char === '<') return readAngle(reader);
  if (char === ',' || char === ';' || char === ':') {
    reader.position += 1;
    return { kind: 'mark', text: char };
  }
  if (char === '>' || char === ')') return null;
  return readWord(reader, ',;:<>() \t');
}

/** A run of atoms, quoted strings, dots and at-signs up to one of `stops`. */
function readWord(reader: Reader, stops: string): Token | null {
  const start = reader.position;
  while (reader.position < reader.text.length) {
    const char = reader.text.charAt(reader.position);
    if (char === '"') {
      if (!skipQuoted(reader)) return null;
    } else if (char === '[') {
      const close = reader.text.indexOf(']', reader.position);
      if (close < 0) return null;
      reader.position = close + 1;
    } else if (stops.includes(char)) break;
    else reader.position += 1;
  }
  return { kind: 'word', text: reader.text.slice(start, reader.position) };
}

function readAngle(reader: Reader): Token | null {
  reader.position += 1;
  let text = '';
  for (;;) {
    if (!skipBlank(reader)) return null;
    const char = reader.text.charAt(reader.position);
    if (char === '>') {
      reader.position += 1;
      return { kind: 'angle', text };
    }
    if (char === ',' || char === ':') {
      text += char;
      reader.position += 1;
      continue;
    }
    if (char === '' || char === '<' || char === ';' || char === ')') return null;
    const word = readWord(reader, ',;:<>() \t');
    if (word === null) return null;
    text += word.text;
  }
}

/** Steps over white space and comments, which nest. False when a comment does not end. */
function skipBlank(reader: Reader): boolean {
  let depth = 0;
  for (; reader.position < reader.text.length; reader.position += 1) {
    const char = reader.text.charAt(reader.position);
    if (char === '(') depth += 1;
    else if (char === ')' && depth > 0) depth -= 1;
    else if (char === '\\' && depth > 0) reader.position += 1;
    else if (depth === 0 && char !== ' ' && char !== '\t') return true;
  }
  return depth === 0;
}

function skipQuoted(reader: Reader): boolean {
  for (let index = reader.position + 1; index < reader.text.length; index += 1) {
    const char = reader.text.charAt(index);
    if (char === '\\') index += 1;
    else if (char === '"') {
      reader.position = index + 1;
      return true;
    }
  }
  return false;
}

function unquote(word: string): string {
  if (!word.startsWith('"') || !word.endsWith('"') || word.length < 2) return word;
  return word.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}
