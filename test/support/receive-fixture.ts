import { DEFAULT_ACME } from '../../src/config/acme.ts';
import type { AcceptedDomain } from '../../src/config/accepted-domain.ts';
import {
  DEFAULT_RECIPIENT_FILTER,
  DEFAULT_SENDER_FILTER,
  DEFAULT_TRANSPORT_CONFIG,
  DEFAULT_TRANSPORT_SERVICE,
  newReceiveConnector,
  rangeOf,
} from '../../src/config/defaults.ts';
import {
  DEFAULT_FRONTEND_LOGS,
  DEFAULT_TELEMETRY,
  DEFAULT_TRANSPORT_LOGS,
} from '../../src/config/log-settings.ts';
import { rightEntry } from '../../src/config/permission-groups.ts';
import type { AccessEntry, ReceiveConnector } from '../../src/config/receive-connector.ts';
import type { DirectoryEntry, DirectoryUser } from '../../src/config/recipient.ts';
import type { ConfigSnapshot } from '../../src/config/snapshot.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { mailboxKey } from '../../src/mail/address.ts';
import type { Events, Logger, ProtocolLine, TrackingEvent } from '../../src/transport/events.ts';

const WHEN = '2026-11-24T00:00:00.000Z';

/** A connector like the article's `Anonymous Relay` before any right was given, for one loopback port. */
export function sampleConnector(port: number, change: Partial<ReceiveConnector> = {}): ReceiveConnector {
  const made = {
    guid: 'c0ffee00-0000-4000-8000-000000000001',
    name: 'Anonymous Relay',
    createdOrder: 1,
  } as const;
  return {
    ...newReceiveConnector({ ...made, usage: 'Custom', domain: 'CONTOSO', whenCreated: WHEN }),
    transportRole: 'FrontendTransport',
    bindings: [{ family: 4, address: '127.0.0.1', port }],
    remoteIPRanges: [rangeOf('127.0.0.0/8')],
    tarpitIntervalMs: 0,
    authTarpitIntervalMs: 0,
    ...change,
  };
}

/** One allow entry a right. */
export function allow(principal: string, rights: readonly string[]): AccessEntry[] {
  return rights.map((right) => rightEntry(principal, right));
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
    remoteDomains: [],
    transportConfig: {
      ...DEFAULT_TRANSPORT_CONFIG,
      maxReceiveSize: null,
      maxSendSize: null,
      maxRecipientEnvelopeLimit: null,
    },
    transportService: DEFAULT_TRANSPORT_SERVICE,
    senderFilter: { ...DEFAULT_SENDER_FILTER, blockedSenders: ['blocked@fabrikam.com'] },
    recipientFilter: DEFAULT_RECIPIENT_FILTER,
    transportLogs: DEFAULT_TRANSPORT_LOGS,
    frontendLogs: DEFAULT_FRONTEND_LOGS,
    telemetry: DEFAULT_TELEMETRY,
    acme: DEFAULT_ACME,
    certificates: [],
    directory: [],
    administrators: [],
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
