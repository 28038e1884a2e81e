import type { CommandSpec, ParameterSpec } from '../command-spec.ts';
import {
  acts,
  command,
  DOMAIN_CONTROLLER,
  EDITABLE,
  identity,
  LIST,
  OF_SIZE,
  optionalIdentity,
  refuses,
  stores,
} from './spec-builder.ts';

/** Settings that New- and Set-SendConnector share. mail-flow.md §3.1
 *  @param lists how list parameters are taken: a new connector has nothing to edit */
function settings(lists: typeof LIST): readonly ParameterSpec[] {
  return [
    acts('AuthenticationCredential', 'PSCredential', {
      help: 'What BasicAuth signs in with at the smart host.',
    }),
    acts('Comment', 'String'),
    acts('ConnectionInactivityTimeOut', 'EnhancedTimeSpan'),
    acts('DNSRoutingEnabled', 'Boolean', { help: '$true: by MX records; $false: through the smart hosts.' }),
    acts('Enabled', 'Boolean'),
    acts('ErrorPolicies', 'ErrorPolicies', { multiple: true }),
    acts('DowngradeCustomFailureCodes', 'MultiValuedProperty', {
      ...lists,
      help: 'Replies such as 550 or 5.7.1 that ErrorPolicies DowngradeCustomFailures makes transient.',
    }),
    acts('UpgradeCustomFailureCodes', 'MultiValuedProperty', {
      ...lists,
      help: 'Replies such as 451 or 4.7.1 that ErrorPolicies UpgradeCustomFailures makes permanent.',
    }),
    acts('ForceHELO', 'Boolean'),
    acts('Fqdn', 'Fqdn', { help: 'Name in HELO and EHLO; $null: name of the server.' }),
    acts('IgnoreSTARTTLS', 'Boolean'),
    acts('MaxMessageSize', 'Unlimited', OF_SIZE),
    acts('MtaStsMode', 'MtaStsMode', {
      help: 'Opportunistic: the MTA-STS policy of a domain is obeyed where hosts come from DNS; None: it is not looked for.',
    }),
    acts('Port', 'Int32'),
    acts('ProtocolLoggingLevel', 'ProtocolLoggingLevel'),
    acts('RequireTLS', 'Boolean'),
    acts('SmtpDaneMode', 'SmtpDaneMode', {
      help: 'Opportunistic: TLSA records of hosts that DNS names are obeyed; Mandatory: nothing is sent without them; None.',
    }),
    acts('SmartHostAuthMechanism', 'SmartHostAuthMechanism'),
    acts('SmartHosts', 'MultiValuedProperty', { ...lists, help: 'Names or [addresses], tried in turn.' }),
    acts('SmtpMaxMessagesPerConnection', 'Int32', { help: '0: no limit.' }),
    acts('SourceIPAddress', 'IPAddress'),
    acts('TlsAuthLevel', 'TlsAuthLevel'),
    acts('TlsCertificateName', 'SmtpX509Identifier', {
      help: '<I>Issuer<S>Subject of the certificate that is presented to servers that ask for one.',
    }),
    acts('TlsDomain', 'SmtpDomainWithSubdomains'),
    acts('DomainSecureEnabled', 'Boolean', {
      help: 'Mutual TLS with the domains of Set-TransportConfig -TLSSendDomainSecureList.',
    }),
    acts('UseExternalDNSServersEnabled', 'Boolean'),
    acts('Force', 'SwitchParameter', { help: 'Accepted for the sake of scripts; nothing is asked.' }),
    DOMAIN_CONTROLLER,
    ...stores('Boolean', ['CloudServicesMailEnabled', 'FrontendProxyEnabled', 'IsScopedConnector']),
    ...stores('TenantConnectorType', ['ConnectorType']),
    ...stores('MultiValuedProperty', ['SourceTransportServers'], lists),
    ...refuses('Boolean', ['RequireOorg']),
  ];
}

export const newSendConnector: CommandSpec = command(
  'New-SendConnector',
  {
    synopsis: 'Creates a Send connector: how mail for an address space leaves.',
    shouldProcess: true,
    returns: 'SendConnector',
    examples: [
      {
        code: 'New-SendConnector -Name "To Internet" -AddressSpaces * -SmartHosts smtp.fabrikam.com -DNSRoutingEnabled $false',
        text: 'Hands everything to one smart host.',
      },
    ],
  },
  [
    acts('Name', 'String', { position: 0, mandatory: true }),
    acts('AddressSpaces', 'MultiValuedProperty', { ...LIST, mandatory: true }),
    acts('Usage', 'UsageType', { help: 'Custom, Internet, Internal or Partner.' }),
    acts('Custom', 'SwitchParameter'),
    acts('Internet', 'SwitchParameter'),
    acts('Internal', 'SwitchParameter'),
    acts('Partner', 'SwitchParameter'),
    settings(LIST),
  ],
);

export const setSendConnector: CommandSpec = command(
  'Set-SendConnector',
  { synopsis: 'Changes a Send connector.', shouldProcess: true, returns: '' },
  [
    identity('SendConnectorIdParameter'),
    acts('Name', 'String'),
    acts('AddressSpaces', 'MultiValuedProperty', EDITABLE),
    settings(EDITABLE),
  ],
);

export const getSendConnector: CommandSpec = command(
  'Get-SendConnector',
  { synopsis: 'Shows Send connectors.', returns: 'SendConnector' },
  [optionalIdentity('SendConnectorIdParameter'), DOMAIN_CONTROLLER],
);

/** Not a cmdlet of Exchange, which tests connectors in Exchange Online only (Validate-OutboundConnector). */
export const testSendConnector: CommandSpec = command(
  'Test-SendConnector',
  {
    synopsis: 'Connects as a delivery over a Send connector would, shows the dialogue, and sends no message.',
    returns: 'SendConnectorTest',
    examples: [
      {
        code: '(Test-SendConnector "To Internet" -Domain fabrikam.com).Dialogue',
        text: 'The dialogue with the mail server of a domain: greeting, EHLO, STARTTLS, AUTH, QUIT.',
      },
      {
        code: 'Test-SendConnector "To Internet" -MailFrom chris@contoso.com -RcptTo kate@fabrikam.com',
        text: 'Also asks whether sender and recipient would be taken.',
      },
    ],
  },
  [
    identity('SendConnectorIdParameter'),
    acts('Domain', 'SmtpDomain', {
      help: 'Whose mail servers are looked up where DNS decides; the domain of RcptTo unless given.',
    }),
    acts('MailFrom', 'String', { help: 'Address in MAIL FROM; <> unless given. Sent with RcptTo only.' }),
    acts('RcptTo', 'String', { help: 'Address in RCPT TO. Unless given, neither MAIL nor RCPT is sent.' }),
    DOMAIN_CONTROLLER,
  ],
);

export const removeSendConnector: CommandSpec = command(
  'Remove-SendConnector',
  { synopsis: 'Removes a Send connector.', shouldProcess: true, confirm: true, returns: '' },
  [identity('SendConnectorIdParameter'), DOMAIN_CONTROLLER],
);
