import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import type { Outcome } from '../../../../src/queue/tracked-recipients.ts';
import { type Command, runCommand } from '../../api/commands.ts';
import { dateOf, itemsOf, numberOf, textOf } from '../../api/objects.ts';
import { sortOrderOf } from '../../table/arrange-rows.ts';
import type { PageRequest, RowPage } from '../../table/use-pages.ts';

/** One message of the list. */
export type ListedMessage = Readonly<{
  /** '' = an attempt that was refused before there was a message */
  networkId: string;
  internalId: number;
  /** Epoch ms */
  at: number;
  sender: string;
  /** More than a cell can hold is counted. */
  recipients: string;
  subject: string;
  clientIp: string;
  size: number;
  outcome: Outcome;
}>;

const SHOWN_RECIPIENTS = 20;

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  Delivered: 'delivered',
  Failed: 'failed',
  PartlyDelivered: 'partly',
};

function listedMessage(object: AdminObject): ListedMessage {
  const recipients = itemsOf(object, 'Recipients');
  const more = recipients.length - SHOWN_RECIPIENTS;
  return {
    networkId: textOf(object, 'NetworkMessageId'),
    internalId: numberOf(object, 'InternalMessageId') ?? 0,
    at: dateOf(object, 'Received')?.getTime() ?? 0,
    sender: textOf(object, 'Sender'),
    recipients: `${recipients.slice(0, SHOWN_RECIPIENTS).join(', ')}${more > 0 ? ` + ${more}` : ''}`,
    subject: textOf(object, 'Subject'),
    clientIp: textOf(object, 'ClientIp'),
    size: numberOf(object, 'Size') ?? 0,
    outcome: OUTCOMES[textOf(object, 'Status')] ?? 'waiting',
  };
}

/** By the column that is sorted. */
const ORDERS: Readonly<Record<string, string>> = {
  at: 'Received',
  sender: 'Sender',
  recipients: 'Recipients',
  subject: 'Subject',
  device: 'ClientIp',
  size: 'Size',
  outcome: 'Status',
};

/** The command that reads one page of what `search` finds. */
export function pageCommand(search: Command, request: PageRequest): Command {
  const { offset, count, order, filter, asOf } = request;
  return {
    name: search.name,
    parameters: {
      // What came after the first page was read would move the others.
      ...(asOf === null ? {} : { End: asOf }),
      ...search.parameters,
      ...(filter === '' ? {} : { Text: filter }),
      ...sortOrderOf(order, ORDERS),
      BookmarkIndex: offset + 1,
      ResultSize: count,
      ...(asOf === null ? { ReturnPageInfo: true } : {}),
    },
  };
}

export async function readMessages(
  search: Command,
  request: PageRequest,
  signal: AbortSignal,
): Promise<RowPage<ListedMessage>> {
  const { objects } = await runCommand(pageCommand(search, request), { signal });
  const [first] = objects;
  const asOf = first === undefined ? null : dateOf(first, 'AsOf');
  return {
    rows: objects.map(listedMessage),
    total: first === undefined ? 0 : (numberOf(first, 'TotalCount') ?? 0),
    asOf: asOf === null ? null : asOf.toISOString(),
  };
}
