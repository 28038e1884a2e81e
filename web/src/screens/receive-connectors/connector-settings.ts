import type { Choice, Setting } from '../../settings/setting.ts';

/** Exchange's labels and order. receive-connectors.md §4.1, §10 */
const MECHANISMS: readonly Choice[] = [
  { value: 'Tls', name: 'mechanism.Tls' },
  { value: 'BasicAuth', name: 'mechanism.BasicAuth' },
  { value: 'BasicAuthRequireTLS', name: 'mechanism.BasicAuthRequireTLS' },
  { value: 'Integrated', name: 'mechanism.Integrated' },
  { value: 'ExchangeServer', name: 'mechanism.ExchangeServer' },
  { value: 'ExternalAuthoritative', name: 'mechanism.ExternalAuthoritative' },
];

const GROUPS: readonly Choice[] = [
  { value: 'ExchangeServers', name: 'group.ExchangeServers' },
  { value: 'ExchangeLegacyServers', name: 'group.ExchangeLegacyServers' },
  { value: 'Partners', name: 'group.Partners' },
  { value: 'ExchangeUsers', name: 'group.ExchangeUsers' },
  { value: 'AnonymousUsers', name: 'group.AnonymousUsers' },
];

const LOGGING: readonly Choice[] = [
  { value: 'None', name: 'logging.None' },
  { value: 'Verbose', name: 'logging.Verbose' },
];

const RATE_SOURCES: readonly Choice[] = [
  { value: 'None', name: 'rateSource.None' },
  { value: 'IPAddress', name: 'rateSource.IPAddress' },
  { value: 'User', name: 'rateSource.User' },
  { value: 'All', name: 'rateSource.All' },
];

export const RANGES: Setting = {
  parameter: 'RemoteIPRanges',
  name: 'connector.ranges',
  hint: 'connector.rangesHint',
  kind: 'entries',
  entry: 'remoteRange',
};

export const BINDINGS: Setting = {
  parameter: 'Bindings',
  name: 'connector.bindings',
  hint: 'connector.bindingsHint',
  kind: 'entries',
  entry: 'binding',
};

export const GENERAL: readonly Setting[] = [
  { parameter: 'Name', name: 'connector.name', kind: 'text' },
  { parameter: 'Enabled', name: 'connector.enabled', kind: 'switch' },
  { parameter: 'Comment', name: 'connector.comment', kind: 'lines' },
  { parameter: 'ProtocolLoggingLevel', name: 'connector.logging', kind: 'choice', choices: LOGGING },
  { parameter: 'MaxMessageSize', name: 'connector.maxSize', hint: 'connector.maxSizeHint', kind: 'text' },
  { parameter: 'MaxHopCount', name: 'connector.maxHops', kind: 'text' },
  { parameter: 'MaxLocalHopCount', name: 'connector.maxLocalHops', kind: 'text' },
];

export const SECURITY: readonly Setting[] = [
  { parameter: 'AuthMechanism', name: 'connector.authentication', kind: 'flags', choices: MECHANISMS },
  { parameter: 'DomainSecureEnabled', name: 'connector.domainSecure', kind: 'switch' },
  { parameter: 'RequireTLS', name: 'connector.requireTls', kind: 'switch' },
  { parameter: 'PermissionGroups', name: 'connector.groups', kind: 'flags', choices: GROUPS },
];

export const SCOPING: readonly Setting[] = [
  RANGES,
  BINDINGS,
  { parameter: 'Fqdn', name: 'connector.fqdn', hint: 'connector.fqdnHint', kind: 'text' },
];

/** What Exchange leaves to the shell. */
export const LIMITS: readonly Setting[] = [
  { parameter: 'MessageRateLimit', name: 'limit.rate', hint: 'limit.rateHint', kind: 'text' },
  { parameter: 'MessageRateSource', name: 'limit.rateSource', kind: 'choice', choices: RATE_SOURCES },
  { parameter: 'MaxInboundConnection', name: 'limit.connections', hint: 'limit.unlimitedHint', kind: 'text' },
  {
    parameter: 'MaxInboundConnectionPerSource',
    name: 'limit.perSource',
    hint: 'limit.unlimitedHint',
    kind: 'text',
  },
  { parameter: 'MaxInboundConnectionPercentagePerSource', name: 'limit.percentage', kind: 'text' },
  { parameter: 'MaxRecipientsPerMessage', name: 'limit.recipients', kind: 'text' },
  { parameter: 'MaxHeaderSize', name: 'limit.headerSize', kind: 'text' },
  { parameter: 'ConnectionTimeout', name: 'limit.timeout', hint: 'limit.timeHint', kind: 'text' },
  {
    parameter: 'ConnectionInactivityTimeout',
    name: 'limit.inactivity',
    hint: 'limit.timeHint',
    kind: 'text',
  },
  { parameter: 'MaxProtocolErrors', name: 'limit.errors', hint: 'limit.unlimitedHint', kind: 'text' },
  { parameter: 'MaxLogonFailures', name: 'limit.logonFailures', kind: 'text' },
  { parameter: 'TarpitInterval', name: 'limit.tarpit', hint: 'limit.timeHint', kind: 'text' },
  { parameter: 'AuthTarpitInterval', name: 'limit.authTarpit', hint: 'limit.timeHint', kind: 'text' },
];

export const ALL_SETTINGS: readonly Setting[] = [...GENERAL, ...SECURITY, ...SCOPING, ...LIMITS];
