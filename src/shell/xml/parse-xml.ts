/** An element of a document: its attributes, its child elements and all text that stands directly in it. */
export type XmlElement = Readonly<{
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: readonly XmlElement[];
  text: string;
}>;

export type XmlLimits = Readonly<{
  /** Elements within one another. */
  depth: number;
  /** Elements in all. */
  elements: number;
  /** Length of the whole text in UTF-16 units. */
  length: number;
}>;

/** What a file of some thousand connectors stays far below. shell-language.md §14.7 */
export const XML_LIMITS: XmlLimits = { depth: 64, elements: 2_000_000, length: 256 * 1024 * 1024 };

/** The text is no XML that this reader takes. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

type OpenElement = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  readonly text: string[];
};

const NAME = /[A-Za-z_][\w.:-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s*(\/?)>/y;

/** Reads a document. Namespaces are not resolved, declarations and comments are skipped; a document type is refused,
 *  and with it every entity but the five of XML and character references. shell-language.md §14.7
 *  @throws XmlError where it is not well-formed or goes beyond the limits */
export function parseXml(source: string, limits: XmlLimits = XML_LIMITS): XmlElement {
  if (source.length > limits.length) throw new XmlError('The document is too long.');
  return new XmlReader(source.startsWith('\uFEFF') ? source.slice(1) : source, limits).read();
}

class XmlReader {
  readonly #source: string;
  readonly #limits: XmlLimits;
  readonly #open: OpenElement[] = [];
  #position = 0;
  #elements = 0;
  #root: XmlElement | null = null;

  constructor(source: string, limits: XmlLimits) {
    this.#source = source;
    this.#limits = limits;
  }

  read(): XmlElement {
    while (this.#position < this.#source.length) {
      const next = this.#source.indexOf('<', this.#position);
      this.#characters(next < 0 ? this.#source.length : next);
      if (next >= 0) this.#markup();
    }
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined) throw this.#fault(`The element ${unclosed.name} is not closed`);
    if (this.#root === null) throw this.#fault('There is no root element');
    return this.#root;
  }

  #characters(end: number): void {
    const text = this.#source.slice(this.#position, end);
    this.#position = end;
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.text.push(this.#decoded(text));
    else if (text.trim() !== '') throw this.#fault('There is text outside the root element');
  }

  #markup(): void {
    const { parent, rest } = {
      parent: this.#open.at(-1),
      rest: this.#source.slice(this.#position, this.#position + 9),
    };
    if (rest.startsWith('<?')) this.#skipTo('?>');
    else if (rest.startsWith('<!--')) this.#skipTo('-->');
    else if (rest === '<![CDATA[' && parent !== undefined) {
      const start = this.#position + rest.length;
      this.#skipTo(']]>');
      parent.text.push(this.#source.slice(start, this.#position - 3));
    } else if (rest.startsWith('<!')) throw this.#fault('A document type is not accepted');
    else if (rest.startsWith('</')) this.#endTag();
    else this.#startTag();
  }

  #skipTo(end: string): void {
    const found = this.#source.indexOf(end, this.#position);
    if (found < 0) throw this.#fault(`"${end}" is missing`);
    this.#position = found + end.length;
  }

  #startTag(): void {
    this.#position++;
    const name = this.#match(NAME)?.[0];
    if (name === undefined) throw this.#fault('A name is missing after "<"');
    const attributes = new Map<string, string>();
    for (let found = this.#match(ATTRIBUTE); found !== null; found = this.#match(ATTRIBUTE)) {
      const [, key = '', double, single = ''] = found;
      if (attributes.has(key)) throw this.#fault(`The attribute ${key} is there twice`);
      attributes.set(key, this.#decoded(double ?? single));
    }
    const end = this.#match(TAG_END);
    if (end === null) throw this.#fault(`The start of the element ${name} is not closed`);
    this.#enter({ name, attributes, children: [], text: [] });
    if (end[1] === '/') this.#leave();
  }

  #enter(element: OpenElement): void {
    if (this.#root !== null) throw this.#fault('There is a second root element');
    if (++this.#elements > this.#limits.elements) throw this.#fault('There are too many elements');
    this.#open.push(element);
    if (this.#open.length > this.#limits.depth) throw this.#fault('Elements are nested too deeply');
  }

  #endTag(): void {
    this.#position += 2;
    const name = this.#match(NAME)?.[0];
    const end = this.#match(TAG_END);
    if (name === undefined || end === null || name !== this.#open.at(-1)?.name) {
      throw this.#fault(`The end tag ${name ?? ''} does not fit`);
    }
    this.#leave();
  }

  #leave(): void {
    const done = this.#open.pop();
    if (done === undefined) return;
    const element: XmlElement = { ...done, text: done.text.join('') };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#source);
    if (found !== null) this.#position = pattern.lastIndex;
    return found;
  }

  #decoded(text: string): string {
    if (!text.includes('&')) return text;
    return text.replaceAll(/&([^;&\s]{0,12});?/g, (whole, name: string) => {
      const character = whole.endsWith(';') ? entity(name) : null;
      if (character === null) throw this.#fault(`The reference ${whole} is not known`);
      return character;
    });
  }

  #fault(what: string): XmlError {
    const line = this.#source.slice(0, this.#position).split('\n').length;
    return new XmlError(`${what} (line ${line}).`);
  }
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function entity(name: string): string | null {
  const number = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(name);
  if (number === null) return ENTITIES.get(name) ?? null;
  const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : null;
}
