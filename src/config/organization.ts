import type { Unlimited } from './receive-connector.ts';
import type { AllThresholds } from './resources.ts';

/** Settings that are kept and shown and have no effect, by the name of their parameter. Sizes in bytes, times in ms;
 *  unlimited is the text `Unlimited`. */
export type StoredSettings = Readonly<Record<string, boolean | number | string | null | readonly string[]>>;

/** How reports to senders of one side look. Exchange: Set-TransportConfig -ExternalDsn… and -InternalDsn…; a sender is
 *  internal where an accepted domain covers the address. mail-flow.md §5.2 */
export type DsnSettings = Readonly<{
  delayDsnEnabled: boolean;
  /** `en`, `ja-JP`; null = English. */
  defaultLanguage: string | null;
  languageDetectionEnabled: boolean;
  /** In octets; of a larger original only the header is attached, and so it is with 0. */
  maxMessageAttachSize: number;
  /** Domain for Reporting-MTA; null = this server. */
  reportingAuthority: string | null;
  sendHtml: boolean;
}>;

/** Exchange: Set-TransportConfig. Sizes in bytes. */
export type TransportConfig = Readonly<{
  maxReceiveSize: Unlimited;
  maxSendSize: Unlimited;
  maxRecipientEnvelopeLimit: Unlimited;
  externalPostmasterAddress: string | null;
  externalDsn: DsnSettings;
  internalDsn: DsnSettings;
  /** Enhanced codes, `5.4.6`: failed reports with one of them go to the postmaster too. */
  generateCopyOfDSNFor: readonly string[];
  /** Overrides the open-relay guard. Off by default; receive-connectors.md §5.4. */
  allowOpenRelay: boolean;
  /** receive-connectors.md §8.1 */
  smtpReplyFamily: 'classic' | 'modern';
  /** Domains that mutual TLS is spoken with; lower-case A-labels, no wildcards. */
  tlsReceiveDomainSecureList: readonly string[];
  tlsSendDomainSecureList: readonly string[];
  /** Domains that ask for it are mailed a report about TLS each day. Postern's own; RFC 8460 */
  tlsReportsEnabled: boolean;
  stored?: StoredSettings;
}>;

/** Exchange: Set-SenderFilterConfig */
export type SenderFilterConfig = Readonly<{
  enabled: boolean;
  externalMailEnabled: boolean;
  internalMailEnabled: boolean;
  blankSenderBlockingEnabled: boolean;
  /** lower-case addresses */
  blockedSenders: readonly string[];
  blockedDomains: readonly string[];
  blockedDomainsAndSubdomains: readonly string[];
  action: 'Reject' | 'StampStatus';
  stored?: StoredSettings;
}>;

/** Exchange: Set-RecipientFilterConfig, the part that RCPT looks at. */
export type RecipientFilterConfig = Readonly<{
  recipientValidationEnabled: boolean;
  stored?: StoredSettings;
}>;

export const DNS_PROTOCOL_OPTIONS = ['Any', 'UseTcpOnly', 'UseUdpOnly'] as const;
export type DnsProtocolOption = (typeof DNS_PROTOCOL_OPTIONS)[number];

export const DNSSEC_TRUSTS = ['Loopback', 'Always', 'Never'] as const;
/** Whose word that DNSSEC vouches for an answer is believed: DNS servers on this machine, all that are asked, none. */
export type DnssecTrust = (typeof DNSSEC_TRUSTS)[number];

/** Exchange: Set-TransportService. Times in ms. */
export type TransportService = Readonly<{
  queueGlitchRetryCount: number;
  queueGlitchRetryIntervalMs: number;
  transientFailureRetryCount: number;
  transientFailureRetryIntervalMs: number;
  outboundConnectionFailureRetryIntervalMs: number;
  messageRetryIntervalMs: number;
  delayNotificationTimeoutMs: number;
  messageExpirationTimeoutMs: number;
  maxOutboundConnections: Unlimited;
  maxPerDomainOutboundConnections: Unlimited;
  resourceThresholds: AllThresholds;
  poisonMessageDetectionEnabled: boolean;
  /** Crashes of a stage over one message before it waits in Poison. */
  poisonThreshold: number;
  /** An empty queue is taken away after this. */
  queueMaxIdleTimeMs: number;
  /** A queue that has been in Retry for so long goes through the categorizer again. */
  maxIdleTimeBeforeResubmitMs: number;
  /** Of queues whose next hop is a local mailbox. */
  mailboxDeliveryQueueRetryIntervalMs: number;
  /** New connections to the Receive connectors. */
  maxConnectionRatePerMinute: number;
  /** DNS servers `address` or `address:port`; asked only where the adapter is not enabled, else the system's are.
   *  Exchange: -ExternalDNSServers, -InternalDNSServers */
  externalDnsServers: readonly string[];
  internalDnsServers: readonly string[];
  externalDnsAdapterEnabled: boolean;
  internalDnsAdapterEnabled: boolean;
  externalDnsProtocolOption: DnsProtocolOption;
  internalDnsProtocolOption: DnsProtocolOption;
  /** Postern's own: Exchange Online asks servers of its own. DANE needs it. */
  externalDnssecTrust: DnssecTrust;
  internalDnssecTrust: DnssecTrust;
  /** The address that the world sees, where it is not the machine's own; null = none. Exchange: -ExternalIPAddress */
  externalIPAddress: string | null;
  /** Folders that `.eml` files are submitted from: absolute, or below the data folder; null = none.
   *  Exchange: -PickupDirectoryPath, -ReplayDirectoryPath; ADR-0026 */
  pickupDirectoryPath: string | null;
  replayDirectoryPath: string | null;
  /** Where drop directories of Foreign connectors lie; null = below the data folder. Exchange: -RootDropDirectoryPath */
  rootDropDirectoryPath: string | null;
  /** Of a file in the Pickup folder, in octets. */
  pickupDirectoryMaxHeaderSize: number;
  pickupDirectoryMaxRecipientsPerMessage: number;
  /** Files a minute, counted for each of the two folders. */
  pickupDirectoryMaxMessagesPerMinute: number;
  stored?: StoredSettings;
}>;

/** Names of the server; from the command line, fixed while it runs. */
export type ServerIdentity = Readonly<{
  /** Short name in capitals, `EX1`. */
  name: string;
  fqdn: string;
  /** `<Domain>` of `<Domain>\Exchange Servers`. */
  domain: string;
}>;
