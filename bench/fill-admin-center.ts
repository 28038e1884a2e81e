import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { bindingOf, newReceiveConnector, rangeOf } from '../src/config/defaults.ts';
import { entriesOfGroup, rightEntry } from '../src/config/permission-groups.ts';
import { ANONYMOUS_LOGON } from '../src/config/principals.ts';
import type { ReceiveConnector } from '../src/config/receive-connector.ts';
import { ANY_RECIPIENT } from '../src/config/rights.ts';
import { initialSnapshot } from '../src/config/setup.ts';
import { SecretBox } from '../src/store/secret-box.ts';
import { SqliteConfigStore } from '../src/store/sqlite/config-store.ts';
import { Database } from '../src/store/sqlite/database.ts';
import { openDatabase } from '../src/store/sqlite/open.ts';
import { TRACKING_MIGRATIONS } from '../src/store/sqlite/schema.ts';
import { TrackingTables } from '../src/store/sqlite/tracking-tables.ts';
import type { TrackingEvent } from '../src/transport/events.ts';
import { LineBlocks } from '../src/transport/line-blocks.ts';

const BATCH = 500;

/** Writes message tracking of a server that is stopped, as it would have written it: a receipt and a delivery for each
 *  message, in batches, over the day that ends now. */
export function fillTracking(folder: string, messages: number): void {
  const database = openDatabase(join(folder, 'tracking.db'), TRACKING_MIGRATIONS, 'NORMAL');
  const tables = new TrackingTables(database);
  const step = 86_000_000 / messages;
  const start = Date.now() - 86_100_000;
  for (let done = 0; done < messages; done += BATCH) {
    const lines = new LineBlocks('\n');
    for (let n = done; n < Math.min(messages, done + BATCH); n++)
      for (const event of eventsOf(n, Math.floor(start + n * step))) lines.add(JSON.stringify(event));
    tables.append(lines.take().map(({ octets }) => octets));
  }
  database.close();
}

function eventsOf(n: number, at: number): readonly TrackingEvent[] {
  const networkMessageId = randomUUID();
  const device = n % 300;
  const received: TrackingEvent = {
    at,
    eventId: 'RECEIVE',
    source: 'SMTP',
    clientIp: `10.0.${device % 7}.${device % 250}`,
    clientHostname: `device${device}.contoso.com`,
    serverIp: '10.0.0.1',
    serverHostname: 'ex1.contoso.com',
    sourceContext: `${randomUUID()};0`,
    connectorId: 'EX1\\Default Frontend EX1',
    internalMessageId: n + 1,
    messageId: `<${networkMessageId}@device${device}.contoso.com>`,
    networkMessageId,
    recipients: [`user${(n * 7919) % 5000}@fabrikam.com`],
    recipientStatus: ['To'],
    totalBytes: 1000 + ((n * 37) % 900_000),
    relatedRecipientAddress: '',
    reference: '',
    messageSubject: `Scan ${n} of the day`,
    sender: `device${device}@contoso.com`,
    returnPath: `device${device}@contoso.com`,
    messageInfo: '',
    directionality: 'Incoming',
    customData: '',
  };
  const failed = n % 50 === 0;
  const reply = failed ? '550 5.1.1 no such user' : '250 2.0.0 Ok: queued';
  const ended = { ...received, at: at + 300, connectorId: 'To Internet', recipientStatus: [reply] };
  return [received, { ...ended, eventId: failed ? 'FAIL' : 'SEND' }];
}

/** Adds Receive connectors to the configuration of a server that is stopped; every tenth lets its hosts relay. */
export async function fillConnectors(folder: string, connectors: number, ranges: number): Promise<void> {
  const database = new Database(folder);
  const store = await SqliteConfigStore.open(database, {
    secrets: SecretBox.open(folder),
    warn: (text) => console.error(text),
    identity: (stored) => stored,
    first: () =>
      initialSnapshot({
        server: { name: 'EX1', fqdn: 'ex1.contoso.com', domain: 'CONTOSO' },
        domain: 'contoso.com',
        sandbox: true,
        newGuid: randomUUID,
        now: new Date().toISOString(),
      }),
  });
  const { current } = store;
  const { domain } = current.server;
  const made = Array.from({ length: connectors }, (_, n) => connector(n, ranges, domain));
  const row = {
    runAt: new Date().toISOString(),
    caller: 'bench',
    command: 'New-ReceiveConnector',
    parameters: {},
    objectModified: '',
    succeeded: true,
    error: null,
  };
  const next = {
    ...current,
    version: current.version + 1,
    receiveConnectors: [...current.receiveConnectors, ...made],
  };
  await store.commit(current.version, next, row);
  await database.close();
}

function connector(n: number, ranges: number, domain: string): ReceiveConnector {
  const address = (k: number): string => {
    const at = (n * ranges + k) * 2;
    return `10.${100 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}`;
  };
  const identity = { guid: randomUUID(), name: `Floor ${n + 1}`, usage: 'Custom', domain } as const;
  const blank = newReceiveConnector({
    ...identity,
    createdOrder: 100 + n,
    whenCreated: new Date().toISOString(),
  });
  return {
    ...blank,
    entries: [
      ...blank.entries,
      ...entriesOfGroup('AnonymousUsers', domain),
      ...(n % 10 === 0 ? [rightEntry(ANONYMOUS_LOGON, ANY_RECIPIENT)] : []),
    ],
    bindings: [bindingOf('0.0.0.0:25')],
    remoteIPRanges: Array.from({ length: ranges }, (_, k) => rangeOf(address(k))),
  };
}
