import { parseIpRange } from '../../../config/ip-range.ts';
import type { MessageOrder, MessageSearch } from '../../../transport/events.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { type Arguments, booleanOf, itemsOf, numberOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { presentTrackedMessage } from '../../present/message-tracking.ts';
import { badText, checkRange } from '../../snapshot-change.ts';

const DEFAULT_RESULT_SIZE = 1000;
const MOST_RESULTS = 250_000;

/** By lower-case name of the property. */
const ORDERS: ReadonlyMap<string, MessageOrder> = new Map([
  ['received', 'at'],
  ['sender', 'sender'],
  ['recipients', 'recipients'],
  ['status', 'outcome'],
  ['subject', 'subject'],
  ['clientip', 'clientIp'],
  ['size', 'sizeBytes'],
]);

/** Ours: Get-TrackedMessage. The newest messages are kept where the result is cut. */
export async function showTrackedMessages({ args, ports }: QueryInput): Promise<Answer | AdminError> {
  const search = searchOf(args);
  if (isAdminError(search)) return search;
  const isDefault = args['ResultSize'] === undefined;
  const { messages, total } = await ports.tracking.search({
    ...search,
    limit: isDefault ? search.limit + 1 : search.limit,
  });
  const isCut = isDefault && messages.length > search.limit;
  const page = total === null ? null : { offset: search.offset + 1, total, at: ports.now().getTime() };
  const warning = `There are more than ${DEFAULT_RESULT_SIZE} messages. Use the ResultSize parameter to return more.`;
  return {
    objects: messages.slice(0, search.limit).map((message) => presentTrackedMessage(message, page)),
    warnings: isCut ? [warning] : [],
  };
}

function searchOf(args: Arguments): MessageSearch | AdminError {
  const [start, end] = [numberOf(args, 'Start'), numberOf(args, 'End')];
  if (start !== undefined && end !== undefined && start > end)
    return badText('End', 'it is before Start', '');
  const limit = numberOf(args, 'ResultSize');
  const problem = checkRange('ResultSize', limit, { min: 1, max: MOST_RESULTS });
  if (problem !== null) return problem;
  const address = textOf(args, 'ClientIp') ?? null;
  const client = address === null ? null : parseIpRange(address);
  if (address !== null && client === null)
    return badText('ClientIp', `"${address}" is no address, range or network`, address);
  const order = orderOf(textOf(args, 'SortOrder') ?? '-Received');
  if (isAdminError(order)) return order;
  const recipients = itemsOf(args, 'Recipients');
  return {
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...texts(args),
    ...(recipients.length === 0 ? {} : { recipients }),
    ...(client === null ? {} : { client }),
    words: (textOf(args, 'Text') ?? '').split(/\s+/).filter((word) => word !== ''),
    order,
    offset: Math.max(0, (numberOf(args, 'BookmarkIndex') ?? 1) - 1),
    limit: limit ?? DEFAULT_RESULT_SIZE,
    count: booleanOf(args, 'ReturnPageInfo') ?? false,
  };
}

function orderOf(text: string): MessageSearch['order'] | AdminError {
  const by = ORDERS.get(text.replace(/^[+-]/, '').toLowerCase());
  if (by === undefined) return badText('SortOrder', `messages cannot be sorted by "${text}"`, text);
  return { by, descending: text.startsWith('-') };
}

const TEXTS = {
  Sender: 'sender',
  MessageId: 'messageId',
  MessageSubject: 'messageSubject',
  NetworkMessageId: 'networkMessageId',
  ConnectorId: 'connectorId',
  EventId: 'eventId',
} as const;

/** Those that were given. */
function texts(args: Arguments): Partial<Record<(typeof TEXTS)[keyof typeof TEXTS], string>> {
  const given = Object.entries(TEXTS).flatMap(([parameter, name]) => {
    const value = textOf(args, parameter) ?? null;
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}
