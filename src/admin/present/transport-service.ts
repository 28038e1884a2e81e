import type { TransportLogs } from '../../config/log-settings.ts';
import type { ServerIdentity, TransportService } from '../../config/organization.ts';
import { formatThresholds, RESOURCES } from '../../config/resources.ts';
import { setTransportService } from '../contract/specs/transport-service.ts';
import type { AdminObject, Value } from '../contract/values.ts';
import { presentStored } from '../stored-settings.ts';
import { serverDn } from './distinguished-name.ts';
import { presentTransportLogs } from './service-logs.ts';
import { adminObject, enumValue, list, size, timeSpan, typed, unlimited } from './values.ts';

/** Name first, then the settings in the order of the parameters of Set-TransportService. shell-language.md §9.5 */
export function presentTransportService(
  service: TransportService,
  logs: TransportLogs,
  server: ServerIdentity,
): AdminObject {
  const acting: readonly (readonly [string, Value])[] = [
    ['DelayNotificationTimeout', timeSpan(service.delayNotificationTimeoutMs)],
    ['ExternalDNSAdapterEnabled', service.externalDnsAdapterEnabled],
    ['ExternalDNSProtocolOption', enumValue('ProtocolOption', service.externalDnsProtocolOption)],
    ['ExternalDNSSECTrust', enumValue('DnssecTrust', service.externalDnssecTrust)],
    ['ExternalDNSServers', list(service.externalDnsServers)],
    ['ExternalIPAddress', ipAddress(service.externalIPAddress)],
    ['InternalDNSAdapterEnabled', service.internalDnsAdapterEnabled],
    ['InternalDNSProtocolOption', enumValue('ProtocolOption', service.internalDnsProtocolOption)],
    ['InternalDNSSECTrust', enumValue('DnssecTrust', service.internalDnssecTrust)],
    ['InternalDNSServers', list(service.internalDnsServers)],
    ['MailboxDeliveryQueueRetryInterval', timeSpan(service.mailboxDeliveryQueueRetryIntervalMs)],
    ['MaxConnectionRatePerMinute', service.maxConnectionRatePerMinute],
    ['MaxIdleTimeBeforeResubmit', timeSpan(service.maxIdleTimeBeforeResubmitMs)],
    ['PoisonMessageDetectionEnabled', service.poisonMessageDetectionEnabled],
    ['PoisonThreshold', service.poisonThreshold],
    ['QueueMaxIdleTime', timeSpan(service.queueMaxIdleTimeMs)],
    [
      'ResourceThresholds',
      list(RESOURCES.map((name) => formatThresholds(name, service.resourceThresholds[name]))),
    ],
    ['MaxOutboundConnections', unlimited(service.maxOutboundConnections)],
    ['MaxPerDomainOutboundConnections', unlimited(service.maxPerDomainOutboundConnections)],
    ['MessageExpirationTimeout', timeSpan(service.messageExpirationTimeoutMs)],
    ['MessageRetryInterval', timeSpan(service.messageRetryIntervalMs)],
    ['OutboundConnectionFailureRetryInterval', timeSpan(service.outboundConnectionFailureRetryIntervalMs)],
    ['PickupDirectoryMaxHeaderSize', size(service.pickupDirectoryMaxHeaderSize)],
    ['PickupDirectoryMaxMessagesPerMinute', service.pickupDirectoryMaxMessagesPerMinute],
    ['PickupDirectoryMaxRecipientsPerMessage', service.pickupDirectoryMaxRecipientsPerMessage],
    ['PickupDirectoryPath', service.pickupDirectoryPath],
    ['ReplayDirectoryPath', service.replayDirectoryPath],
    ['RootDropDirectoryPath', service.rootDropDirectoryPath],
    ['QueueGlitchRetryCount', service.queueGlitchRetryCount],
    ['QueueGlitchRetryInterval', timeSpan(service.queueGlitchRetryIntervalMs)],
    ['TransientFailureRetryCount', service.transientFailureRetryCount],
    ['TransientFailureRetryInterval', timeSpan(service.transientFailureRetryIntervalMs)],
  ];
  const settings = [
    ...acting,
    ...presentTransportLogs(logs),
    ...presentStored(setTransportService, service.stored),
  ];
  return adminObject('TransportService', server.name, [
    ['Name', server.name],
    ...settings.toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    ['DistinguishedName', serverDn(server)],
    ['Identity', typed('Microsoft.Exchange.Data.Directory.ADObjectId', server.name, { Name: server.name })],
    ['OriginatingServer', server.fqdn],
    ['IsValid', true],
    ['ObjectState', enumValue('ObjectState', 'Unchanged')],
  ]);
}

function ipAddress(address: string | null): Value {
  return address === null ? null : typed('System.Net.IPAddress', address);
}
