const LF = 10;
const SPACE = 32;
const TAB = 9;
const COLON = 58;

/** Whether a field goes, by its name in lower case. */
export type FieldFilter = (name: string) => boolean;

/** The firewall of an ordinary Send connector: organization and forest fields never leave. mail-flow.md §3.8 */
export function isOrganizationField(name: string): boolean {
  return name.startsWith('x-ms-exchange-organization-') || name.startsWith('x-ms-exchange-forest-');
}

/** The firewall of a DSN's attached original: routing fields stay behind as well. mail-flow.md §12.5 */
export function isInternalField(name: string): boolean {
  return (
    isOrganizationField(name) || name === 'received' || name.startsWith('resent-') || name === 'return-path'
  );
}

/** Stamps that a message keeps in a local mailbox. mail-flow.md §12.5 */
const MAILBOX_STAMPS: ReadonlySet<string> = new Set([
  'scl',
  'authdomain',
  'authmechanism',
  'authsource',
  'authas',
  'originalarrivaltime',
  'originalsize',
]);

export function isNotForMailbox(name: string): boolean {
  if (name === 'return-path') return true;
  if (!isOrganizationField(name)) return false;
  return !name.startsWith('x-ms-exchange-organization-') || !MAILBOX_STAMPS.has(name.slice(27));
}

/** The octets of a header without the fields that the filter names, as few slices of the input as possible; nothing is
 *  copied. A field's folded lines go with it. The empty line at the end stays. */
export function withoutFields(header: Buffer, isRemoved: FieldFilter): readonly Buffer[] {
  const kept: Buffer[] = [];
  let keptFrom = 0;
  let dropping = false;
  let position = 0;
  while (position < header.length) {
    const first = header[position];
    if (first !== SPACE && first !== TAB) {
      const removed = mayBeRemoved(first) && isRemoved(fieldName(header, position));
      if (removed && !dropping) pushSlice(kept, header, { from: keptFrom, to: position });
      if (!removed && dropping) keptFrom = position;
      dropping = removed;
    }
    const lineFeed = header.indexOf(LF, position);
    position = lineFeed < 0 ? header.length : lineFeed + 1;
  }
  if (!dropping) pushSlice(kept, header, { from: keptFrom, to: header.length });
  return kept;
}

/** Only names that begin with X, R (and their small letters) are ever removed: the others need no text. */
function mayBeRemoved(first: number | undefined): boolean {
  return first === 0x58 || first === 0x78 || first === 0x52 || first === 0x72;
}

function pushSlice(slices: Buffer[], bytes: Buffer, range: Readonly<{ from: number; to: number }>): void {
  if (range.to > range.from) slices.push(bytes.subarray(range.from, range.to));
}

/** White space before the colon is the obsolete form of RFC 5322 §4.5.8: readers take it, so we see through it. */
function fieldName(header: Buffer, start: number): string {
  const lineFeed = header.indexOf(LF, start);
  const end = lineFeed < 0 ? header.length : lineFeed;
  const colon = header.indexOf(COLON, start);
  if (colon < 0 || colon > end) return '';
  return header.toString('latin1', start, colon).trimEnd().toLowerCase();
}
