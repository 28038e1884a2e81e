import { formatBinding } from '../../config/binding.ts';
import { formatIp, formatIpRange, isWidened, rangeSize } from '../../config/ip-range.ts';
import type { ServerIdentity } from '../../config/organization.ts';
import { permissionGroupsOf } from '../../config/permission-groups.ts';
import type { Binding, IpRange, ReceiveConnector } from '../../config/receive-connector.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { receiveConnectorIdentity } from '../identity.ts';
import { directoryTail } from './directory-tail.ts';
import { receiveConnectorDn } from './distinguished-name.ts';
import {
  adminObject,
  enumValue,
  flagsValue,
  fqdn,
  list,
  size,
  timeSpan,
  typed,
  unlimited,
} from './values.ts';

/** One Receive connector in the order of Format-List. receive-connectors.md §1.9, shell-language.md §9.5 */
export function presentReceiveConnector(connector: ReceiveConnector, server: ServerIdentity): AdminObject {
  const identity = receiveConnectorIdentity(connector, server);
  return adminObject('ReceiveConnector', identity, [
    ...protocol(connector, server),
    ...limits(connector),
    ...access(connector, server),
    ['AcceptConsumerMail', false],
    ['SizeEnabled', enumValue('SizeMode', connector.sizeEnabled)],
    ['TarpitInterval', timeSpan(connector.tarpitIntervalMs)],
    ['AuthTarpitInterval', timeSpan(connector.authTarpitIntervalMs)],
    ['MaxAcknowledgementDelay', timeSpan(connector.maxAcknowledgementDelayMs)],
    ...directoryTail(connector, {
      server,
      identity,
      dn: receiveConnectorDn(server, connector.name),
      objectClass: ['top', 'msExchSmtpReceiveConnector'],
    }),
  ]);
}

function protocol(connector: ReceiveConnector, server: ServerIdentity): AdminObject['properties'] {
  return [
    ['AuthMechanism', flagsValue('AuthMechanisms', connector.authMechanism)],
    ['Banner', connector.banner ?? ''],
    ['BinaryMimeEnabled', connector.binaryMimeEnabled],
    ['Bindings', list(connector.bindings.map(presentBinding))],
    ['ChunkingEnabled', connector.chunkingEnabled],
    ['DefaultDomain', connector.defaultDomain],
    ['DeliveryStatusNotificationEnabled', connector.deliveryStatusNotificationEnabled],
    ['EightBitMimeEnabled', connector.eightBitMimeEnabled],
    ['SmtpUtf8Enabled', connector.smtpUtf8Enabled],
    ['BareLinefeedRejectionEnabled', connector.bareLinefeedRejectionEnabled],
    ['DomainSecureEnabled', connector.domainSecureEnabled],
    ['EnhancedStatusCodesEnabled', connector.enhancedStatusCodesEnabled],
    ['LongAddressesEnabled', connector.longAddressesEnabled],
    ['OrarEnabled', connector.orarEnabled],
    ['SuppressXAnonymousTls', connector.suppressXAnonymousTls],
    ['ProxyEnabled', false],
    ['AdvertiseClientSettings', connector.advertiseClientSettings],
    ['Fqdn', fqdn(connector.fqdn ?? server.fqdn)],
    ['ServiceDiscoveryFqdn', fqdn(connector.serviceDiscoveryFqdn)],
    ['TlsCertificateName', presentCertificateName(connector.tlsCertificateName)],
    ['Comment', connector.comment],
    ['Enabled', connector.enabled],
  ];
}

