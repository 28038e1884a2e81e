import type { CommandSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER, optionalIdentity } from './spec-builder.ts';

/** Our own: Exchange has no such command. Decision: ADR-0018 */
export const getTlsReport: CommandSpec = command(
  'Get-TlsReport',
  {
    synopsis:
      'Shows how TLS went with other domains, by day, domain and policy, and what they were told of it.',
    returns: 'TlsReport',
    examples: [
      { code: 'Get-TlsReport fabrikam.com | Format-List', text: 'The last thirty days of one domain.' },
      {
        code: 'Get-TlsReport | Where-Object FailedSessions -gt 0',
        text: 'Domains with which TLS did not come about as they ask.',
      },
    ],
  },
  [
    optionalIdentity('String', { help: 'A domain; wildcards are allowed.' }),
    acts('Start', 'DateTime', { help: 'The first day, in UTC.' }),
    acts('End', 'DateTime', { help: 'The last day, in UTC.' }),
    DOMAIN_CONTROLLER,
  ],
);
