import type { CommandSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER, optionalIdentity } from './spec-builder.ts';

export const getExchangeServer: CommandSpec = command(
  'Get-ExchangeServer',
  {
    synopsis: 'Shows this server.',
    sets: ['Domain', 'Identity'],
    defaultSet: 'Identity',
    returns: 'ExchangeServer',
  },
  [
    optionalIdentity('ServerIdParameter', { sets: ['Identity'] }),
    acts('Domain', 'Fqdn', { sets: ['Domain'], mandatory: true }),
    acts('Status', 'SwitchParameter', { help: 'Accepted; the state is always current.' }),
    DOMAIN_CONTROLLER,
  ],
);

/** Not a cmdlet of Exchange: it asks the very functions that a session asks. */
export const testRelay: CommandSpec = command(
  'Test-Relay',
  {
    synopsis: 'Shows what a session from an address would meet, and why.',
    returns: 'RelayTest',
    examples: [
      {
        code: 'Test-Relay -RemoteIPAddress 192.168.5.10 -MailFrom chris@contoso.com -RcptTo kate@fabrikam.com',
        text: 'The connector, the rights with what granted them, and the replies to MAIL and RCPT.',
      },
    ],
  },
  [
    acts('RemoteIPAddress', 'IPAddress', { position: 0, mandatory: true, help: 'Address that connects.' }),
    acts('LocalPort', 'Int32', { help: 'Port of the binding; 25 unless given.' }),
    acts('LocalIPAddress', 'IPAddress', {
      help: 'Address of ours that is connected to; any address unless given.',
    }),
    acts('MailFrom', 'String', { help: 'Address in MAIL FROM; <> for the null sender.' }),
    acts('RcptTo', 'String', { help: 'Address in RCPT TO.' }),
    acts('MessageSize', 'ByteQuantifiedSize', {
      help: 'Of a message to send: LimitHit says which limit it meets first, and where.',
    }),
    acts('RecipientCount', 'Int32', { help: 'Recipients of that message; 1 unless given.' }),
    acts('HeaderSize', 'ByteQuantifiedSize', { help: 'Of the header of that message.' }),
    acts('HopCount', 'Int32', { help: 'Received lines that the message has when it comes.' }),
    acts('LocalHopCount', 'Int32', { help: 'How many of them are of this server.' }),
  ],
);

/** Not a cmdlet of Exchange, which shows this as XML of Get-ExchangeDiagnosticInfo. mail-flow.md §7 */
export const getResourceLevel: CommandSpec = command(
  'Get-ResourceLevel',
  {
    synopsis: 'Shows how short the server is of disk, memory and time, and what back pressure does about it.',
    returns: 'ResourceLevel',
    examples: [
      {
        code: "Get-ResourceLevel | Where-Object Level -ne 'Low'",
        text: 'What keeps mail from being accepted.',
      },
    ],
  },
  [acts('Identity', 'String', { position: 0, help: 'A resource; wildcards are allowed.' })],
);

export const searchAdminAuditLog: CommandSpec = command(
  'Search-AdminAuditLog',
  { synopsis: 'Shows who changed what, newest first.', returns: 'AdminAuditLogEvent' },
  [
    acts('Cmdlets', 'MultiValuedProperty', { multiple: true, pipeline: true }),
    acts('Parameters', 'MultiValuedProperty', { multiple: true, help: 'Only together with Cmdlets.' }),
    acts('StartDate', 'ExDateTime'),
    acts('EndDate', 'ExDateTime'),
    acts('IsSuccess', 'Boolean'),
    acts('ObjectIds', 'MultiValuedProperty', { multiple: true }),
    acts('UserIds', 'MultiValuedProperty', { multiple: true }),
    acts('ResultSize', 'Int32', { help: '1000 unless given, at most 250000.' }),
    acts('StartIndex', 'Int32', { help: '0-based.' }),
    acts('ExternalAccess', 'Boolean', {
      help: '$true finds nothing: nobody from outside administers this server.',
    }),
    DOMAIN_CONTROLLER,
  ],
);

export const writeAdminAuditLog: CommandSpec = command(
  'Write-AdminAuditLog',
  {
    synopsis: 'Writes a comment into the admin audit log.',
    shouldProcess: true,
    returns: '',
    examples: [
      {
        code: 'Write-AdminAuditLog -Comment "Ticket 4711: the new scanners may relay"',
        text: 'Search-AdminAuditLog shows it beside what was changed.',
      },
    ],
  },
  [acts('Comment', 'String', { mandatory: true, help: 'At most 500 characters.' }), DOMAIN_CONTROLLER],
);
