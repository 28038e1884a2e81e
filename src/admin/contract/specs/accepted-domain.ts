import type { CommandSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER, identity, optionalIdentity, refuses } from './spec-builder.ts';

export const newAcceptedDomain: CommandSpec = command(
  'New-AcceptedDomain',
  {
    synopsis: 'Adds a domain that this organization takes mail for.',
    shouldProcess: true,
    returns: 'AcceptedDomain',
    examples: [
      {
        code: 'New-AcceptedDomain -Name "Contoso" -DomainName contoso.com',
        text: 'An authoritative domain.',
      },
    ],
  },
  [
    acts('Name', 'String', { position: 0, mandatory: true }),
    acts('DomainName', 'SmtpDomainWithSubdomains', { mandatory: true, help: 'contoso.com or *.contoso.com' }),
    acts('DomainType', 'AcceptedDomainType'),
    DOMAIN_CONTROLLER,
  ],
);

export const setAcceptedDomain: CommandSpec = command(
  'Set-AcceptedDomain',
  { synopsis: 'Changes an accepted domain. Its domain name stays.', shouldProcess: true, returns: '' },
  [
    identity('AcceptedDomainIdParameter'),
    acts('Name', 'String'),
    acts('AddressBookEnabled', 'Boolean', { help: 'Recipients are looked up at RCPT.' }),
    acts('DomainType', 'AcceptedDomainType'),
    acts('MakeDefault', 'Boolean', { help: '$true: this domain becomes the default one.' }),
    acts('MatchSubDomains', 'Boolean'),
    DOMAIN_CONTROLLER,
    ...refuses('Boolean', ['PendingCompletion', 'PendingRemoval']),
  ],
);

export const getAcceptedDomain: CommandSpec = command(
  'Get-AcceptedDomain',
  { synopsis: 'Shows accepted domains.', returns: 'AcceptedDomain' },
  [optionalIdentity('AcceptedDomainIdParameter'), DOMAIN_CONTROLLER],
);

export const removeAcceptedDomain: CommandSpec = command(
  'Remove-AcceptedDomain',
  { synopsis: 'Removes an accepted domain.', shouldProcess: true, confirm: true, returns: '' },
  [identity('AcceptedDomainIdParameter'), DOMAIN_CONTROLLER],
);