function limits(connector: ReceiveConnector): AdminObject['properties'] {
  return [
    ['ConnectionTimeout', timeSpan(connector.connectionTimeoutMs)],
    ['ConnectionInactivityTimeout', timeSpan(connector.connectionInactivityTimeoutMs)],
    ['MessageRateLimit', unlimited(connector.messageRateLimit)],
    ['MessageRateSource', enumValue('MessageRateSourceFlags', connector.messageRateSource)],
    ['MaxInboundConnection', unlimited(connector.maxInboundConnection)],
    ['MaxInboundConnectionPerSource', unlimited(connector.maxInboundConnectionPerSource)],
    ['MaxInboundConnectionPercentagePerSource', connector.maxInboundConnectionPercentagePerSource],
    ['MaxHeaderSize', size(connector.maxHeaderSize)],
    ['MaxHopCount', connector.maxHopCount],
    ['MaxLocalHopCount', connector.maxLocalHopCount],
    ['MaxLogonFailures', connector.maxLogonFailures],
    ['MaxMessageSize', size(connector.maxMessageSize)],
    ['MaxProtocolErrors', unlimited(connector.maxProtocolErrors)],
    ['MaxRecipientsPerMessage', connector.maxRecipientsPerMessage],
  ];
}

function access(connector: ReceiveConnector, server: ServerIdentity): AdminObject['properties'] {
  const groups = permissionGroupsOf(connector.entries, server.domain);
  return [
    ['PermissionGroups', flagsValue('PermissionGroups', groups)],
    ['PipeliningEnabled', connector.pipeliningEnabled],
    ['ProtocolLoggingLevel', enumValue('ProtocolLoggingLevel', connector.protocolLoggingLevel)],
    ['RemoteIPRanges', list(connector.remoteIPRanges.map(presentRange))],
    ['RequireEHLODomain', connector.requireEHLODomain],
    ['RequireTLS', connector.requireTLS],
    ['EnableAuthGSSAPI', connector.enableAuthGSSAPI],
    [
      'ExtendedProtectionPolicy',
      enumValue('ExtendedProtectionPolicySetting', connector.extendedProtectionPolicy),
    ],
    ['LiveCredentialEnabled', false],
    ['TlsDomainCapabilities', list(connector.tlsDomainCapabilities)],
    ['Server', server.name],
    ['TransportRole', enumValue('ServerRole', connector.transportRole)],
    ['RejectReservedTopLevelRecipientDomains', connector.rejectReservedTopLevelRecipientDomains],
    ['RejectReservedSecondLevelRecipientDomains', connector.rejectReservedSecondLevelRecipientDomains],
    ['RejectSingleLabelRecipientDomains', connector.rejectSingleLabelRecipientDomains],
    ...tlsFloor(connector),
  ];
}

function presentBinding(binding: Binding): Value {
  return typed('Microsoft.Exchange.Data.IPBinding', formatBinding(binding), {
    AddressFamily: binding.family === 4 ? 'InterNetwork' : 'InterNetworkV6',
    Address: typed('System.Net.IPAddress', binding.address),
    Port: binding.port,
  });
}

/** Members as a real export has them. shell-language.md §15 A14, F18 */
function presentRange(range: IpRange): Value {
  const text = formatIpRange(range);
  const bound = (value: bigint): Value =>
    typed('Microsoft.Exchange.Data.IPvxAddress', formatIp({ family: range.family, value }));
  return typed('Microsoft.Exchange.Data.IPRange', text, {
    LowerBound: bound(range.low),
    UpperBound: bound(range.high),
    RangeFormat: rangeFormat(range),
    Size: typed('System.UInt64', String(rangeSize(range))),
    Expression: text,
  });
}

function rangeFormat(range: IpRange): string {
  if (range.text.includes('/')) return 'CIDR';
  return range.text.includes('-') || isWidened(range) ? 'LoHi' : 'SingleAddress';
}

function presentCertificateName(name: string | null): Value {
  return name === null ? null : typed('Microsoft.Exchange.Data.SmtpX509Identifier', name);
}

/** Postern's own; shown where it differs, so that the list of properties is Exchange's where it does not. */
function tlsFloor({ tlsMinimumVersion }: ReceiveConnector): AdminObject['properties'] {
  if (tlsMinimumVersion === 'Tls12') return [];
  return [['TlsMinimumVersion', enumValue('TlsVersion', tlsMinimumVersion)]];
}
