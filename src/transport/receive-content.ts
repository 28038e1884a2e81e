import { type ListedAddress, formatNamedAddress, parseAddressList } from '../mail/address-list.ts';
import { formatDate } from '../mail/date.ts';
import { decodeWords, formatPhrase } from '../mail/encoded-word.ts';
import { type HeaderRights, filterHeader } from '../mail/header-firewall.ts';
import { type HeaderField, findField, makeTextField } from '../mail/header.ts';
import { newMessageId, readMessageId } from '../mail/message-id.ts';

/** What Postern says of a message in its own fields. receive-connectors.md §3.4, mail-flow.md §12.2 */
export type Stamps = Readonly<{
  authSource: string;
  authAs: 'Anonymous' | 'Internal' | 'External' | 'Partner';
  /** Two hex digits or '' for none. */
  authMechanism: string;
  originalSizeBytes: number;
  networkMessageId: string;
  directionality: 'Incoming' | 'Originating';
  scl: number | null;
  /** '' for none */
  antispamReport: string;
  /** Recipients of the envelope. */
  recipientCount: number;
  /** Where an externally secured session came from and arrived; '' elsewhere. */
  originalClientIp: string;
  originalServerIp: string;
}>;

export type ContentFacts = Readonly<{
  rights: HeaderRights;
  /** Body of our Received field. */
  received: string;
  /** Behind the `@` of a Message-ID that we make. */
  messageIdDomain: string;
  at: number;
  offsetMinutes: number;
  stamps: Stamps;
  /** Display name of an address, for mail that counts as internal; null = leave the fields as they are. */
  displayName: ((address: string) => string | null) | null;
}>;

export type Content = Readonly<{
  /** The header as it is stored, its empty line included. */
  header: Buffer;
  /** With angle brackets. */
  messageId: string;
  subject: string;
}>;

/** Makes the stored header out of the submitted one: firewall, display names, missing fields, Received, stamps. */
export function composeHeader(submitted: readonly HeaderField[], facts: ContentFacts): Content {
  const allowed = filterHeader(submitted, facts.rights);
  const { displayName } = facts;
  const named = displayName === null ? allowed : allowed.map((field) => withDisplayNames(field, displayName));
  const identified = withMessageId(named, newMessageId(facts.stamps.networkMessageId, facts.messageIdDomain));
  const { at, offsetMinutes } = facts;
  const date = findField(named, 'Date') === null ? fieldText('Date', formatDate(at, offsetMinutes)) : '';
  const stamps = stampTexts(facts.stamps, at, named);
  return {
    header: Buffer.concat([
      Buffer.from(fieldText('Received', facts.received)),
      ...identified.fields.map(withLineEnd),
      Buffer.from(`${date}${stamps}\r\n`),
    ]),
    messageId: identified.messageId,
    subject: decodeWords(findField(named, 'Subject')?.value() ?? ''),
  };
}

/** Addresses that say who wrote a message: Sender where there is one, else From.
 *  @returns null when the field cannot be read, an empty list when there is none */
export function headerSenders(fields: readonly HeaderField[]): readonly ListedAddress[] | null {
  const wanted = findField(fields, 'Sender') === null ? 'from' : 'sender';
  const all: ListedAddress[] = [];
  for (const field of fields) {
    if (field.key !== wanted) continue;
    const listed = parseAddressList(field.value());
    if (listed === null) return null;
    all.push(...listed);
  }
  return all;
}

const CRLF: Buffer = Buffer.from('\r\n');

/** The last field of a header that ended without a line end gets one. */
function withLineEnd(field: HeaderField): Buffer {
  return field.raw.at(-1) === 10 ? field.raw : Buffer.concat([field.raw, CRLF]);
}

/** The fields and the message-id they carry. A Message-ID nobody could refer to is replaced. RFC 5322 §3.6.4 */
function withMessageId(
  fields: readonly HeaderField[],
  fallback: string,
): Readonly<{ fields: readonly HeaderField[]; messageId: string }> {
  const present = findField(fields, 'Message-ID');
  const messageId = present === null ? null : readMessageId(present.value());
  if (messageId !== null) return { fields, messageId };
  return {
    fields: [...fields.filter((field) => field !== present), makeTextField('Message-ID', fallback)],
    messageId: fallback,
  };
}

/** From and Sender with the directory's names in place of the submitted ones; addresses stay. mail-flow.md §10.2 */
function withDisplayNames(field: HeaderField, displayName: (address: string) => string | null): HeaderField {
  if (field.key !== 'from' && field.key !== 'sender') return field;
  const text = field.value();
  const listed = parseAddressList(text);
  if (listed === null || text.includes(';')) return field;
  const names = listed.map((entry) => displayName(entry.address));
  if (names.every((found) => found === null)) return field;
  const parts = listed.map((entry, index) => {
    const found = names[index] ?? null;
    return formatNamedAddress(formatPhrase(found ?? decodeWords(entry.displayName)), entry.address);
  });
  return makeTextField(field.name, parts.join(',\r\n '));
}

const STAMP = 'X-MS-Exchange-Organization-';
const ARRIVAL_HUB = 'X-MS-Exchange-Forest-ArrivalHubServer';
const STAMP_KEYS: readonly string[] = [STAMP.toLowerCase(), ARRIVAL_HUB.toLowerCase()];

/** Our stamps but for those that came with the message and passed the firewall. */
function stampTexts(stamps: Stamps, at: number, present: readonly HeaderField[]): string {
  const own = present.filter(({ key }) => STAMP_KEYS.some((start) => key.startsWith(start)));
  const field = (name: string, value: string): string =>
    value === '' || (own.length > 0 && findField(own, name) !== null) ? '' : fieldText(name, value);
  const stamp = (suffix: string, value: string): string => field(`${STAMP}${suffix}`, value);
  return [
    stamp('Network-Message-Id', stamps.networkMessageId),
    stamp('AuthSource', stamps.authSource),
    stamp('AuthAs', stamps.authAs),
    stamp('AuthMechanism', stamps.authMechanism),
    stamp('FromEntityHeader', stamps.authAs === 'Anonymous' ? 'Internet' : ''),
    stamp('TotalRecipientCount', String(stamps.recipientCount)),
    stamp('OriginalClientIPAddress', stamps.originalClientIp),
    stamp('OriginalServerIPAddress', stamps.originalServerIp),
    stamp('OriginalArrivalTime', formatArrival(at)),
    stamp('OriginalSize', String(stamps.originalSizeBytes)),
    stamp('MessageDirectionality', stamps.directionality),
    stamp('SCL', stamps.scl === null ? '' : String(stamps.scl)),
    stamp('Antispam-Report', stamps.antispamReport),
    field(ARRIVAL_HUB, stamps.authSource),
  ].join('');
}

/** `body` may hold CRLF SP as folding; it must hold no other line end. */
function fieldText(name: string, body: string): string {
  return `${name}: ${body}\r\n`;
}

/** `24 Nov 2026 08:31:45.0120 (UTC)` */
function formatArrival(at: number): string {
  // Behind the day of the week and before the offset: `24 Nov 2026 08:31:45`.
  const date = formatDate(at, 0).slice(5, -6);
  return `${date}.${String(at % 1000).padStart(3, '0')}0 (UTC)`;
}
