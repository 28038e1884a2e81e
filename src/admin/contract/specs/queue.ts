import type { CommandSpec, ParameterSpec } from '../command-spec.ts';
import { acts, command } from './spec-builder.ts';

/** Paging that queue and message viewers share. mail-flow.md §4.8 */
export function paging(bookmarkType: string): readonly ParameterSpec[] {
  return [
    acts('BookmarkIndex', 'Int32', { help: '1-based; 0 or less: first page, 2147483647: last page.' }),
    acts('BookmarkObject', bookmarkType),
    acts('IncludeBookmark', 'Boolean'),
    acts('ResultSize', 'Unlimited', { help: '1000 unless given.' }),
    acts('SearchForward', 'Boolean'),
    acts('SortOrder', 'QueueViewerSortOrderEntry[]', { multiple: true, help: '+Property or -Property.' }),
    acts('ReturnPageInfo', 'Boolean', { help: 'Adds the number of the first object and of all.' }),
  ];
}

const FILTER_HELP = 'Property -operator value, joined by -and.';

/** Parameters of commands that act on what an identity or a filter names. */
export function selection(identityType: string): readonly ParameterSpec[] {
  return [
    acts('Identity', identityType, { position: 0, pipeline: true, sets: ['Identity'], mandatory: true }),
    acts('Filter', 'String', { sets: ['Filter'], mandatory: true, help: FILTER_HELP }),
    acts('Server', 'ServerIdParameter', { sets: ['Filter'], pipeline: true }),
  ];
}

export const SELECTION_SETS = { sets: ['Filter', 'Identity'], shouldProcess: true, returns: '' } as const;

export const getQueue: CommandSpec = command(
  'Get-Queue',
  {
    synopsis: 'Shows the queues of this server.',
    sets: ['Identity', 'Server'],
    defaultSet: 'Identity',
    returns: 'Queue',
    examples: [
      { code: 'Get-Queue -Filter "Status -eq \'Retry\'"', text: 'Queues whose next hop did not answer.' },
    ],
  },
  [
    acts('Identity', 'QueueIdentity', { position: 0, pipeline: true, sets: ['Identity'] }),
    acts('Exclude', 'QueueViewerIncludesAndExcludes', {
      multiple: true,
      help: 'Empty, External, Internal or a delivery type.',
    }),
    acts('Include', 'QueueViewerIncludesAndExcludes', { multiple: true }),
    acts('Filter', 'String', { sets: ['Server'], help: FILTER_HELP }),
    acts('Server', 'ServerIdParameter', { pipeline: true, sets: ['Server'] }),
    paging('ExtensibleQueueInfo'),
  ],
);

export const suspendQueue: CommandSpec = command(
  'Suspend-Queue',
  { ...SELECTION_SETS, confirm: true, synopsis: 'Holds a queue: nothing leaves it.' },
  [selection('QueueIdentity')],
);

export const resumeQueue: CommandSpec = command(
  'Resume-Queue',
  { ...SELECTION_SETS, synopsis: 'Ends the suspension of a queue.' },
  [selection('QueueIdentity')],
);

export const retryQueue: CommandSpec = command(
  'Retry-Queue',
  { ...SELECTION_SETS, synopsis: 'Connects to the next hop of a queue in Retry at once.' },
  [
    selection('QueueIdentity'),
    acts('Resubmit', 'Boolean', { help: '$true: the messages go back to Submission and are routed anew.' }),
  ],
);
