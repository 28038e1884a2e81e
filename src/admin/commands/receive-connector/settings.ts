import {
  type AuthMechanism,
  AUTH_MECHANISMS,
  type ReceiveConnector,
  TLS_VERSIONS,
} from '../../../config/receive-connector.ts';
import {
  booleanOf,
  listOf,
  numberOf,
  textOf,
  unlimitedOf,
  type Arguments,
} from '../../contract/arguments.ts';

/** Names of the fields whose value may be a `T` and nothing else. */
type FieldsOf<T> = {
  [K in keyof ReceiveConnector]-?: [ReceiveConnector[K], T] extends [T, ReceiveConnector[K]] ? K : never;
}[keyof ReceiveConnector];

type Row<T> = readonly [parameter: string, field: FieldsOf<T>];

const BOOLEANS: readonly Row<boolean>[] = [
  ['AdvertiseClientSettings', 'advertiseClientSettings'],
  ['BareLinefeedRejectionEnabled', 'bareLinefeedRejectionEnabled'],
  ['BinaryMimeEnabled', 'binaryMimeEnabled'],
  ['ChunkingEnabled', 'chunkingEnabled'],
  ['DeliveryStatusNotificationEnabled', 'deliveryStatusNotificationEnabled'],
  ['DomainSecureEnabled', 'domainSecureEnabled'],
  ['EightBitMimeEnabled', 'eightBitMimeEnabled'],
  ['EnableAuthGSSAPI', 'enableAuthGSSAPI'],
  ['Enabled', 'enabled'],
  ['EnhancedStatusCodesEnabled', 'enhancedStatusCodesEnabled'],
  ['LongAddressesEnabled', 'longAddressesEnabled'],
  ['OrarEnabled', 'orarEnabled'],
  ['PipeliningEnabled', 'pipeliningEnabled'],
  ['RejectReservedSecondLevelRecipientDomains', 'rejectReservedSecondLevelRecipientDomains'],
  ['RejectReservedTopLevelRecipientDomains', 'rejectReservedTopLevelRecipientDomains'],
  ['RejectSingleLabelRecipientDomains', 'rejectSingleLabelRecipientDomains'],
  ['RequireEHLODomain', 'requireEHLODomain'],
  ['RequireTLS', 'requireTLS'],
  ['SmtpUtf8Enabled', 'smtpUtf8Enabled'],
  ['SuppressXAnonymousTls', 'suppressXAnonymousTls'],
];

/** Counts, octets and milliseconds. */
const NUMBERS: readonly Row<number>[] = [
  ['AuthTarpitInterval', 'authTarpitIntervalMs'],
  ['ConnectionInactivityTimeout', 'connectionInactivityTimeoutMs'],
  ['ConnectionTimeout', 'connectionTimeoutMs'],
  ['MaxAcknowledgementDelay', 'maxAcknowledgementDelayMs'],
  ['MaxHeaderSize', 'maxHeaderSize'],
  ['MaxHopCount', 'maxHopCount'],
  ['MaxInboundConnectionPercentagePerSource', 'maxInboundConnectionPercentagePerSource'],
  ['MaxLocalHopCount', 'maxLocalHopCount'],
  ['MaxLogonFailures', 'maxLogonFailures'],
  ['MaxMessageSize', 'maxMessageSize'],
  ['MaxRecipientsPerMessage', 'maxRecipientsPerMessage'],
  ['TarpitInterval', 'tarpitIntervalMs'],
];

const UNLIMITED: readonly Row<number | null>[] = [
  ['MaxInboundConnection', 'maxInboundConnection'],
  ['MaxInboundConnectionPerSource', 'maxInboundConnectionPerSource'],
  ['MaxProtocolErrors', 'maxProtocolErrors'],
  ['MessageRateLimit', 'messageRateLimit'],
];

/** `$null` and empty text are null. */
const TEXTS: readonly Row<string | null>[] = [
  ['Banner', 'banner'],
  ['Fqdn', 'fqdn'],
  ['ServiceDiscoveryFqdn', 'serviceDiscoveryFqdn'],
  ['TlsCertificateName', 'tlsCertificateName'],
];

const ROLES = ['FrontendTransport', 'HubTransport'] as const;
const RATE_SOURCES = ['None', 'IPAddress', 'User', 'All'] as const;
const SIZE_MODES = ['Enabled', 'Disabled', 'EnabledWithoutValue'] as const;
const PROTECTION_POLICIES = ['None', 'Allow', 'Require'] as const;
const LOGGING_LEVELS = ['None', 'Verbose'] as const;

/** Lays over a connector what can be set without looking at anything else. receive-connectors.md §1.4 */
export function withPlainSettings(connector: ReceiveConnector, args: Arguments): ReceiveConnector {
  let next = connector;
  for (const [parameter, field] of BOOLEANS) next = withField(next, field, booleanOf(args, parameter));
  for (const [parameter, field] of NUMBERS) next = withField(next, field, numberOf(args, parameter));
  for (const [parameter, field] of UNLIMITED) next = withField(next, field, unlimitedOf(args, parameter));
  for (const [parameter, field] of TEXTS) next = withField(next, field, textOf(args, parameter));
  next = withField(next, 'tlsMinimumVersion', oneOf(args, 'TlsMinimumVersion', TLS_VERSIONS));
  next = withField(next, 'transportRole', oneOf(args, 'TransportRole', ROLES));
  next = withField(next, 'messageRateSource', oneOf(args, 'MessageRateSource', RATE_SOURCES));
  next = withField(next, 'sizeEnabled', oneOf(args, 'SizeEnabled', SIZE_MODES));
  next = withField(next, 'protocolLoggingLevel', oneOf(args, 'ProtocolLoggingLevel', LOGGING_LEVELS));
  next = withField(
    next,
    'extendedProtectionPolicy',
    oneOf(args, 'ExtendedProtectionPolicy', PROTECTION_POLICIES),
  );
  next = withField(
    next,
    'comment',
    args['Comment'] === undefined ? undefined : (textOf(args, 'Comment') ?? ''),
  );
  return withField(
    next,
    'tlsDomainCapabilities',
    listOf(args, 'TlsDomainCapabilities', connector.tlsDomainCapabilities),
  );
}

/** Where nothing was given or nothing differs the connector stays the same object. */
function withField<K extends keyof ReceiveConnector>(
  connector: ReceiveConnector,
  field: K,
  value: ReceiveConnector[K] | undefined,
): ReceiveConnector {
  if (value === undefined || isSame(value, connector[field])) return connector;
  return { ...connector, [field]: value };
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, at) => item === b[at]);
  return a === b;
}

function oneOf<T extends string>(args: Arguments, name: string, names: readonly T[]): T | undefined {
  const text = textOf(args, name);
  return names.find((candidate) => candidate === text);
}

/** The mechanisms that -AuthMechanism names; `None` among others is kept apart: it is an error. §4.2, E12 */
export function mechanismsOf(
  args: Arguments,
): Readonly<{ mechanisms: readonly AuthMechanism[]; noneWithOthers: boolean }> | null {
  const given = listOf(args, 'AuthMechanism', []);
  if (given === undefined) return null;
  const mechanisms = AUTH_MECHANISMS.filter((name) => given.includes(name));
  return { mechanisms, noneWithOthers: given.includes('None') && mechanisms.length > 0 };
}
