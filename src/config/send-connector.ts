import type { Unlimited } from './receive-connector.ts';

/** `*`, `contoso.com`, `*.contoso.com`; domain in lower-case A-labels. Exchange: Set-SendConnector -AddressSpaces */
export type AddressSpace = Readonly<{ type: string; domain: string; cost: number }>;

export const MTA_STS_MODES = ['None', 'Opportunistic'] as const;
/** Opportunistic: a published policy is obeyed. RFC 8461 */
export type MtaStsMode = (typeof MTA_STS_MODES)[number];

export const SMTP_DANE_MODES = ['None', 'Opportunistic', 'Mandatory'] as const;
/** Opportunistic: published TLSA records are obeyed; Mandatory: nothing is sent without them. RFC 7672 */
export type SmtpDaneMode = (typeof SMTP_DANE_MODES)[number];

/** What a Foreign connector has beyond a Send connector. Exchange: Set-ForeignConnector */
export type ForeignSettings = Readonly<{
  /** Octets of files in the drop directory beyond which none is written; null = unlimited */
  dropDirectoryQuotaBytes: Unlimited;
  /** Whether who asked for reports of success hears that the file was written. */
  relayDsnRequired: boolean;
}>;

/** One Send connector. mail-flow.md §3.1 has default and range of each. `dropDirectory` non-null makes it the
 *  drop-folder kind (sandbox): each message becomes a file there and nothing is connected to. */
export type SendConnector = Readonly<{
  guid: string;
  name: string;
  whenCreated: string;
  whenChanged: string;
  enabled: boolean;
  comment: string;
  usage: 'Custom' | 'Internal' | 'Internet' | 'Partner';
  addressSpaces: readonly AddressSpace[];
  dnsRoutingEnabled: boolean;
  /** FQDN, or an address in brackets `[10.0.0.5]` */
  smartHosts: readonly string[];
  port: number;
  smartHostAuthMechanism:
    | 'None'
    | 'BasicAuth'
    | 'BasicAuthRequireTLS'
    | 'ExchangeServer'
    | 'ExternalAuthoritative';
  authenticationCredential: Readonly<{ user: string; password: string }> | null;
  maxMessageSize: Unlimited;
  connectionInactivityTimeoutMs: number;
  smtpMaxMessagesPerConnection: number;
  forceHELO: boolean;
  ignoreSTARTTLS: boolean;
  requireTLS: boolean;
  tlsAuthLevel: 'EncryptionOnly' | 'CertificateValidation' | 'DomainValidation' | null;
  tlsDomain: string | null;
  tlsCertificateName: string | null;
  domainSecureEnabled: boolean;
  /** What the destination's own policies count for where hosts come from DNS. Exchange Online: Set-OutboundConnector
   *  -MtaStsMode, -SmtpDaneMode */
  mtaStsMode: MtaStsMode;
  smtpDaneMode: SmtpDaneMode;
  fqdn: string | null;
  sourceIPAddress: string;
  sourceTransportServers: readonly string[];
  protocolLoggingLevel: 'None' | 'Verbose';
  useExternalDNSServersEnabled: boolean;
  frontendProxyEnabled: boolean;
  isScopedConnector: boolean;
  cloudServicesMailEnabled: boolean;
  errorPolicies: readonly string[];
  /** Replies `550`, `5.7.1` or `550 5.7.1` that DowngradeCustomFailures makes transient and UpgradeCustomFailures makes
   *  permanent. Decision: mail-flow.md §14, 20 */
  downgradeCustomFailureCodes: readonly string[];
  upgradeCustomFailureCodes: readonly string[];
  connectorType: 'Default' | 'XPremises';
  dropDirectory: string | null;
  /** There with Foreign connectors alone, whose `dropDirectory` lies below RootDropDirectoryPath. */
  foreign?: ForeignSettings;
}>;
