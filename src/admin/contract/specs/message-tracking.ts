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

/** Ours: messages instead of their events, for lists of many. */
export const getTrackedMessage: CommandSpec = command(
  'Get-TrackedMessage',
  {
    synopsis: 'Shows what became of messages, one object a message, the latest first.',
    returns: 'TrackedMessage',
    examples: [
      {
        code: 'Get-TrackedMessage -ClientIp 192.168.5.0/24 -EventId FAIL -ResultSize 20',
        text: 'The last 20 messages of these devices that failed for a recipient, or were refused.',
      },
    ],
  },
  [
    acts('BookmarkIndex', 'Int32', { help: 'Number of the first object to return, from 1.' }),
    acts('ClientIp', 'String', { help: 'Address, range or network that it came from.' }),
    acts('ConnectorId', 'String', { help: 'Receive or Send connector that took or sent it.' }),
    acts('End', 'DateTime', { help: 'Came before this time.' }),
    acts('EventId', 'String', { help: 'Something that happened to it, such as FAIL.' }),
    acts('MessageId', 'String', { help: 'Whole, with its angle brackets.' }),
    acts('MessageSubject', 'String', { help: 'Part of the subject.' }),
    acts('NetworkMessageId', 'String'),
    acts('Recipients', 'String[]', { multiple: true, help: 'One of these.' }),
    acts('ResultSize', 'Int32', { help: '1000 unless given, at most 250000.' }),
    acts('ReturnPageInfo', 'Boolean', { help: 'Adds the number of the first object and of all.' }),
    acts('Sender', 'String'),
    acts('SortOrder', 'String', { help: '+Property or -Property; -Received unless given.' }),
    acts('Start', 'DateTime', { help: 'Came at this time or later.' }),
    acts('Text', 'String', {
      help: 'Words, each of which is in the sender, a recipient, the subject, the Message-ID or the address.',
    }),
  ],
);
