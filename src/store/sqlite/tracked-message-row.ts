import type { SQLOutputValue } from 'node:sqlite';
import { parseIp } from '../../config/ip-range.ts';
import type { IpRange } from '../../config/receive-connector.ts';
import { advance, outcomeOf, type RecipientState } from '../../queue/tracked-recipients.ts';
import type { TrackedMessage, TrackingEvent } from '../../transport/events.ts';

/** A message that a batch of events adds to. */
export type GrowingMessage = {
  /** null until it has a row */
  id: number | null;
  /** Its first event here; null where the row has told all of it. */
  readonly first: TrackingEvent | null;
  readonly recipients: Map<string, RecipientState>;
  /** Recipients that the row does not have yet. */
  readonly added: string[];
  readonly events: Set<string>;
  readonly connectors: Set<string>;
};

type Row = Readonly<Record<string, SQLOutputValue>>;

const LETTERS = { waiting: 'w', delivered: 'd', failed: 'f', replaced: 'r' } as const;
const STATES: Readonly<Record<string, RecipientState>> = {
  w: 'waiting',
  d: 'delivered',
  f: 'failed',
  r: 'replaced',
};

export function newMessage(first: TrackingEvent): GrowingMessage {
  return {
    id: null,
    first,
    recipients: new Map(),
    added: [],
    events: new Set(),
    connectors: new Set(),
  };
}

export function knownMessage(row: Row): GrowingMessage {
  return {
    id: Number(row['id']),
    first: null,
    recipients: recipientsOf(row),
    added: [],
    events: new Set(linesOf(row['events'])),
    connectors: new Set(linesOf(row['connectors'])),
  };
}

export function addEvent(message: GrowingMessage, event: TrackingEvent): void {
  const { recipients, added, events, connectors } = message;
  const known = new Set(event.recipients.filter((recipient) => recipients.has(recipient)));
  advance(recipients, {
    event: event.eventId,
    recipients: event.recipients,
    related: event.relatedRecipientAddress,
  });
  for (const recipient of [...event.recipients, event.relatedRecipientAddress])
    if (recipient !== '' && !known.has(recipient)) added.push(recipient.toLowerCase());
  events.add(event.eventId);
  // Exchange: the connector of a receipt has its server before it; it is found by either name.
  if (event.connectorId !== '') connectors.add(event.connectorId.toLowerCase());
}

/** The columns that grow with each event, in the order of their statement. */
export function grownColumns({ recipients, events, connectors }: GrowingMessage): string[] {
  return [
    [...recipients.keys()].join('\n'),
    [...recipients.values()].map((state) => LETTERS[state]).join(''),
    outcomeOf(recipients),
    lines(events),
    lines(connectors),
  ];
}

/** The columns that the first event tells, in the order of their statement. */
export function firstColumns(first: TrackingEvent): (string | number | null)[] {
  return [
    first.networkMessageId === '' ? null : first.networkMessageId,
    first.at,
    first.messageId,
    first.internalMessageId,
    (first.sender === '' ? first.returnPath : first.sender).toLowerCase(),
    first.messageSubject,
    first.clientIp,
    clientKey(first.clientIp),
    first.totalBytes,
  ];
}

export function trackedMessage(row: Row): TrackedMessage {
  const text = (name: string): string => String(row[name] ?? '');
  const recipients = recipientsOf(row);
  return {
    at: Number(row['at']),
    networkMessageId: text('network_id'),
    messageId: text('message_id'),
    internalMessageId: Number(row['internal_id']),
    sender: text('sender'),
    subject: text('subject'),
    clientIp: text('client_ip'),
    sizeBytes: Number(row['size']),
    recipients,
    outcome: outcomeOf(recipients),
  };
}

/** The lowest and the highest key of a range's addresses. */
export function clientKeys({ family, low, high }: IpRange): readonly [string, string] {
  return [keyOf(family, low), keyOf(family, high)];
}

/** Sorts as addresses do. */
function clientKey(text: string): string {
  const address = parseIp(text);
  return address === null ? '' : keyOf(address.family, address.value);
}

function keyOf(family: 4 | 6, value: bigint): string {
  return `${family}${value.toString(16).padStart(family === 4 ? 8 : 32, '0')}`;
}

function recipientsOf(row: Row): Map<string, RecipientState> {
  const states = String(row['states'] ?? '');
  const addresses = linesOf(row['recipients']);
  return new Map(addresses.map((address, index) => [address, STATES[states.charAt(index)] ?? 'waiting']));
}

/** Each between line ends, so that one can be found whole. */
function lines(texts: Iterable<string>): string {
  return `\n${[...texts].join('\n')}\n`;
}

function linesOf(value: SQLOutputValue | undefined): string[] {
  return String(value ?? '')
    .split('\n')
    .filter((line) => line !== '');
}
