import type { CommandSpec } from '../command-spec.ts';
import { paging, SELECTION_SETS, selection } from './queue.ts';
import { acts, command, identity } from './spec-builder.ts';

export const getMessage: CommandSpec = command(
  'Get-Message',
  {
    synopsis: 'Shows the messages in the queues of this server.',
    sets: ['Filter', 'Identity', 'Queue'],
    defaultSet: 'Filter',
    returns: 'Message',
    examples: [
      {
        code: 'Get-Message -Filter "FromAddress -like \'*@contoso.com\'"',
        text: 'By the address in MAIL FROM.',
      },
    ],
  },
  [
    acts('Identity', 'MessageIdentity', { position: 0, sets: ['Identity'] }),
    acts('Filter', 'String', { sets: ['Filter'], help: 'Property -operator value, joined by -and.' }),
    acts('Queue', 'QueueIdentity', { pipeline: true, sets: ['Queue'] }),
    acts('Server', 'ServerIdParameter', { pipeline: true, sets: ['Filter'] }),
    acts('Text', 'String', { help: 'Words, each of which is in the sender, the subject or the last error.' }),
    acts('IncludeRecipientInfo', 'SwitchParameter'),
    acts('IncludeComponentLatencyInfo', 'SwitchParameter', {
      help: 'Accepted; this server has one component.',
    }),
    paging('ExtensibleMessageInfo'),
  ],
);

export const suspendMessage: CommandSpec = command(
  'Suspend-Message',
  { ...SELECTION_SETS, confirm: true, synopsis: 'Holds messages in their queue.' },
  [selection('MessageIdentity')],
);

export const resumeMessage: CommandSpec = command(
  'Resume-Message',
  { ...SELECTION_SETS, synopsis: 'Ends the suspension of messages; in Poison it submits them again.' },
  [selection('MessageIdentity')],
);

export const removeMessage: CommandSpec = command(
  'Remove-Message',
  {
    ...SELECTION_SETS,
    confirm: true,
    synopsis: 'Ends messages in their queue; the sender gets a non-delivery report.',
  },
  [
    selection('MessageIdentity'),
    acts('WithNDR', 'Boolean', { help: '$false: the sender gets no report. Default $true.' }),
  ],
);

export const redirectMessage: CommandSpec = command(
  'Redirect-Message',
  {
    synopsis: 'Drains the delivery queues of this server to other servers; new mail is refused meanwhile.',
    shouldProcess: true,
    confirm: true,
    returns: '',
    examples: [{ code: 'Redirect-Message -Server EX1 -Target ex2.contoso.com', text: 'Before maintenance.' }],
  },
  [
    acts('Server', 'ServerIdParameter', { mandatory: true }),
    acts('Target', 'MultiValuedProperty', {
      mandatory: true,
      multiple: true,
      help: 'Full names of servers.',
    }),
  ],
);

export const exportMessage: CommandSpec = command(
  'Export-Message',
  { synopsis: 'Returns the content of a suspended message.', shouldProcess: true, returns: 'String' },
  [identity('MessageIdentity')],
);
