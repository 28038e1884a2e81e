/** Text made fit for a parameter of MAIL and RCPT: `+` and two hexadecimal digits for what may not stand there.
 *  RFC 3461 §4 */

const PLUS = 0x2b;
const EQUALS = 0x3d;
const HEX_DIGITS = '0123456789ABCDEF';

/** RFC 3461 §4: digits are upper case; lower case is taken too. */
export function isXtext(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x21 || code > 0x7e || code === EQUALS) return false;
    if (code !== PLUS) continue;
    if (hexDigit(text, at + 1) < 0 || hexDigit(text, at + 2) < 0) return false;
    at += 2;
  }
  return true;
}

/** The text that `isXtext` text stands for; octets beyond ASCII are UTF-8. */
export function decodeXtext(text: string): string {
  if (!text.includes('+')) return text;
  const octets: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== PLUS) {
      octets.push(code);
      continue;
    }
    octets.push(hexDigit(text, at + 1) * 16 + hexDigit(text, at + 2));
    at += 2;
  }
  return Buffer.from(octets).toString('utf8');
}

/** Value of the digit, -1 where there is none. */
function hexDigit(text: string, at: number): number {
  const character = text.charAt(at);
  return character === '' ? -1 : HEX_DIGITS.indexOf(character.toUpperCase());
}
