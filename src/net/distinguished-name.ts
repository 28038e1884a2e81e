import { identifier, sequence, tagged } from './der.ts';

/** OBJECT IDENTIFIERs of the parts that names are made of. RFC 4519 */
const PARTS: Readonly<Record<string, string>> = {
  CN: '550403',
  O: '55040a',
  OU: '55040b',
  L: '550407',
  S: '550408',
  ST: '550408',
  C: '550406',
  E: '2a864886f70d010901',
  DC: '0992268993f22c640119',
};
const PRINTABLE = 0x13;
const UTF8 = 0x0c;
const IA5 = 0x16;

/** `CN=mail.contoso.com, O="Contoso, Ltd"` as DER, the most general part first.
 *  Throws a RangeError that says what is no name. */
export function encodeName(text: string): Buffer {
  const parts = text.match(/(?:"[^"]*"|[^,"])+/g) ?? [];
  const encoded = parts.map((part) => {
    const [, key = '', value = ''] = /^\s*([A-Za-z]+)\s*=\s*"?([^"]*?)"?\s*$/.exec(part) ?? [];
    const oid = PARTS[key.toUpperCase()];
    if (oid === undefined || value === '') {
      throw new RangeError(`"${part.trim()}" is no part of a name; use CN=, O=, OU=, L=, S=, C=, E= or DC=`);
    }
    return tagged(0x31, sequence(identifier(oid), tagged(tagOf(key.toUpperCase()), Buffer.from(value))));
  });
  if (encoded.length === 0)
    throw new RangeError('a name needs at least one part, such as CN=mail.contoso.com');
  return sequence(...encoded.toReversed());
}

function tagOf(key: string): number {
  if (key === 'C') return PRINTABLE;
  return key === 'E' || key === 'DC' ? IA5 : UTF8;
}

/** A name as node:crypto prints it, one part a line, as Windows writes it: the most specific part first. */
export function windowsName(lines: string): string {
  return lines
    .split('\n')
    .toReversed()
    .map((line) => {
      const equals = line.indexOf('=');
      const key = line
        .slice(0, equals)
        .replace(/^ST$/, 'S')
        .replace(/^emailAddress$/, 'E');
      const value = line.slice(equals + 1).replaceAll(/\\(.)/g, '$1');
      return /[,+"=]/.test(value) ? `${key}="${value}"` : `${key}=${value}`;
    })
    .join(', ');
}
