/** Enhanced mail system status codes. RFC 3463, RFC 2034 */

const DOT = 0x2e;
const ZERO = 0x30;

/** Length of the status code that begins the text, 0 where none does. RFC 3463 §2: class 2, 4 or 5, then two numbers of
 *  one to three digits without leading zeros. */
function lengthOfStatus(text: string): number {
  const first = text.charAt(0);
  if ((first !== '2' && first !== '4' && first !== '5') || text.charCodeAt(1) !== DOT) return 0;
  const subjectEnd = endOfNumber(text, 2);
  if (subjectEnd === 0 || text.charCodeAt(subjectEnd) !== DOT) return 0;
  return endOfNumber(text, subjectEnd + 1);
}

function endOfNumber(text: string, start: number): number {
  let end = start;
  while (isDigit(text.charCodeAt(end))) end++;
  const length = end - start;
  if (length === 0 || length > 3 || (length > 1 && text.charCodeAt(start) === ZERO)) return 0;
  return end;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

export function isEnhancedStatus(text: string): boolean {
  const length = lengthOfStatus(text);
  return length > 0 && length === text.length;
}

/** Splits the text of a reply into its status code and what follows the blank.
 *  @returns status '' where the text does not begin with one */
export function splitEnhancedStatus(text: string): Readonly<{ status: string; rest: string }> {
  const length = lengthOfStatus(text);
  if (length === 0) return { status: '', rest: text };
  if (length === text.length) return { status: text, rest: '' };
  if (text.charAt(length) !== ' ') return { status: '', rest: text };
  return { status: text.slice(0, length), rest: text.slice(length + 1) };
}

/** The code that stands for a reply without one: its class and nothing else. RFC 3463 §3.1 `X.0.0`
 *  @param replyCode 200..599 */
export function genericStatus(replyCode: number): string {
  if (replyCode >= 500) return '5.0.0';
  return replyCode >= 400 ? '4.0.0' : '2.0.0';
}
