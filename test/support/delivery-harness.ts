import { DEFAULT_ACME } from '../../src/config/acme.ts';
import {
  DEFAULT_RECIPIENT_FILTER,
  DEFAULT_SENDER_FILTER,
  DEFAULT_TRANSPORT_CONFIG,
  DEFAULT_TRANSPORT_SERVICE,
  newSendConnector,
} from '../../src/config/defaults.ts';
import {
  DEFAULT_FRONTEND_LOGS,
  DEFAULT_TELEMETRY,
  DEFAULT_TRANSPORT_LOGS,
} from '../../src/config/log-settings.ts';
import type { AcceptedDomain } from '../../src/config/accepted-domain.ts';
import type { DirectoryEntry, DistributionGroup } from '../../src/config/recipient.ts';
import type { SendConnector } from '../../src/config/send-connector.ts';
import type { ConfigSnapshot } from '../../src/config/snapshot.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { mailboxKey, parseMailbox } from '../../src/mail/address.ts';
import type { Mailbox } from '../../src/mail/address.ts';
import type { NotifyEvent } from '../../src/mail/envelope.ts';
import { createDialer } from '../../src/net/dialer.ts';
import type { MessageFacts, MessageState, QueuedRecipient, StoredMessage } from '../../src/queue/message.ts';
import { createDelivery } from '../../src/transport/delivery.ts';
import type { Delivery, DeliveryPorts } from '../../src/transport/delivery.ts';
import type { ProtocolLine, TrackingEvent } from '../../src/transport/events.ts';
import type { Resolver } from '../../src/transport/resolver-port.ts';
import { MemoryQueueStore } from './memory-queue-store.ts';
import { storeMessage } from './stored-message.ts';

/** A Send connector to smart hosts on a port, everything else at its default. */
export function sendConnector(changes: Partial<SendConnector> = {}): SendConnector {
  const made = { guid: `guid-${changes.name ?? 'Out'}`, name: 'Out', serverName: 'EX1', whenCreated: '' };
  return {
    ...newSendConnector(made),
    addressSpaces: [{ type: 'SMTP', domain: '*', cost: 1 }],
    dnsRoutingEnabled: false,
    smartHosts: ['[127.0.0.1]'],
    sourceTransportServers: [],
    ...changes,
  };
}

export function acceptedDomain(domainName: string, changes: Partial<AcceptedDomain> = {}): AcceptedDomain {
  return {
    guid: `guid-${domainName}`,
    name: domainName,
    whenCreated: '',
    whenChanged: '',
    domainName,
    domainType: 'Authoritative',
    addressBookEnabled: true,
    matchSubDomains: false,
    isDefault: false,
    ...changes,
  };
}

/** A configuration with what delivery looks at. */
export function snapshotWith(changes: Partial<ConfigSnapshot> = {}): ConfigSnapshot {
  return {
    version: 1,
    server: { name: 'EX1', fqdn: 'ex1.contoso.com', domain: 'CONTOSO' },
    receiveConnectors: [],
    sendConnectors: [],
    acceptedDomains: [acceptedDomain('contoso.com', { isDefault: true })],
    remoteDomains: [],
    transportConfig: DEFAULT_TRANSPORT_CONFIG,
    transportService: DEFAULT_TRANSPORT_SERVICE,
    senderFilter: DEFAULT_SENDER_FILTER,
    recipientFilter: DEFAULT_RECIPIENT_FILTER,
    transportLogs: DEFAULT_TRANSPORT_LOGS,
    frontendLogs: DEFAULT_FRONTEND_LOGS,
    telemetry: DEFAULT_TELEMETRY,
    acme: DEFAULT_ACME,
    certificates: [],
    directory: [],
    administrators: [],
    ...changes,
  };
}

/** A directory over a list of entries. */
export function directoryOf(entries: readonly DirectoryEntry[]): Directory {
  return {
    find: (address: Mailbox) =>
      entries.find((entry) =>
        entry.emailAddresses.some((text) => text.toLowerCase() === mailboxKey(address)),
      ) ?? null,
    members: (group: DistributionGroup) => entries.filter(({ guid }) => group.members.includes(guid)),
    displayName: () => null,
    checkCredentials: async () => null,
  };
}

