import type { Value } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';

export const PERIODS = ['hour', 'day', 'week', 'month', 'between'] as const;
export type Period = (typeof PERIODS)[number];

const HOUR_MS = 3_600_000;
const PERIOD_MS: Readonly<Record<Exclude<Period, 'between'>, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
};

/** What is searched for; '' = any. The names are those of the page's address. */
export const FIELDS = ['sender', 'recipient', 'subject', 'messageId', 'device', 'connector'] as const;
/** What may have happened to a message; '' = anything. */
export const EVENTS = ['', 'RECEIVE', 'SEND', 'DELIVER', 'DEFER', 'FAIL', 'EXPAND', 'THROTTLE'] as const;
export type Field = (typeof FIELDS)[number];

export type Criteria = Readonly<Record<Field, string>> &
  Readonly<{
    event: (typeof EVENTS)[number];
    period: Period;
    /** For `between`: local time as a field of the browser gives it, `2026-03-02T09:00`. */
    start: string;
    end: string;
  }>;

export function criteriaOf(search: URLSearchParams): Criteria {
  const text = (name: string): string => search.get(name) ?? '';
  return {
    sender: text('sender'),
    recipient: text('recipient'),
    subject: text('subject'),
    messageId: text('messageId'),
    device: text('device'),
    connector: text('connector'),
    event: EVENTS.find((event) => event === text('event')) ?? '',
    period: PERIODS.find((period) => period === text('period')) ?? 'day',
    start: text('start'),
    end: text('end'),
  };
}

/** For the address of the page: a search can be kept as a bookmark and sent to a colleague. */
export function searchOf(criteria: Criteria): Record<string, string> {
  const isBetween = criteria.period === 'between';
  const given = FIELDS.map((field) => [field, criteria[field].trim()] as const).filter(
    ([, value]) => value !== '',
  );
  return {
    ...Object.fromEntries(given),
    ...(criteria.event === '' ? {} : { event: criteria.event }),
    period: criteria.period,
    ...(isBetween && criteria.start !== '' ? { start: criteria.start } : {}),
    ...(isBetween && criteria.end !== '' ? { end: criteria.end } : {}),
  };
}

/** The command that finds the messages.
 *  @param now epoch ms */
export function commandOf(criteria: Criteria, now: number): Command {
  const { sender, recipient, subject, messageId, device, connector, event } = criteria;
  const given = (name: string, value: string): Readonly<Record<string, Value>> =>
    value.trim() === '' ? {} : { [name]: value.trim() };
  return {
    name: 'Get-TrackedMessage',
    parameters: {
      ...rangeOf(criteria, now),
      ...given('Sender', sender),
      ...(recipient.trim() === '' ? {} : { Recipients: [recipient.trim()] }),
      ...given('MessageSubject', subject),
      ...given('MessageId', bracketed(messageId.trim())),
      ...given('ClientIp', device),
      ...given('ConnectorId', connector),
      ...given('EventId', event),
    },
  };
}

function rangeOf({ period, start, end }: Criteria, now: number): Readonly<Record<string, Value>> {
  if (period !== 'between') return { Start: isoMinute(now - PERIOD_MS[period]) };
  return {
    ...(start === '' ? {} : { Start: isoMinute(new Date(start).getTime()) }),
    ...(end === '' ? {} : { End: isoMinute(new Date(end).getTime()) }),
  };
}

function isoMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}

/** A Message-ID is kept with its angle brackets; people copy it without. */
function bracketed(id: string): string {
  return id === '' || id.startsWith('<') ? id : `<${id}>`;
}
