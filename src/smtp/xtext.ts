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

export function encodeXtext(text: string): string {
  return text.replaceAll(/[^!-*,-<>-~]/gu, (character) =>
    [...Buffer.from(character)]
      .map((octet) => `+${octet.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

/** The text that `isXtext` text stands for, octets beyond US-ASCII being UTF-8. A `+` that begins no pair of hexadecimal
 *  digits stays as it is. */
export function decodeXtext(xtext: string): string {
  return xtext.replaceAll(/(?:\+[0-9A-F]{2})+/gi, (encoded) =>
    Buffer.from(encoded.replaceAll('+', ''), 'hex').toString('utf8'),
  );
}

/** Characters beyond US-ASCII as `\x{FC}`, the form that a typed address of `utf-8` has without SMTPUTF8. RFC 6533 §3 */
export function escapeUtf8(text: string): string {
  return text.replaceAll(/[^\0-\x7f]/gu, escapeCharacter);
}

/** An address as the value of ORCPT: type `rfc822` and xtext, or `utf-8` with escapes for what may not stand there.
 *  RFC 3461 §4.2, RFC 6533 §3 */
export function typedAddress(address: string): string {
  if (address === escapeUtf8(address)) return `rfc822;${encodeXtext(address)}`;
  return `utf-8;${address.replaceAll(/[^!-*,-<>-[\]-~]/gu, escapeCharacter)}`;
}

function escapeCharacter(character: string): string {
  return `\\x{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
}

/** Value of the digit, -1 where there is none. */
function hexDigit(text: string, at: number): number {
  const character = text.charAt(at);
  return character === '' ? -1 : HEX_DIGITS.indexOf(character.toUpperCase());
}
