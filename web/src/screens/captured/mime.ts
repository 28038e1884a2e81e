/** One field of a header, unfolded and with its encoded words decoded. */
export type MailField = Readonly<{ name: string; value: string }>;

/** What a message is made of, as far as it is shown. */
export type MailContent = Readonly<{
  fields: readonly MailField[];
  /** The first plain text and the first HTML, null where there is none. */
  text: string | null;
  html: string | null;
  attachments: readonly Attachment[];
}>;

export type Attachment = Readonly<{ name: string; type: string; size: number }>;

/** Parts inside parts are followed this far: a message cannot make the page climb for ever. */
const DEEPEST = 8;
const MOST_PARTS = 200;

type Found = { text: string | null; html: string | null; attachments: Attachment[]; parts: number };

/** Reads a message. Octets are given as text, one character each, so that every part can be read in its own charset.
 *  RFC 5322, RFC 2045 to RFC 2047; what is malformed is shown as it is. */
export function readMail(octets: string): MailContent {
  const { fields, body } = split(octets);
  const found: Found = { text: null, html: null, attachments: [], parts: 0 };
  readPart(fields, body, found, 0);
  const { text, html, attachments } = found;
  return {
    fields: fields.map(({ name, value }) => ({ name, value: decodeWords(utf8OrLatin(value)) })),
    text,
    html,
    attachments,
  };
}

/** Octets as text, one character each. */
export function octetText(octets: Uint8Array): string {
  return new TextDecoder('latin1').decode(octets).replaceAll(/[\u0100-\uffff]/g, octetOf);
}

/** What the browser calls latin1 is windows-1252: its 27 own characters become their octets again. */
const WINDOWS_1252 = new Map(
  Array.from({ length: 32 }, (_, index) => 0x80 + index).map((octet) => [
    new TextDecoder('latin1').decode(Uint8Array.of(octet)),
    String.fromCharCode(octet),
  ]),
);

function octetOf(character: string): string {
  return WINDOWS_1252.get(character) ?? character;
}

type Part = Readonly<{ fields: readonly MailField[]; body: string }>;

function split(octets: string): Part {
  const end = /(?:^|\r?\n)\r?\n/.exec(octets);
  const head = end === null ? octets : octets.slice(0, end.index);
  const body = end === null ? '' : octets.slice(end.index + end[0].length);
  const fields = head
    .replaceAll(/\r?\n(?=[ \t])/g, '')
    .split(/\r?\n/)
    .flatMap((line): MailField[] => {
      const match = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/s.exec(line);
      return match === null ? [] : [{ name: match[1] ?? '', value: match[2] ?? '' }];
    });
  return { fields, body };
}

function readPart(fields: readonly MailField[], body: string, found: Found, depth: number): void {
  found.parts += 1;
  if (found.parts > MOST_PARTS) return;
  const type = parameterized(valueOf(fields, 'content-type') || 'text/plain');
  const boundary = type.parameters.get('boundary');
  if (type.value.startsWith('multipart/') && boundary !== undefined && depth < DEEPEST) {
    for (const part of partsOf(body, boundary)) {
      const inner = split(part);
      readPart(inner.fields, inner.body, found, depth + 1);
    }
    return;
  }
  const disposition = parameterized(valueOf(fields, 'content-disposition'));
  const octets = decodeBody(body, valueOf(fields, 'content-transfer-encoding'));
  const name = disposition.parameters.get('filename') ?? type.parameters.get('name') ?? '';
  const isShown = disposition.value !== 'attachment' && name === '';
  const content = (): string => decodeCharset(octets, type.parameters.get('charset') ?? '');
  if (isShown && type.value === 'text/plain' && found.text === null) found.text = content();
  else if (isShown && type.value === 'text/html' && found.html === null) found.html = content();
  else found.attachments.push({ name: decodeWords(name), type: type.value, size: octets.length });
}

function valueOf(fields: readonly MailField[], name: string): string {
  return fields.find((field) => field.name.toLowerCase() === name)?.value ?? '';
}

type Parameterized = Readonly<{ value: string; parameters: ReadonlyMap<string, string> }>;

/** `text/html; charset="utf-8"`. RFC 2045 §5.1 */
function parameterized(text: string): Parameterized {
  const [value = ''] = text.split(';', 1);
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain] of text.matchAll(
    /;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g,
  ))
    parameters.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '');
  return { value: value.trim().toLowerCase(), parameters };
}

/** What stands between the lines of the boundary. RFC 2046 §5.1.1 */
function partsOf(body: string, boundary: string): readonly string[] {
  const parts: string[] = [];
  let lines: string[] | null = null;
  for (const line of body.split('\n')) {
    const isLast = line.trimEnd() === `--${boundary}--`;
    if (isLast || line.trimEnd() === `--${boundary}`) {
      if (lines !== null) parts.push(lines.join('\n'));
      lines = [];
      if (isLast) return parts;
    } else lines?.push(line);
  }
  if (lines !== null) parts.push(lines.join('\n'));
  return parts;
}

function decodeBody(body: string, encoding: string): string {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return base64(body);
    case 'quoted-printable':
      return quotedPrintable(body.replaceAll(/[ \t]+(?=\r?\n)/g, '').replaceAll(/=\r?\n/g, ''));
    default:
      return body;
  }
}

function base64(text: string): string {
  const clean = text.replaceAll(/[^A-Za-z0-9+/]/g, '');
  // One character alone holds no octet.
  return atob(clean.length % 4 === 1 ? clean.slice(0, -1) : clean);
}

function quotedPrintable(text: string): string {
  return text.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function decodeCharset(octets: string, charset: string): string {
  const bytes = Uint8Array.from(octets, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder(charset === '' ? 'utf-8' : charset).decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes);
  }
}

/** Raw octets in a header are UTF-8 by RFC 6532, and something older where they cannot be. */
function utf8OrLatin(octets: string): string {
  const bytes = Uint8Array.from(octets, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return octets;
  }
}

/** RFC 2047; white space between two encoded words is not shown. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/(=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[BbQq]\?[^?\s]*\?=)/g, '$1')
    .replaceAll(
      /=\?([^?\s*]+)(?:\*[^?\s]*)?\?([BbQq])\?([^?\s]*)\?=/g,
      (_, charset: string, encoding: string, content: string) =>
        decodeCharset(
          encoding.toLowerCase() === 'b' ? base64(content) : quotedPrintable(content.replaceAll('_', ' ')),
          charset,
        ),
    );
}
