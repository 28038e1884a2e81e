import type { CommandSpec } from '../command-spec.ts';
import {
  acts,
  command,
  DOMAIN_CONTROLLER,
  identity,
  optionalIdentity,
  refuses,
  stores,
} from './spec-builder.ts';

export const newRemoteDomain: CommandSpec = command(
  'New-RemoteDomain',
  {
    synopsis: 'Adds a domain outside that settings of its own are to hold for.',
    shouldProcess: true,
    returns: 'RemoteDomain',
    examples: [
      {
        code: 'New-RemoteDomain -Name Fabrikam -DomainName fabrikam.com',
        text: 'Settings for fabrikam.com that differ from those of Default; *.fabrikam.com takes in what lies below it.',
      },
    ],
  },
  [
    acts('Name', 'String', { position: 0, mandatory: true }),
    acts('DomainName', 'SmtpDomainWithSubdomains', {
      mandatory: true,
      help: 'fabrikam.com or *.fabrikam.com',
    }),
    DOMAIN_CONTROLLER,
  ],
);

/** mail-flow.md §2.5. What would change messages is refused: this server passes them on as they are. */
export const setRemoteDomain: CommandSpec = command(
  'Set-RemoteDomain',
  {
    synopsis: 'Changes the settings of a remote domain. Default holds for every domain without one.',
    shouldProcess: true,
    returns: '',
    examples: [
      {
        code: 'Set-RemoteDomain Fabrikam -NDREnabled $false',
        text: 'Senders at fabrikam.com get no reports of failures.',
      },
    ],
  },
  [
    identity('RemoteDomainIdParameter'),
    acts('Name', 'String'),
    acts('DeliveryReportEnabled', 'Boolean', { help: '$false: senders there get no reports of success.' }),
    acts('NDREnabled', 'Boolean', { help: '$false: senders there get no reports of failures and delays.' }),
    acts('NDRDiagnosticInfoEnabled', 'Boolean', {
      help: '$false: reports to senders there name no servers and have no lines for administrators.',
    }),
    DOMAIN_CONTROLLER,
    ...stores('AllowedOOFType', ['AllowedOOFType']),
    ...stores('ByteEncoderTypeFor7BitCharsetsEnum', ['ByteEncoderTypeFor7BitCharsets']),
    ...stores('String', ['CharacterSet', 'NonMimeCharacterSet']),
    ...stores('ContentType', ['ContentType']),
    ...stores('Unlimited', ['LineWrapSize']),
    ...stores('Boolean', [
      'MeetingForwardNotificationEnabled',
      'TargetDeliveryDomain',
      'TNEFEnabled',
      'UseSimpleDisplayName',
    ]),
    ...stores('Int32', ['MessageCountThreshold', 'RequiredCharsetCoverage']),
    ...stores('PreferredInternetCodePageForShiftJisEnum', ['PreferredInternetCodePageForShiftJis']),
    ...refuses('Boolean', [
      'AutoForwardEnabled',
      'AutoReplyEnabled',
      'DisplaySenderName',
      'IsInternal',
      'TrustedMailInboundEnabled',
      'TrustedMailOutboundEnabled',
    ]),
  ],
);

export const getRemoteDomain: CommandSpec = command(
  'Get-RemoteDomain',
  { synopsis: 'Shows remote domains.', returns: 'RemoteDomain' },
  [optionalIdentity('RemoteDomainIdParameter'), DOMAIN_CONTROLLER],
);

export const removeRemoteDomain: CommandSpec = command(
  'Remove-RemoteDomain',
  { synopsis: 'Removes a remote domain; Default stays.', shouldProcess: true, confirm: true, returns: '' },
  [identity('RemoteDomainIdParameter'), DOMAIN_CONTROLLER],
);
