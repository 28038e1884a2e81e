/** The command that is being written at the cursor. */
export type Segment = Readonly<{
  /** Its words before the one at the cursor, without their quotes. */
  words: readonly string[];
  /** Where the word at the cursor begins, its quote included; in a list it is the last element. */
  start: number;
  /** That word up to the cursor, without its quote. */
  word: string;
  /** The quote it stands in or began with, '' where it has none. */
  quote: string;
}>;

const SEPARATORS = '|;{(=&\n';

/** Finds the command at the end of a text. A light reading: it knows quotes and separators, not the language. */
export function segmentAt(before: string): Segment {
  let words: string[] = [];
  let start = 0;
  let open = '';
  for (let at = 0; at < before.length; at++) {
    const letter = before.charAt(at);
    if (open !== '') {
      if (letter === '`' && open === '"') at++;
      else if (letter === open) open = '';
    } else if (letter === '"' || letter === "'") open = letter;
    else if (letter === '`') at++;
    else if (letter === ',') start = at + 1;
    else if (SEPARATORS.includes(letter)) {
      words = [];
      start = at + 1;
    } else if (/[\s})]/.test(letter)) {
      const word = unquoted(before.slice(start, at));
      // A blank behind a comma goes on with the list.
      if (word !== '') words.push(word);
      start = at + 1;
    }
  }
  const word = before.slice(start);
  const quote = /^["']/.exec(word)?.[0] ?? '';
  return { words, start, word: unquoted(word), quote };
}

function unquoted(word: string): string {
  return word.replaceAll(/["']/g, '');
}

/** A value as an argument: quoted where it has to be, or where the person began with a quote. */
export function asArgument(value: string, quote: string): string {
  const needs = value === '' || /[\s"'`$|;&(){}<>,@#]/.test(value);
  if (!needs && quote === '') return value;
  const single = quote === "'" || (quote === '' && /[$`"]/.test(value));
  return single ? `'${value.replaceAll("'", "''")}'` : `"${value.replaceAll(/[`"$]/g, '`$&')}"`;
}
