import type { CommandSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER, optionalIdentity, refuses } from './spec-builder.ts';

const SOURCE = 'SourceServer';
const ADDRESS = 'TargetEmailAddress';
const SERVER = 'TargetMailboxServer';

/** mail-flow.md §13.2 */
export const testMailflow: CommandSpec = command(
  'Test-Mailflow',
  {
    synopsis: 'Sends a message of this server, and shows whether and how fast it leaves.',
    sets: ['AutoDiscoverTargetMailboxServer', 'CrossPremises', 'TargetDatabase', ADDRESS, SERVER, SOURCE],
    defaultSet: SOURCE,
    shouldProcess: true,
    returns: 'TestMailflowResult',
    examples: [
      { code: 'Test-Mailflow', text: 'A message to the mailbox of the postmaster on this server.' },
      {
        code: 'Test-Mailflow -TargetEmailAddress kate@fabrikam.com -ErrorLatency 30 | Format-List',
        text: 'A message to somebody else: Success once the next host has taken it, at most 30 seconds later.',
      },
    ],
  },
  [
    optionalIdentity('ServerIdParameter', { help: 'Name of this server; another one is an error.' }),
    acts(ADDRESS, 'String', {
      sets: [ADDRESS],
      mandatory: true,
      help: 'Who gets the message; unless given, the mailbox of the postmaster on this server.',
    }),
    acts('TargetEmailAddressDisplayName', 'String', {
      sets: [ADDRESS],
      help: 'Name that stands before the address in To.',
    }),
    acts(SERVER, 'ServerIdParameter', {
      sets: [SERVER],
      mandatory: true,
      help: 'Name of this server, whose postmaster gets the message; another one is an error.',
    }),
    acts('ErrorLatency', 'Int32', {
      help: 'Seconds in which the message must have left: 15 to accepted domains, 180 to others unless given.',
    }),
    acts('ExecutionTimeout', 'Int32', {
      help: 'Seconds that the test may take: 240, with MonitoringContext 15 unless given.',
    }),
    acts('MonitoringContext', 'Boolean', { help: '$true shortens ExecutionTimeout unless that is given.' }),
    acts('ActiveDirectoryTimeout', 'Int32', {
      help: 'Accepted; the directory is in this server and answers at once.',
    }),
    DOMAIN_CONTROLLER,
    ...refuses('SwitchParameter', ['AutoDiscoverTargetMailboxServer'], {
      sets: ['AutoDiscoverTargetMailboxServer'],
      mandatory: true,
    }),
    ...refuses('DatabaseIdParameter', ['TargetDatabase'], { sets: ['TargetDatabase'], mandatory: true }),
    ...refuses('Boolean', ['CrossPremises'], { sets: ['CrossPremises'], mandatory: true }),
    ...refuses('EnhancedTimeSpan', ['CrossPremisesExpirationTimeout'], { sets: ['CrossPremises'] }),
    ...refuses('Int32', ['CrossPremisesPendingErrorCount'], { sets: ['CrossPremises'] }),
  ],
);
