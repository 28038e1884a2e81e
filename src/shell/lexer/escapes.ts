const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** What a backtick and this character stand for. A continued line is nothing at all. shell-language.md §1.2 */
export function unescape(char: string): string {
  return ESCAPES[char] ?? char;
}
