/** One field of a message header. RFC 5322 §2.2 */
export type HeaderField = Readonly<{
  /** As written, without the colon. */
  name: string;
  /** The name in lower case: names are compared without case. */
  key: string;
  /** Every octet of the field: name, colon, body, folded lines and the last line end. */
  raw: Buffer;
  /** The field body unfolded and trimmed; octets that are not UTF-8 become U+FFFD. */
  value(): string;
}>;

/** A header read into fields. The fields' octets followed by `rest` are the input again, whatever it was. */
export type HeaderFields = Readonly<{
  fields: readonly HeaderField[];
  /** What follows the last field: the empty line, or everything from the first line that is no field. */
  rest: Buffer;
}>;

/** Where a header that arrives in pieces ends. */
export type HeaderScan =
  /** Not yet: scan again from `resume`, the start of the first line that is not complete. */
  | Readonly<{ kind: 'more'; resume: number }>
  /** `headerBytes` octets of fields; the body begins at `bodyStart`. The two are equal where the empty line is missing and
   *  a line that cannot be a field ended the header. */
  | Readonly<{ kind: 'end'; headerBytes: number; bodyStart: number }>;

const LF = 10;
const CR = 13;
const COLON = 58;

/** Looks for the end of the header from `from`, which is the start of a line.
 *  A line that is neither a field nor a continuation ends the header, as an empty line would: were it kept inside, the next
 *  hop could read the fields behind it as body, and a header firewall would have two readings of one message. */
export function scanHeader(bytes: Buffer, from: number): HeaderScan {
  let start = from;
  for (;;) {
    const lineFeed = bytes.indexOf(LF, start);
    if (lineFeed < 0) return { kind: 'more', resume: start };
    const length = contentLength(bytes, start, lineFeed);
    if (length === 0) return { kind: 'end', headerBytes: start, bodyStart: lineFeed + 1 };
    const belongs = isSpace(bytes[start]) ? start > 0 : fieldNameLength(bytes, start, start + length) > 0;
    if (!belongs) return { kind: 'end', headerBytes: start, bodyStart: start };
    start = lineFeed + 1;
  }
}

/** Offset of the first octet of the body, or -1 when the header does not end within `bytes`. */
export function headerEnd(bytes: Buffer): number {
  const scan = scanHeader(bytes, 0);
  return scan.kind === 'end' ? scan.bodyStart : -1;
}

/** Reads a header into its fields. A last line without a line end counts as a line. */
export function parseHeader(bytes: Buffer): HeaderFields {
  const fields: HeaderField[] = [];
  let fieldStart = 0;
  let nameLength = 0;
  let position = 0;
  while (position < bytes.length) {
    const lineFeed = bytes.indexOf(LF, position);
    const next = lineFeed < 0 ? bytes.length : lineFeed + 1;
    const length = contentLength(bytes, position, lineFeed < 0 ? bytes.length : lineFeed);
    if (length === 0) break;
    if (!(isSpace(bytes[position]) && nameLength > 0)) {
      const newNameLength = fieldNameLength(bytes, position, position + length);
      if (newNameLength === 0) break;
      if (nameLength > 0) fields.push(makeField(bytes.subarray(fieldStart, position), nameLength));
      fieldStart = position;
      nameLength = newNameLength;
    }
    position = next;
  }
  if (nameLength > 0) fields.push(makeField(bytes.subarray(fieldStart, position), nameLength));
  return { fields, rest: bytes.subarray(position) };
}

/** A field made here. `body` may hold CRLF SP as folding; it must hold no other line end. */
export function makeTextField(name: string, body: string): HeaderField {
  return makeField(Buffer.from(`${name}: ${body}\r\n`, 'utf8'), name.length);
}

/** The first field of that name, compared without case, or null. */
export function findField(fields: readonly HeaderField[], name: string): HeaderField | null {
  const wanted = name.toLowerCase();
  return fields.find((field) => field.key === wanted) ?? null;
}

function makeField(raw: Buffer, nameLength: number): HeaderField {
  return new OctetField(raw.toString('latin1', 0, nameLength), raw);
}

/** A class, since one object with a method costs less than a closure for each field. */
class OctetField implements HeaderField {
  readonly name: string;
  readonly key: string;
  readonly raw: Buffer;

  constructor(name: string, raw: Buffer) {
    this.name = name;
    this.key = name.toLowerCase();
    this.raw = raw;
  }

  value(): string {
    return unfold(this.raw.toString('utf8', this.raw.indexOf(COLON, this.name.length) + 1));
  }
}

/** RFC 5322 §2.2.3: unfolding removes the line ends and nothing else. */
function unfold(text: string): string {
  const trimmed = text.trim();
  return trimmed.includes('\n') ? trimmed.replaceAll('\r\n', '').replaceAll('\n', '') : trimmed;
}

function contentLength(bytes: Buffer, start: number, end: number): number {
  return end > start && bytes[end - 1] === CR ? end - 1 - start : end - start;
}

function isSpace(octet: number | undefined): boolean {
  return octet === 32 || octet === 9;
}

/** Octets of the field name of a line, 0 when the line is no field. White space before the colon is the obsolete form of
 *  RFC 5322 §4.5.8, which readers take, so a firewall must see through it as well. */
function fieldNameLength(bytes: Buffer, start: number, end: number): number {
  let position = start;
  while (position < end && isNameOctet(bytes[position] ?? 0)) position += 1;
  const length = position - start;
  while (position < end && isSpace(bytes[position])) position += 1;
  return position < end && bytes[position] === COLON ? length : 0;
}

function isNameOctet(octet: number): boolean {
  return octet > 32 && octet < 127 && octet !== COLON;
}
