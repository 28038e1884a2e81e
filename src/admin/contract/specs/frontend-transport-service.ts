import type { CommandSpec } from '../command-spec.ts';
import { serviceLogParameters } from './log-parameters.ts';
import { command, DOMAIN_CONTROLLER, identity, optionalIdentity, refuses } from './spec-builder.ts';

export const getFrontendTransportService: CommandSpec = command(
  'Get-FrontendTransportService',
  {
    synopsis: 'Shows the settings of the Front End Transport service: its logs.',
    returns: 'FrontendTransportServer',
    examples: [
      {
        code: 'Get-FrontendTransportService EX1 | Format-List *Log*',
        text: 'Shows where the logs are and how long they are kept.',
      },
    ],
  },
  [optionalIdentity('FrontendTransportServerIdParameter'), DOMAIN_CONTROLLER],
);

/** One process is both services; what is not a log is set with Set-TransportService. */
export const setFrontendTransportService: CommandSpec = command(
  'Set-FrontendTransportService',
  {
    synopsis: 'Changes the logs of sessions that Receive connectors of the Front End take.',
    shouldProcess: true,
    returns: '',
    examples: [
      {
        code: 'Set-FrontendTransportService EX1 -ReceiveProtocolLogMaxAge 90.00:00:00',
        text: 'Protocol logs of Front End connectors are kept for 90 days.',
      },
    ],
  },
  [
    identity('FrontendTransportServerIdParameter'),
    ...serviceLogParameters,
    DOMAIN_CONTROLLER,
    ...refuses('LocalLongFullPath', [
      'AgentLogPath',
      'ConnectivityLogPath',
      'DnsLogPath',
      'ReceiveProtocolLogPath',
      'RoutingTableLogPath',
      'SendProtocolLogPath',
    ]),
    ...refuses('Boolean', [
      'AntispamAgentsEnabled',
      'DnsLogEnabled',
      'ExternalDNSAdapterEnabled',
      'InternalDNSAdapterEnabled',
    ]),
    ...refuses('EnhancedTimeSpan', [
      'DnsLogMaxAge',
      'RoutingTableLogMaxAge',
      'TransientFailureRetryInterval',
    ]),
    ...refuses('Unlimited', [
      'DnsLogMaxDirectorySize',
      'DnsLogMaxFileSize',
      'RoutingTableLogMaxDirectorySize',
    ]),
    ...refuses('Guid', ['ExternalDNSAdapterGuid', 'InternalDNSAdapterGuid']),
    ...refuses('ProtocolOption', ['ExternalDNSProtocolOption', 'InternalDNSProtocolOption']),
    ...refuses('MultiValuedProperty', ['ExternalDNSServers', 'InternalDNSServers']),
    ...refuses('IPAddress', ['ExternalIPAddress']),
    ...refuses('ProtocolLoggingLevel', ['IntraOrgConnectorProtocolLoggingLevel']),
    ...refuses('Int32', ['MaxConnectionRatePerMinute', 'TransientFailureRetryCount']),
  ],
);
