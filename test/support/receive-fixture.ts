import type { AcceptedDomain } from '../../src/config/accepted-domain.ts';
import type { AccessEntry, ReceiveConnector } from '../../src/config/receive-connector.ts';
import type { DirectoryEntry, DirectoryUser } from '../../src/config/recipient.ts';
import type { ConfigSnapshot } from '../../src/config/snapshot.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { mailboxKey } from '../../src/mail/address.ts';
import type { Events, Logger, ProtocolLine, TrackingEvent } from '../../src/transport/events.ts';

const WHEN = '2026-11-24T00:00:00.000Z';

/** A connector like the article's `Anonymous Relay` before any right was given, for one loopback port. */
export function sampleConnector(port: number, change: Partial<ReceiveConnector> = {}): ReceiveConnector {
  return {
    guid: 'c0ffee00-0000-4000-8000-000000000001',
    name: 'Anonymous Relay',
    createdOrder: 1,
    whenCreated: WHEN,
    whenChanged: WHEN,
    setup: false,
    enabled: true,
    comment: '',
    transportRole: 'FrontendTransport',
    bindings: [{ family: 4, address: '127.0.0.1', port }],
    remoteIPRanges: [{ family: 4, low: 0x7f000000n, high: 0x7fffffffn, text: '127.0.0.0/8' }],
    authMechanism: ['Tls'],
    entries: [],
    owner: '',
    fqdn: null,
    banner: null,
    serviceDiscoveryFqdn: null,
    defaultDomain: null,
    advertiseClientSettings: false,
    connectionTimeoutMs: 600_000,
    connectionInactivityTimeoutMs: 300_000,
    maxInboundConnection: 5000,
    maxInboundConnectionPerSource: 20,
    maxInboundConnectionPercentagePerSource: 2,
    messageRateLimit: null,
    messageRateSource: 'IPAddress',
    maxMessageSize: 37_748_736,
    maxHeaderSize: 262_144,
    maxRecipientsPerMessage: 200,
    maxHopCount: 30,
    maxLocalHopCount: 8,
    maxProtocolErrors: 5,
    maxLogonFailures: 3,
    tarpitIntervalMs: 0,
    authTarpitIntervalMs: 0,
    maxAcknowledgementDelayMs: 30_000,
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
    domainSecureEnabled: false,
    requireTLS: false,
    requireEHLODomain: false,
    bareLinefeedRejectionEnabled: false,
    rejectReservedTopLevelRecipientDomains: false,
    rejectReservedSecondLevelRecipientDomains: false,
    rejectSingleLabelRecipientDomains: false,
    protocolLoggingLevel: 'None',
    tlsCertificateName: null,
    tlsDomainCapabilities: [],
    ...change,
  };
}

/** One allow entry a right. */
export function allow(principal: string, rights: readonly string[]): AccessEntry[] {
  return rights.map((extendedRight) => ({
    principal,
    extendedRight,
    accessRights: ['ExtendedRight'],
    deny: false,
    inheritanceType: 'All',
    childObjectTypes: [],
    properties: [],
  }));
}

export const ANONYMOUS = 'NT AUTHORITY\\ANONYMOUS LOGON';
const AUTHENTICATED = 'NT AUTHORITY\\Authenticated Users';
const EXTERNALLY_SECURED = 'MS Exchange\\Externally Secured Servers';

/** What PermissionGroups AnonymousUsers gives. receive-connectors.md §3.2 */
export const ANONYMOUS_USERS: readonly AccessEntry[] = allow(ANONYMOUS, [
  'ms-Exch-SMTP-Submit',
  'ms-Exch-Accept-Headers-Routing',
  'ms-Exch-SMTP-Accept-Any-Sender',
  'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
]);

/** Method 1 of the article. receive-connectors.md §5.2 */
export const METHOD_1: readonly AccessEntry[] = [
  ...ANONYMOUS_USERS,
  ...allow(ANONYMOUS, ['ms-Exch-SMTP-Accept-Any-Recipient']),
];

/** Method 2 of the article; goes with AuthMechanism ExternalAuthoritative. */
export const METHOD_2: readonly AccessEntry[] = allow(EXTERNALLY_SECURED, [
  'ms-Exch-SMTP-Submit',
  'ms-Exch-Accept-Headers-Routing',
  'ms-Exch-SMTP-Accept-Any-Sender',
  'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
  'ms-Exch-SMTP-Accept-Any-Recipient',
  'ms-Exch-Bypass-Anti-Spam',
  'ms-Exch-Bypass-Message-Size-Limit',
  'ms-Exch-SMTP-Accept-Authentication-Flag',
  'ms-Exch-SMTP-Accept-Exch50',
]);

