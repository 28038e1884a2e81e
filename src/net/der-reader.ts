/** One element of DER. X.690 §8.1 */
export type DerElement = Readonly<{ tag: number; content: Buffer }>;

/** Nothing here is nested so deeply or so long. */
const LONGEST_LENGTH_OCTETS = 4;

/** The elements that stand one after another. Throws a RangeError where they are not DER; of BER, what has no length. */
export function readElements(bytes: Buffer): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes.readUInt8(at);
    if ((tag & 0x1f) === 0x1f) throw new RangeError('a tag of several octets');
    const { length, start } = readLength(bytes, at + 1);
    if (start + length > bytes.length) throw new RangeError('an element is cut off');
    elements.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}

function readLength(bytes: Buffer, at: number): Readonly<{ length: number; start: number }> {
  const first = bytes.readUInt8(at);
  if (first < 0x80) return { length: first, start: at + 1 };
  const octets = first & 0x7f;
  if (octets === 0 || octets > LONGEST_LENGTH_OCTETS) throw new RangeError('a length that DER does not have');
  return { length: bytes.readUIntBE(at + 1, octets), start: at + 1 + octets };
}

/** The elements of a sequence, a set or an explicit tag. Throws where it is another tag. */
export function childrenOf(element: DerElement | undefined, tag: number): readonly DerElement[] {
  return readElements(contentOf(element, tag));
}

/** Throws where it is missing or another tag. */
export function contentOf(element: DerElement | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw new RangeError('an element is missing or of another kind');
  return element.content;
}

/** A whole number of at most six octets. */
export function numberOf(element: DerElement | undefined): number {
  const content = contentOf(element, 0x02);
  if (content.length === 0 || content.length > 6) throw new RangeError('a number is too large');
  return content.readIntBE(0, content.length);
}

/** An object identifier as the hexadecimal digits of its content. */
export function identifierOf(element: DerElement | undefined): string {
  return contentOf(element, 0x06).toString('hex');
}
