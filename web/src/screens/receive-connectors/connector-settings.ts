import { choice, text, toggle } from '../../settings/build-setting.ts';
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

const TLS_VERSIONS: readonly Choice[] = [
  { value: 'Tls10', name: 'tlsVersion.Tls10' },
  { value: 'Tls11', name: 'tlsVersion.Tls11' },
  { value: 'Tls12', name: 'tlsVersion.Tls12' },
  { value: 'Tls13', name: 'tlsVersion.Tls13' },
];

const SIZES: readonly Choice[] = [
  { value: 'Enabled', name: 'protocol.size.Enabled' },
  { value: 'EnabledWithoutValue', name: 'protocol.size.EnabledWithoutValue' },
  { value: 'Disabled', name: 'protocol.size.Disabled' },
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
  text('TlsCertificateName', 'connector.certificateName', 'connector.certificateNameHint'),
  choice('TlsMinimumVersion', {
    name: 'connector.tlsMinimum',
    hint: 'connector.tlsMinimumHint',
    choices: TLS_VERSIONS,
  }),
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

/** What a session is told and held to; Exchange leaves it to the shell. receive-connectors.md §1.4 */
export const DIALOGUE: readonly Setting[] = [
  text('Banner', 'protocol.banner', 'protocol.bannerHint'),
  text('DefaultDomain', 'protocol.defaultDomain', 'protocol.defaultDomainHint'),
  toggle('RequireEHLODomain', 'protocol.requireEhlo'),
  toggle('RejectSingleLabelRecipientDomains', 'protocol.singleLabel', 'protocol.singleLabelHint'),
  toggle('RejectReservedTopLevelRecipientDomains', 'protocol.topLevel', 'protocol.topLevelHint'),
  toggle('RejectReservedSecondLevelRecipientDomains', 'protocol.secondLevel', 'protocol.secondLevelHint'),
  toggle('BareLinefeedRejectionEnabled', 'protocol.bareLf', 'protocol.bareLfHint'),
  toggle('LongAddressesEnabled', 'protocol.longAddresses', 'protocol.longAddressesHint'),
  toggle('AdvertiseClientSettings', 'protocol.advertise', 'protocol.advertiseHint'),
];

/** What it is offered. */
export const EXTENSIONS: readonly Setting[] = [
  choice('SizeEnabled', { name: 'protocol.size', hint: 'protocol.sizeHint', choices: SIZES }),
  toggle('PipeliningEnabled', 'protocol.pipelining'),
  toggle('DeliveryStatusNotificationEnabled', 'protocol.dsn'),
  toggle('EnhancedStatusCodesEnabled', 'protocol.enhancedCodes'),
  toggle('EightBitMimeEnabled', 'protocol.eightBit'),
  toggle('ChunkingEnabled', 'protocol.chunking'),
  toggle('BinaryMimeEnabled', 'protocol.binary', 'protocol.binaryHint'),
  toggle('SmtpUtf8Enabled', 'protocol.utf8', 'protocol.utf8Hint'),
  toggle('OrarEnabled', 'protocol.orar'),
  toggle('SuppressXAnonymousTls', 'protocol.anonymousTls'),
];

export const ALL_SETTINGS: readonly Setting[] = [
  ...GENERAL,
  ...SECURITY,
  ...SCOPING,
  ...LIMITS,
  ...DIALOGUE,
  ...EXTENSIONS,
];
