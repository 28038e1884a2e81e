import type { CommandSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER } from './spec-builder.ts';

export const getMessageTrackingLog: CommandSpec = command(
  'Get-MessageTrackingLog',
  {
    synopsis: 'Shows what happened to messages.',
    returns: 'MessageTrackingEvent',
    examples: [
      { code: 'Get-MessageTrackingLog -Recipients kate@fabrikam.com', text: 'All events of one recipient.' },
    ],
  },
  [
    acts('Start', 'DateTime'),
    acts('End', 'DateTime', { help: 'Exclusive.' }),
    acts('EventId', 'String'),
    acts('InternalMessageId', 'String'),
    acts('MessageId', 'String', { help: 'Whole, with its angle brackets.' }),
    acts('MessageSubject', 'String', { help: 'Part of the subject.' }),
    acts('NetworkMessageId', 'String'),
    acts('Recipients', 'String[]', { multiple: true }),
    acts('Reference', 'String'),
    acts('ResultSize', 'Unlimited', { help: '1000 unless given.' }),
    acts('Sender', 'String'),
    acts('Server', 'ServerIdParameter', { pipeline: true }),
    acts('Source', 'String'),
    acts('TransportTrafficType', 'String', { help: 'Email is the only type there is.' }),
    DOMAIN_CONTROLLER,
  ],
);
