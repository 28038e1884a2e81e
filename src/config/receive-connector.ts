export type TransportRole = 'FrontendTransport' | 'HubTransport';
export type UsageType = 'Custom' | 'Internet' | 'Internal' | 'Client' | 'Partner';

/** Declared order is output order. Exchange: Set-ReceiveConnector -AuthMechanism */
export const AUTH_MECHANISMS = [
  'Tls',
  'Integrated',
  'BasicAuth',
  'BasicAuthRequireTLS',
  'ExchangeServer',
  'ExternalAuthoritative',
] as const;
export type AuthMechanism = (typeof AUTH_MECHANISMS)[number];

export const PERMISSION_GROUPS = [
  'AnonymousUsers',
  'ExchangeUsers',
  'ExchangeServers',
  'ExchangeLegacyServers',
  'Partners',
] as const;
export type PermissionGroup = (typeof PERMISSION_GROUPS)[number];

export const TLS_VERSIONS = ['Tls10', 'Tls11', 'Tls12', 'Tls13'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** A number, or null for `Unlimited`. */
export type Unlimited = number | null;

/** Local endpoint. `0.0.0.0` and `::` are the wildcards of their family. */
export type Binding = Readonly<{ family: 4 | 6; address: string; port: number }>;

/** Inclusive range of one family; IPv4-mapped IPv6 is stored as IPv4. `text` is what the administrator typed. */
export type IpRange = Readonly<{ family: 4 | 6; low: bigint; high: bigint; text: string }>;

/** One access control entry on a Receive connector (explicit ones only; inherited rows are computed).
 *  One right a row. Exchange: Get-ADPermission */
export type AccessEntry = Readonly<{
  /** Canonical principal name, e.g. `NT AUTHORITY\ANONYMOUS LOGON`. */
  principal: string;
  /** Extended right in canonical case, or null when accessRights is not ExtendedRight. */
  extendedRight: string | null;
  accessRights: readonly string[];
  deny: boolean;
  inheritanceType: 'None' | 'All' | 'Children' | 'Descendents' | 'SelfAndChildren';
  /** Kept and shown; only with CreateChild or DeleteChild. */
  childObjectTypes: readonly string[];
  /** Kept and shown; only with ReadProperty, WriteProperty or Self. */
  properties: readonly string[];
}>;

/** One Receive connector. Sizes in bytes, times in ms, `null` in an Unlimited = unlimited.
 *  receive-connectors.md §1.4 has default, range and meaning of each. */
export type ReceiveConnector = Readonly<{
  guid: string;
  name: string;
  /** Ascending over all connectors; ties of selection go to the lower one. */
  createdOrder: number;
  whenCreated: string;
  whenChanged: string;
  /** One of the five made at installation: never an anonymous relay. */
  setup: boolean;
  enabled: boolean;
  comment: string;
  transportRole: TransportRole;
  bindings: readonly Binding[];
  remoteIPRanges: readonly IpRange[];
  authMechanism: readonly AuthMechanism[];
  /** Explicit entries, group entries included; PermissionGroups is computed from these. */
  entries: readonly AccessEntry[];
  owner: string;
  /** null = server FQDN */
  fqdn: string | null;
  /** null = default text */
  banner: string | null;
  serviceDiscoveryFqdn: string | null;
  /** Name of an accepted domain */
  defaultDomain: string | null;
  advertiseClientSettings: boolean;
  connectionTimeoutMs: number;
  connectionInactivityTimeoutMs: number;
  maxInboundConnection: Unlimited;
  maxInboundConnectionPerSource: Unlimited;
  maxInboundConnectionPercentagePerSource: number;
  messageRateLimit: Unlimited;
  messageRateSource: 'None' | 'IPAddress' | 'User' | 'All';
  maxMessageSize: number;
  maxHeaderSize: number;
  maxRecipientsPerMessage: number;
  maxHopCount: number;
  maxLocalHopCount: number;
  maxProtocolErrors: Unlimited;
  maxLogonFailures: number;
  tarpitIntervalMs: number;
  authTarpitIntervalMs: number;
  maxAcknowledgementDelayMs: number;
  sizeEnabled: 'Enabled' | 'Disabled' | 'EnabledWithoutValue';
  pipeliningEnabled: boolean;
  deliveryStatusNotificationEnabled: boolean;
  enhancedStatusCodesEnabled: boolean;
  eightBitMimeEnabled: boolean;
  chunkingEnabled: boolean;
  binaryMimeEnabled: boolean;
  smtpUtf8Enabled: boolean;
  longAddressesEnabled: boolean;
  orarEnabled: boolean;
  suppressXAnonymousTls: boolean;
  enableAuthGSSAPI: boolean;
  extendedProtectionPolicy: 'None' | 'Allow' | 'Require';
  domainSecureEnabled: boolean;
  requireTLS: boolean;
  requireEHLODomain: boolean;
  bareLinefeedRejectionEnabled: boolean;
  rejectReservedTopLevelRecipientDomains: boolean;
  rejectReservedSecondLevelRecipientDomains: boolean;
  rejectSingleLabelRecipientDomains: boolean;
  protocolLoggingLevel: 'None' | 'Verbose';
  tlsCertificateName: string | null;
  /** The lowest version of TLS that STARTTLS takes; below Tls12 for old devices alone. */
  tlsMinimumVersion: TlsVersion;
  tlsDomainCapabilities: readonly string[];
}>;
