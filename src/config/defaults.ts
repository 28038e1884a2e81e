import { parseBinding } from './binding.ts';
import { parseIpRange } from './ip-range.ts';
import type {
  DsnSettings,
  RecipientFilterConfig,
  SenderFilterConfig,
  TransportConfig,
  TransportService,
} from './organization.ts';
import { withPermissionGroups } from './permission-groups.ts';
import type {
  AuthMechanism,
  Binding,
  IpRange,
  PermissionGroup,
  ReceiveConnector,
  UsageType,
} from './receive-connector.ts';
import { DEFAULT_THRESHOLDS } from './resources.ts';
import type { SendConnector } from './send-connector.ts';

export const ALL_IPV4 = '0.0.0.0-255.255.255.255';
export const ALL_IPV6 = '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MEGABYTE = 1024 * 1024;

type UsageDefaults = Readonly<{
  groups: readonly PermissionGroup[];
  mechanisms: readonly AuthMechanism[];
  /** null = must be given */
  bindings: readonly string[] | null;
  ranges: readonly string[] | null;
}>;

/** receive-connectors.md §1.2 */
export const USAGE_DEFAULTS: Readonly<Record<UsageType, UsageDefaults>> = {
  Custom: { groups: [], mechanisms: ['Tls'], bindings: null, ranges: null },
  Internet: { groups: ['AnonymousUsers'], mechanisms: ['Tls'], bindings: null, ranges: [ALL_IPV4] },
  Internal: {
    groups: ['ExchangeServers', 'ExchangeLegacyServers'],
    mechanisms: ['Tls', 'ExchangeServer'],
    bindings: ['0.0.0.0:25'],
    ranges: null,
  },
  Client: {
    groups: ['ExchangeUsers'],
    mechanisms: ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS'],
    bindings: ['0.0.0.0:587'],
    ranges: null,
  },
  Partner: { groups: ['Partners'], mechanisms: ['Tls'], bindings: null, ranges: null },
};

export type NewReceiveConnector = Readonly<{
  guid: string;
  name: string;
  usage: UsageType;
  /** `<Domain>` of the server */
  domain: string;
  createdOrder: number;
  /** ISO 8601 */
  whenCreated: string;
}>;

/** A connector as New-ReceiveConnector makes it when nothing else is said; Bindings and RemoteIPRanges are empty where
 *  the usage requires them to be given. receive-connectors.md §1.4 */
export function newReceiveConnector(made: NewReceiveConnector): ReceiveConnector {
  const usage = USAGE_DEFAULTS[made.usage];
  return {
    guid: made.guid,
    name: made.name,
    createdOrder: made.createdOrder,
    whenCreated: made.whenCreated,
    whenChanged: made.whenCreated,
    setup: false,
    enabled: true,
    comment: '',
    transportRole: 'HubTransport',
    bindings: (usage.bindings ?? []).map(bindingOf),
    remoteIPRanges: (usage.ranges ?? []).map(rangeOf),
    authMechanism: usage.mechanisms,
    entries: withPermissionGroups([], usage.groups, made.domain),
    owner: `${made.domain}\\Organization Management`,
    fqdn: null,
    banner: null,
    serviceDiscoveryFqdn: null,
    defaultDomain: null,
    advertiseClientSettings: false,
    connectionTimeoutMs: 10 * MINUTE,
    connectionInactivityTimeoutMs: 5 * MINUTE,
    maxInboundConnection: 5000,
    maxInboundConnectionPerSource: 20,
    maxInboundConnectionPercentagePerSource: 2,
    messageRateLimit: null,
    messageRateSource: 'IPAddress',
    maxMessageSize: 36 * MEGABYTE,
    maxHeaderSize: 256 * 1024,
    maxRecipientsPerMessage: 200,
    maxHopCount: 30,
    maxLocalHopCount: 8,
    maxProtocolErrors: 5,
    maxLogonFailures: 3,
    tarpitIntervalMs: 5 * SECOND,
    authTarpitIntervalMs: 5 * SECOND,
    maxAcknowledgementDelayMs: 30 * SECOND,
    sizeEnabled: 'Enabled',
    pipeliningEnabled: true,
    deliveryStatusNotificationEnabled: true,
    enhancedStatusCodesEnabled: true,
    eightBitMimeEnabled: true,
    chunkingEnabled: true,
    binaryMimeEnabled: true,
    smtpUtf8Enabled: true,
    longAddressesEnabled: false,
    orarEnabled: false,
    suppressXAnonymousTls: false,
    enableAuthGSSAPI: false,
    extendedProtectionPolicy: 'None',
    domainSecureEnabled: made.usage === 'Partner',
    requireTLS: false,
    requireEHLODomain: false,
    bareLinefeedRejectionEnabled: false,
    rejectReservedTopLevelRecipientDomains: false,
    rejectReservedSecondLevelRecipientDomains: false,
    rejectSingleLabelRecipientDomains: false,
    protocolLoggingLevel: 'None',
    tlsCertificateName: null,
    tlsMinimumVersion: 'Tls12',
    tlsDomainCapabilities: [],
  };
}

/** A binding of the product's own tables. */
export function bindingOf(text: string): Binding {
  const binding = parseBinding(text);
  if (binding === null) throw new Error(`"${text}" is not a binding`);
  return binding;
}

