import { formatAddressSpace } from '../../config/address-space.ts';
import type { ServerIdentity } from '../../config/organization.ts';
import type { AddressSpace, SendConnector } from '../../config/send-connector.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { directoryTail } from './directory-tail.ts';
import { sendConnectorDn } from './distinguished-name.ts';
import {
  adminObject,
  credential,
  enumValue,
  flagsValue,
  fqdn,
  list,
  timeSpan,
  typed,
  unlimitedSize,
} from './values.ts';

/** One Send connector in the order of Format-List. shell-language.md §9.5 */
export function presentSendConnector(connector: SendConnector, server: ServerIdentity): AdminObject {
  return adminObject('SendConnector', connector.name, [
    ...delivery(connector, server),
    ...security(connector),
    ...scope(connector),
    ...policyModes(connector),
    ...failureCodes(connector),
    ...directoryTail(connector, {
      server,
      identity: connector.name,
      dn: sendConnectorDn(server, connector.name),
      objectClass: ['top', 'msExchConnector', 'msExchRoutingSMTPConnector'],
    }),
  ]);
}

function delivery(connector: SendConnector, server: ServerIdentity): AdminObject['properties'] {
  return [
    ['DNSRoutingEnabled', connector.dnsRoutingEnabled],
    ['TlsDomain', connector.tlsDomain],
    [
      'TlsAuthLevel',
      connector.tlsAuthLevel === null ? null : enumValue('TlsAuthLevel', connector.tlsAuthLevel),
    ],
    ['ErrorPolicies', flagsValue('ErrorPolicies', connector.errorPolicies)],
    ['SmartHosts', list(connector.smartHosts.map(smartHost))],
    ['Port', connector.port],
    ['ConnectionInactivityTimeOut', timeSpan(connector.connectionInactivityTimeoutMs)],
    ['ForceHELO', connector.forceHELO],
    ['FrontendProxyEnabled', connector.frontendProxyEnabled],
    ['IgnoreSTARTTLS', connector.ignoreSTARTTLS],
    ['CloudServicesMailEnabled', connector.cloudServicesMailEnabled],
    ['Fqdn', fqdn(connector.fqdn ?? server.fqdn)],
  ];
}

/** The password is never shown. */
function security(connector: SendConnector): AdminObject['properties'] {
  const { tlsCertificateName } = connector;
  return [
    [
      'TlsCertificateName',
      tlsCertificateName === null
        ? null
        : typed('Microsoft.Exchange.Data.SmtpX509Identifier', tlsCertificateName),
    ],
    ['RequireTLS', connector.requireTLS],
    ['RequireOorg', false],
    ['Enabled', connector.enabled],
    ['ProtocolLoggingLevel', enumValue('ProtocolLoggingLevel', connector.protocolLoggingLevel)],
    ['SmartHostAuthMechanism', enumValue('SmartHostAuthMechanism', connector.smartHostAuthMechanism)],
    ['AuthenticationCredential', credential(connector.authenticationCredential)],
    ['UseExternalDNSServersEnabled', connector.useExternalDNSServersEnabled],
    ['DomainSecureEnabled', connector.domainSecureEnabled],
    ['SourceIPAddress', typed('System.Net.IPAddress', connector.sourceIPAddress)],
    ['SmtpMaxMessagesPerConnection', connector.smtpMaxMessagesPerConnection],
  ];
}

function scope(connector: SendConnector): AdminObject['properties'] {
  return [
    ['ConnectorType', enumValue('TenantConnectorType', connector.connectorType)],
    ['SmartHostsString', connector.smartHosts.join(',')],
    ['CertificateSubject', ''],
    ['Region', typed('Microsoft.Exchange.Data.Directory.RegionId', 'NotSpecified')],
    ['AddressSpaces', list(connector.addressSpaces.map(presentAddressSpace))],
    ['ConnectedDomains', list([])],
    ['IsScopedConnector', connector.isScopedConnector],
    ['IsSmtpConnector', true],
    ['Comment', connector.comment],
    ['SourceRoutingGroup', null],
    ['SourceTransportServers', list(connector.sourceTransportServers)],
    ['HomeMTA', null],
    ['HomeMtaServerId', null],
    ['DropDirectory', connector.dropDirectory],
    ['MaxMessageSize', unlimitedSize(connector.maxMessageSize)],
  ];
}

/** Postern's own; shown where they are used, so that the list of properties is Exchange's where they are not. */
function failureCodes(connector: SendConnector): AdminObject['properties'] {
  const lists = [
    ['DowngradeCustomFailureCodes', connector.downgradeCustomFailureCodes],
    ['UpgradeCustomFailureCodes', connector.upgradeCustomFailureCodes],
  ] as const;
  return lists.filter(([, codes]) => codes.length > 0).map(([name, codes]) => [name, list(codes)]);
}

/** Exchange Online's, and so shown only where they are not at their default. */
function policyModes({ mtaStsMode, smtpDaneMode }: SendConnector): AdminObject['properties'] {
  return [
    ...(mtaStsMode === 'Opportunistic' ? [] : [['MtaStsMode', enumValue('MtaStsMode', mtaStsMode)] as const]),
    ...(smtpDaneMode === 'Opportunistic'
      ? []
      : [['SmtpDaneMode', enumValue('SmtpDaneMode', smtpDaneMode)] as const]),
  ];
}

/** `SMTP:contoso.com;1`, with its parts. */
export function presentAddressSpace(space: AddressSpace): Value {
  return typed('Microsoft.Exchange.Data.AddressSpace', formatAddressSpace(space), {
    Type: space.type,
    Domain: space.domain,
    Address: space.domain,
    Cost: space.cost,
    IncludeSubDomains: space.domain.startsWith('*'),
  });
}

function smartHost(text: string): Value {
  return typed('Microsoft.Exchange.Data.SmartHost', text);
}
