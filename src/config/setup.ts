import type { AcceptedDomain } from './accepted-domain.ts';
import {
  ALL_IPV4,
  ALL_IPV6,
  bindingOf,
  DEFAULT_RECIPIENT_FILTER,
  DEFAULT_SENDER_FILTER,
  DEFAULT_TRANSPORT_CONFIG,
  DEFAULT_TRANSPORT_SERVICE,
  newReceiveConnector,
  newSendConnector,
  rangeOf,
} from './defaults.ts';
import { DEFAULT_ACME } from './acme.ts';
import { DEFAULT_FRONTEND_LOGS, DEFAULT_TELEMETRY, DEFAULT_TRANSPORT_LOGS } from './log-settings.ts';
import type { ServerIdentity } from './organization.ts';
import { withPermissionGroups } from './permission-groups.ts';
import type { AuthMechanism, PermissionGroup, ReceiveConnector } from './receive-connector.ts';
import { defaultRemoteDomain } from './remote-domain.ts';
import type { LocalMailbox } from './recipient.ts';
import type { SendConnector } from './send-connector.ts';
import type { ConfigSnapshot } from './snapshot.ts';

export type FirstStart = Readonly<{
  server: ServerIdentity;
  /** Becomes the first accepted domain where given. */
  domain: string | null;
  /** Everything to the outside goes to files. */
  sandbox: boolean;
  newGuid: () => string;
  /** ISO 8601 */
  now: string;
}>;

type Row = Readonly<{
  name: string;
  port: number;
  /** Order of the two families as setup writes them. */
  ipv4First: boolean;
  mechanisms: readonly AuthMechanism[];
  groups: readonly PermissionGroup[];
  settings: Partial<ReceiveConnector>;
}>;

const BASIC: readonly AuthMechanism[] = ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS'];
const HOPS = { maxHopCount: 60, maxLocalHopCount: 5 };
const CLIENT_RATE = { messageRateLimit: 5, messageRateSource: 'User', enableAuthGSSAPI: true } as const;

/** The five connectors of a fresh server, in the order Exchange lists them. receive-connectors.md §2 */
const ROWS: readonly Row[] = [
  {
    name: 'Default',
    port: 2525,
    ipv4First: true,
    mechanisms: ['Tls', 'Integrated', 'BasicAuth', 'ExchangeServer'],
    groups: ['ExchangeUsers', 'ExchangeServers', 'ExchangeLegacyServers'],
    settings: {
      transportRole: 'HubTransport',
      maxInboundConnectionPerSource: null,
      maxInboundConnectionPercentagePerSource: 100,
      maxRecipientsPerMessage: 5000,
      enableAuthGSSAPI: true,
      sizeEnabled: 'EnabledWithoutValue',
    },
  },
  {
    name: 'Client Proxy',
    port: 465,
    ipv4First: false,
    mechanisms: [...BASIC, 'ExchangeServer'],
    groups: ['ExchangeUsers', 'ExchangeServers'],
    settings: { transportRole: 'HubTransport', ...CLIENT_RATE },
  },
  {
    name: 'Default Frontend',
    port: 25,
    ipv4First: false,
    mechanisms: [...BASIC, 'ExchangeServer'],
    groups: ['AnonymousUsers', 'ExchangeServers', 'ExchangeLegacyServers'],
    settings: { transportRole: 'FrontendTransport', protocolLoggingLevel: 'Verbose' },
  },
  {
    name: 'Outbound Proxy Frontend',
    port: 717,
    ipv4First: false,
    mechanisms: [...BASIC, 'ExchangeServer'],
    groups: ['ExchangeServers'],
    settings: { transportRole: 'FrontendTransport' },
  },
  {
    name: 'Client Frontend',
    port: 587,
    ipv4First: false,
    mechanisms: BASIC,
    groups: ['ExchangeUsers'],
    settings: { transportRole: 'FrontendTransport', ...CLIENT_RATE },
  },
];

function setupConnectors(start: FirstStart): readonly ReceiveConnector[] {
  return ROWS.map((row, index) => setupConnector(row, index + 1, start));
}

function setupConnector(row: Row, createdOrder: number, start: FirstStart): ReceiveConnector {
  const bindings = [bindingOf(`[::]:${row.port}`), bindingOf(`0.0.0.0:${row.port}`)];
  const { domain, name } = start.server;
  return {
    ...newReceiveConnector({
      guid: start.newGuid(),
      name: `${row.name} ${name}`,
      usage: 'Custom',
      domain,
      createdOrder,
      whenCreated: start.now,
    }),
    ...HOPS,
    ...row.settings,
    setup: true,
    bindings: row.ipv4First ? bindings.reverse() : bindings,
    remoteIPRanges: [rangeOf(ALL_IPV6), rangeOf(ALL_IPV4)],
    authMechanism: row.mechanisms,
    entries: withPermissionGroups([], row.groups, domain),
  };
}

/** Configuration of a server that starts for the first time. design.md §2 */
export function initialSnapshot(start: FirstStart): ConfigSnapshot {
  return {
    version: 1,
    server: start.server,
    receiveConnectors: setupConnectors(start),
    sendConnectors: start.sandbox ? [sandboxConnector(start)] : [],
    acceptedDomains: start.domain === null ? [] : [firstDomain(start, start.domain)],
    remoteDomains: [defaultRemoteDomain({ guid: start.newGuid(), now: start.now })],
    transportConfig: DEFAULT_TRANSPORT_CONFIG,
    transportService: DEFAULT_TRANSPORT_SERVICE,
    senderFilter: DEFAULT_SENDER_FILTER,
    recipientFilter: DEFAULT_RECIPIENT_FILTER,
    transportLogs: DEFAULT_TRANSPORT_LOGS,
    frontendLogs: DEFAULT_FRONTEND_LOGS,
    telemetry: DEFAULT_TELEMETRY,
    acme: DEFAULT_ACME,
    directory: [postmaster(start)],
    certificates: [],
    administrators: [],
  };
}

function firstDomain(start: FirstStart, domain: string): AcceptedDomain {
  return {
    guid: start.newGuid(),
    name: domain,
    whenCreated: start.now,
    whenChanged: start.now,
    domainName: domain.toLowerCase(),
    domainType: 'Authoritative',
    addressBookEnabled: true,
    matchSubDomains: false,
    isDefault: true,
  };
}

function sandboxConnector(start: FirstStart): SendConnector {
  return {
    ...newSendConnector({
      guid: start.newGuid(),
      name: 'Sandbox drop folder',
      serverName: start.server.name,
      whenCreated: start.now,
    }),
    addressSpaces: [{ type: 'SMTP', domain: '*', cost: 1 }],
    comment: 'Nothing leaves this machine: each message becomes a file in the drop folder.',
    dropDirectory: 'drop',
  };
}

function postmaster(start: FirstStart): LocalMailbox {
  return {
    kind: 'mailbox',
    guid: start.newGuid(),
    name: 'postmaster',
    alias: 'postmaster',
    displayName: 'Postmaster',
    emailAddresses: [`postmaster@${start.domain ?? start.server.fqdn}`.toLowerCase()],
    whenCreated: start.now,
    whenChanged: start.now,
  };
}