/** A range of the product's own tables. */
export function rangeOf(text: string): IpRange {
  const range = parseIpRange(text);
  if (range === null) throw new Error(`"${text}" is not a range`);
  return range;
}

const DEFAULT_DSN: DsnSettings = {
  delayDsnEnabled: true,
  defaultLanguage: null,
  languageDetectionEnabled: true,
  maxMessageAttachSize: 10 * MEGABYTE,
  reportingAuthority: null,
  sendHtml: true,
};

/** mail-flow.md §5.2, §8.1 */
export const DEFAULT_TRANSPORT_CONFIG: TransportConfig = {
  maxReceiveSize: 10 * MEGABYTE,
  maxSendSize: 10 * MEGABYTE,
  maxRecipientEnvelopeLimit: 500,
  externalPostmasterAddress: null,
  externalDsn: DEFAULT_DSN,
  internalDsn: DEFAULT_DSN,
  generateCopyOfDSNFor: ['5.4.8', '5.4.6', '5.4.4', '5.2.4', '5.2.0', '5.1.4'],
  allowOpenRelay: false,
  smtpReplyFamily: 'classic',
  tlsReceiveDomainSecureList: [],
  tlsSendDomainSecureList: [],
  tlsReportsEnabled: false,
};

/** mail-flow.md §4.10, §3.3 */
export const DEFAULT_TRANSPORT_SERVICE: TransportService = {
  queueGlitchRetryCount: 4,
  queueGlitchRetryIntervalMs: MINUTE,
  transientFailureRetryCount: 6,
  transientFailureRetryIntervalMs: 5 * MINUTE,
  outboundConnectionFailureRetryIntervalMs: 10 * MINUTE,
  messageRetryIntervalMs: 5 * MINUTE,
  delayNotificationTimeoutMs: 4 * HOUR,
  messageExpirationTimeoutMs: 2 * DAY,
  maxOutboundConnections: 1000,
  maxPerDomainOutboundConnections: 40,
  resourceThresholds: DEFAULT_THRESHOLDS,
  poisonMessageDetectionEnabled: true,
  poisonThreshold: 2,
  queueMaxIdleTimeMs: 3 * MINUTE,
  maxIdleTimeBeforeResubmitMs: 12 * HOUR,
  mailboxDeliveryQueueRetryIntervalMs: 5 * MINUTE,
  // Decision: ADR-0011. Exchange has 1200, which is twenty connections a second.
  maxConnectionRatePerMinute: 2_147_483_647,
  externalDnsServers: [],
  internalDnsServers: [],
  externalDnsAdapterEnabled: true,
  internalDnsAdapterEnabled: true,
  externalDnsProtocolOption: 'Any',
  internalDnsProtocolOption: 'Any',
  externalDnssecTrust: 'Loopback',
  internalDnssecTrust: 'Loopback',
  externalIPAddress: null,
  pickupDirectoryPath: 'TransportRoles/Pickup',
  replayDirectoryPath: null,
  rootDropDirectoryPath: null,
  pickupDirectoryMaxHeaderSize: 65_536,
  pickupDirectoryMaxRecipientsPerMessage: 100,
  pickupDirectoryMaxMessagesPerMinute: 100,
};

export const DEFAULT_SENDER_FILTER: SenderFilterConfig = {
  enabled: true,
  externalMailEnabled: true,
  internalMailEnabled: false,
  blankSenderBlockingEnabled: false,
  blockedSenders: [],
  blockedDomains: [],
  blockedDomainsAndSubdomains: [],
  action: 'Reject',
};

export const DEFAULT_RECIPIENT_FILTER: RecipientFilterConfig = { recipientValidationEnabled: false };

export type NewSendConnector = Readonly<{
  guid: string;
  name: string;
  serverName: string;
  whenCreated: string;
}>;

/** mail-flow.md §3.1; AddressSpaces is empty and must be given. */
export function newSendConnector(made: NewSendConnector): SendConnector {
  return {
    guid: made.guid,
    name: made.name,
    whenCreated: made.whenCreated,
    whenChanged: made.whenCreated,
    enabled: true,
    comment: '',
    usage: 'Custom',
    addressSpaces: [],
    dnsRoutingEnabled: true,
    smartHosts: [],
    port: 25,
    smartHostAuthMechanism: 'None',
    authenticationCredential: null,
    maxMessageSize: 25 * MEGABYTE,
    connectionInactivityTimeoutMs: 10 * MINUTE,
    smtpMaxMessagesPerConnection: 20,
    forceHELO: false,
    ignoreSTARTTLS: false,
    requireTLS: false,
    tlsAuthLevel: null,
    tlsDomain: null,
    tlsCertificateName: null,
    domainSecureEnabled: false,
    mtaStsMode: 'Opportunistic',
    smtpDaneMode: 'Opportunistic',
    fqdn: null,
    sourceIPAddress: '0.0.0.0',
    sourceTransportServers: [made.serverName],
    protocolLoggingLevel: 'None',
    useExternalDNSServersEnabled: false,
    frontendProxyEnabled: false,
    isScopedConnector: false,
    cloudServicesMailEnabled: false,
    errorPolicies: ['Default'],
    downgradeCustomFailureCodes: [],
    upgradeCustomFailureCodes: [],
    connectorType: 'Default',
    dropDirectory: null,
  };
}
