import type { Unlimited } from './receive-connector.ts';

/** Settings that are kept and shown and have no effect, by the name of their parameter. Sizes in bytes, times in ms;
 *  unlimited is the text `Unlimited`. */
export type StoredSettings = Readonly<Record<string, boolean | number | string | null | readonly string[]>>;

/** Exchange: Set-TransportConfig. Sizes in bytes. */
export type TransportConfig = Readonly<{
  maxReceiveSize: Unlimited;
  maxSendSize: Unlimited;
  maxRecipientEnvelopeLimit: Unlimited;
  externalPostmasterAddress: string | null;
  /** Overrides the open-relay guard. Off by default; receive-connectors.md §5.4. */
  allowOpenRelay: boolean;
  /** receive-connectors.md §8.1 */
  smtpReplyFamily: 'classic' | 'modern';
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
  /** DNS servers `address` or `address:port`; asked only where the adapter is not enabled, else the system's are.
   *  Exchange: -ExternalDNSServers, -InternalDNSServers */
  externalDnsServers: readonly string[];
  internalDnsServers: readonly string[];
  externalDnsAdapterEnabled: boolean;
  internalDnsAdapterEnabled: boolean;
  externalDnsProtocolOption: DnsProtocolOption;
  internalDnsProtocolOption: DnsProtocolOption;
  /** The address that the world sees, where it is not the machine's own; null = none. Exchange: -ExternalIPAddress */
  externalIPAddress: string | null;
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
