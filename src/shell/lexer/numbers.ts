const MULTIPLIERS: Readonly<Record<string, number>> = {
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
  pb: 1024 ** 5,
};

const DECIMAL = /^([+-]?)(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)([ld]?)(kb|mb|gb|tb|pb)?$/i;
const HEXADECIMAL = /^([+-]?)0x([0-9a-f]+)(l?)(kb|mb|gb|tb|pb)?$/i;

/** `25`, `-1`, `1.5GB`, `0x1F`, `1e3`, `12L`.
 *  @returns null where the whole word is no number. shell-language.md §1.3 */
export function parseNumber(word: string): number | null {
  const hexadecimal = HEXADECIMAL.exec(word);
  const match = hexadecimal ?? DECIMAL.exec(word);
  if (match === null) return null;
  const digits = match[2] ?? '';
  const magnitude = hexadecimal === null ? Number(digits) : Number.parseInt(digits, 16);
  const value = magnitude * (MULTIPLIERS[(match[4] ?? '').toLowerCase()] ?? 1);
  return match[1] === '-' ? -value : value;
}

/** Length of the number that begins the text in expression mode, where `1..3` is a range and `1.ToString()` a call.
 *  0 = none. */
export function numberLength(text: string): number {
  const match =
    /^(?:0x[0-9a-f]+l?|(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?[ld]?)(?:kb|mb|gb|tb|pb)?(?![\p{L}_\d])/iu.exec(
      text,
    );
  return match?.[0].length ?? 0;
}
