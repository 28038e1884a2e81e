import type { CommandSpec } from '../command-spec.ts';
import { acts, command, LIST, refuses } from './spec-builder.ts';

/** mail-flow.md §4.8. One server: the forest is this server. */
export const getQueueDigest: CommandSpec = command(
  'Get-QueueDigest',
  {
    synopsis: 'Shows queues gathered by next hop, error or state.',
    sets: ['Dag', 'Forest', 'Server', 'Site'],
    returns: 'QueueDigest',
    examples: [
      {
        code: 'Get-QueueDigest -Server EX1 -GroupBy LastError -Filter "MessageCount -gt 100"',
        text: 'What keeps more than 100 messages waiting, one row an error.',
      },
    ],
  },
  [
    acts('Server', 'MultiValuedProperty', {
      ...LIST,
      sets: ['Server'],
      mandatory: true,
      pipeline: true,
      objects: ['Get-ExchangeServer'],
      help: 'Name of this server; another one is an error.',
    }),
    acts('Forest', 'SwitchParameter', { sets: ['Forest'], mandatory: true, help: 'All servers: this one.' }),
    acts('DetailsLevel', 'DetailsLevel', { help: 'None leaves the list of queues in Details out.' }),
    acts('Filter', 'String', { help: 'Property of a queue -operator value, joined by -and.' }),
    acts('GroupBy', 'QueueDigestGroupBy', { help: 'NextHopDomain unless given.' }),
    acts('ResultSize', 'Unlimited', { help: 'Groups at most; 1000 unless given.' }),
    acts('Timeout', 'EnhancedTimeSpan', { help: 'Accepted; this server answers at once.' }),
    ...refuses('MultiValuedProperty', ['Dag'], { ...LIST, sets: ['Dag'], mandatory: true }),
    ...refuses('MultiValuedProperty', ['Site'], { ...LIST, sets: ['Site'], mandatory: true }),
  ],
);
