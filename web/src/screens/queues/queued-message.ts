import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { type Command, runCommand } from '../../api/commands.ts';
import { dateOf, numberOf, textOf } from '../../api/objects.ts';
import { sortOrderOf } from '../../table/arrange-rows.ts';
import type { PageRequest, PageSource, RowPage } from '../../table/use-pages.ts';

/** One message that waits in a queue. */
export type QueuedMessage = Readonly<{
  identity: string;
  subject: string;
  from: string;
  status: string;
  size: number;
  received: Date | null;
  lastError: string;
}>;

const REFRESH_MS = 10_000;

/** By the column that shows it. */
const PROPERTIES = {
  from: 'FromAddress',
  subject: 'Subject',
  status: 'Status',
  size: 'Size',
  received: 'DateReceived',
  lastError: 'LastError',
} as const;
const READ = ['Identity', ...Object.values(PROPERTIES), 'TotalCount'];

function queuedMessage(object: AdminObject): QueuedMessage {
  return {
    identity: textOf(object, 'Identity'),
    subject: textOf(object, 'Subject'),
    from: textOf(object, 'FromAddress'),
    status: textOf(object, 'Status'),
    size: numberOf(object, 'Size') ?? 0,
    received: dateOf(object, 'DateReceived'),
    lastError: textOf(object, 'LastError'),
  };
}

function pageCommand(queue: string, { offset, count, order, filter }: PageRequest): Command {
  return {
    name: 'Get-Message',
    parameters: {
      Queue: queue,
      ...(filter === '' ? {} : { Text: filter }),
      ...sortOrderOf(order, PROPERTIES),
      BookmarkIndex: offset + 1,
      ResultSize: count,
      ReturnPageInfo: true,
    },
  };
}

async function readPage(command: Command, signal: AbortSignal): Promise<RowPage<QueuedMessage>> {
  const { objects } = await runCommand(command, { signal, properties: READ });
  const [first] = objects;
  return {
    rows: objects.map(queuedMessage),
    total: first === undefined ? 0 : (numberOf(first, 'TotalCount') ?? 0),
    asOf: null,
  };
}

/** The messages of a queue, as the server pages them. A change of any kind reads them anew: see `useRunCommands`. */
export function messagesOf(queue: string): PageSource<QueuedMessage> {
  return {
    name: ['command', 'messages', queue],
    read: (request, signal) => readPage(pageCommand(queue, request), signal),
    refreshMs: REFRESH_MS,
  };
}