/** A resolver that knows nothing but what a test tells it. */
export function resolverOf(answers: Partial<Resolver> = {}): Resolver {
  return {
    mx: answers.mx ?? (async () => ({ kind: 'nxdomain' })),
    addresses: answers.addresses ?? (async () => ({ kind: 'nxdomain' })),
    txt: answers.txt ?? (async () => ({ kind: 'nxdomain' })),
    alias: answers.alias ?? (async () => ({ kind: 'nxdomain' })),
    tlsa: answers.tlsa ?? (async () => ({ kind: 'nxdomain' })),
  };
}

function mailbox(text: string): Mailbox {
  const parsed = parseMailbox(text);
  if (parsed === null) throw new TypeError(`${text} is no address`);
  return parsed;
}

export function pending(address: string, notify: readonly NotifyEvent[] = []): QueuedRecipient {
  return {
    address: mailbox(address),
    parameters: { notify, orcpt: null },
    state: 'pending',
    resolved: false,
    attempts: 0,
    lastError: '',
    delayReported: false,
  };
}

export function stateOf(recipients: readonly QueuedRecipient[]): MessageState {
  return { recipients, suspended: false, crashes: 0 };
}

export type Harness = Readonly<{
  delivery: Delivery;
  store: MemoryQueueStore;
  events: readonly TrackingEvent[];
  protocol: readonly ProtocolLine[];
  drops: readonly Readonly<{ directory: string; content: string }>[];
  mailboxes: readonly Readonly<{ alias: string; content: string }>[];
  setSnapshot: (next: ConfigSnapshot) => void;
  /** Moves the clock on, and does what became due. */
  advance: (ms: number) => void;
  /** Stores and hands over a message. */
  send: (
    content: string,
    recipients: readonly QueuedRecipient[],
    facts?: Partial<MessageFacts>,
  ) => Promise<StoredMessage>;
  stop: () => Promise<void>;
}>;

async function collect(content: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of content) text += chunk.toString('latin1');
  return text;
}

/** Delivery over a store in memory, a clock of its own and real sockets. */
export function startHarness(snapshot: ConfigSnapshot, changes: Partial<DeliveryPorts> = {}): Harness {
  let current = snapshot;
  let offset = 0;
  const store = changes.store instanceof MemoryQueueStore ? changes.store : new MemoryQueueStore();
  const events: TrackingEvent[] = [];
  const protocol: ProtocolLine[] = [];
  const drops: { directory: string; content: string }[] = [];
  const mailboxes: { alias: string; content: string }[] = [];
  const now = (): number => Date.now() + offset;
  const delivery = createDelivery({
    getSnapshot: () => current,
    store,
    directory: directoryOf(snapshot.directory),
    resolver: resolverOf(),
    dialer: createDialer(),
    dropFolder: {
      async drop(directory, { content }) {
        drops.push({ directory, content: await collect(content) });
        return directory;
      },
    },
    mailboxes: {
      async deliver(alias, { content }) {
        mailboxes.push({ alias, content: await collect(content) });
      },
    },
    events: { track: (event) => events.push(event), protocol: (line) => protocol.push(line) },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    now,
    ownListeners: () => [],
    ...changes,
  });
  delivery.start();
  return {
    delivery,
    store,
    events,
    protocol,
    drops,
    mailboxes,
    setSnapshot(next) {
      current = next;
      delivery.configChanged(next);
    },
    advance(ms) {
      offset += ms;
      delivery.tick();
    },
    async send(content, recipients, facts = {}) {
      const at = now();
      const message = await storeMessage(store, Buffer.from(content, 'latin1'), {
        facts: { receivedAt: at, expiresAt: at + 172_800_000, ...facts },
        state: stateOf(recipients),
      });
      delivery.accepted(message);
      return message;
    },
    stop: async () => await delivery.stop(1000),
  };
}

/** Waits until a condition holds; rejects after the time with what was waited for. */
export async function until(condition: () => boolean, what: string, timeoutMs = 5000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
