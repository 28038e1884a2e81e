/** Text as an SMTP parameter: `+XX` for what may not stand there. RFC 3461 §4 */
export function encodeXtext(text: string): string {
  return text.replaceAll(/[^!-*,-<>-~]/gu, (character) =>
    [...Buffer.from(character)]
      .map((octet) => `+${octet.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

/** The text behind xtext; a `+` that begins no pair of hexadecimal digits stays as it is. */
export function decodeXtext(xtext: string): string {
  return xtext.replaceAll(/(?:\+[0-9A-F]{2})+/g, (encoded) =>
    Buffer.from(encoded.replaceAll('+', ''), 'hex').toString('utf8'),
  );
}