/** What PermissionGroups ExchangeUsers gives. */
export const EXCHANGE_USERS: readonly AccessEntry[] = allow(AUTHENTICATED, [
  'ms-Exch-SMTP-Submit',
  'ms-Exch-Accept-Headers-Routing',
  'ms-Exch-SMTP-Accept-Any-Recipient',
  'ms-Exch-Bypass-Anti-Spam',
]);

export function acceptedDomain(domainName: string, change: Partial<AcceptedDomain> = {}): AcceptedDomain {
  return {
    guid: domainName,
    name: domainName,
    whenCreated: WHEN,
    whenChanged: WHEN,
    domainName,
    domainType: 'Authoritative',
    addressBookEnabled: true,
    matchSubDomains: false,
    isDefault: true,
    ...change,
  };
}

/** Server EX1 with contoso.com as its accepted domain. */
export function sampleSnapshot(
  connectors: readonly ReceiveConnector[],
  change: Partial<ConfigSnapshot> = {},
): ConfigSnapshot {
  return {
    version: 1,
    server: { name: 'EX1', fqdn: 'ex1.contoso.com', domain: 'CONTOSO' },
    receiveConnectors: connectors,
    sendConnectors: [],
    acceptedDomains: [acceptedDomain('contoso.com')],
    transportConfig: {
      maxReceiveSize: null,
      maxSendSize: null,
      maxRecipientEnvelopeLimit: null,
      externalPostmasterAddress: null,
      allowOpenRelay: false,
      smtpReplyFamily: 'classic',
    },
    transportService: {
      queueGlitchRetryCount: 4,
      queueGlitchRetryIntervalMs: 60_000,
      transientFailureRetryCount: 6,
      transientFailureRetryIntervalMs: 300_000,
      outboundConnectionFailureRetryIntervalMs: 600_000,
      messageRetryIntervalMs: 300_000,
      delayNotificationTimeoutMs: 14_400_000,
      messageExpirationTimeoutMs: 172_800_000,
      maxOutboundConnections: 1000,
      maxPerDomainOutboundConnections: 40,
      externalDnsServers: [],
      internalDnsServers: [],
    },
    senderFilter: {
      enabled: true,
      externalMailEnabled: true,
      internalMailEnabled: false,
      blankSenderBlockingEnabled: false,
      blockedSenders: ['blocked@fabrikam.com'],
      blockedDomains: [],
      blockedDomainsAndSubdomains: [],
      action: 'Reject',
    },
    recipientFilter: { recipientValidationEnabled: false },
    directory: [],
    ...change,
  };
}

const CHRIS: DirectoryUser = {
  kind: 'user',
  guid: 'c0ffee00-0000-4000-8000-0000000000c5',
  name: 'chris',
  displayName: 'Chris Green',
  userPrincipalName: 'chris@contoso.com',
  emailAddresses: ['chris@contoso.com'],
  passwordHash: null,
  enabled: true,
  whenCreated: WHEN,
  whenChanged: WHEN,
};

/** Knows one user, `chris` with the password `secret`. */
export class MemoryDirectory implements Directory {
  readonly entries: DirectoryEntry[] = [CHRIS];
  /** checkCredentials rejects. */
  isDown = false;

  find(address: Parameters<Directory['find']>[0]): DirectoryEntry | null {
    const key = mailboxKey(address);
    return this.entries.find((entry) => entry.emailAddresses.includes(key)) ?? null;
  }

  members(): readonly DirectoryEntry[] {
    return [];
  }

  displayName(address: Parameters<Directory['find']>[0]): string | null {
    return this.find(address)?.displayName ?? null;
  }

  checkCredentials(user: string, password: string): Promise<DirectoryUser | null> {
    if (this.isDown) return Promise.reject(new Error('the directory is down'));
    return Promise.resolve(user === 'chris' && password === 'secret' ? CHRIS : null);
  }
}

/** Keeps what was reported. */
export class MemoryEvents implements Events {
  readonly tracked: TrackingEvent[] = [];
  readonly lines: ProtocolLine[] = [];

  track(event: TrackingEvent): void {
    this.tracked.push(event);
  }

  protocol(line: ProtocolLine): void {
    this.lines.push(line);
  }
}

/** Keeps the messages of warnings and errors. */
export class MemoryLogger implements Logger {
  readonly warnings: string[] = [];
  readonly errors: string[] = [];

  info(): void {}

  warn(message: string): void {
    this.warnings.push(message);
  }

  error(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.errors.push(`${message} ${JSON.stringify(fields)}`);
  }
}
