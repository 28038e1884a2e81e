import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createDispatch } from '../admin/dispatch.ts';
import type { Caller } from '../admin/ports.ts';
import type { TransportService } from '../config/organization.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { LocalDirectory } from '../directory/local-directory.ts';
import type { ServerStatus } from '../net/control-protocol.ts';
import { ControlServer } from '../net/control-server.ts';
import { createDialer } from '../net/dialer.ts';
import { askGreeting } from '../net/greeting.ts';
import { createInbound, type Inbound } from '../net/inbound.ts';
import { createOwnAddresses } from '../net/own-addresses.ts';
import { createResolver, readEtcFile } from '../net/resolver.ts';
import { openServerTls } from '../net/tls.ts';
import { DiskWatch } from '../store/disk-space.ts';
import { createDropFolder } from '../store/drop-folder.ts';
import { createMaildir } from '../store/maildir.ts';
import { hashPassword, verifyPassword } from '../store/password-hash.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createDelivery, type Delivery } from '../transport/delivery.ts';
import { filterSender } from '../transport/sender-filter.ts';
import type { Logger } from '../transport/events.ts';
import { prepareDataFolder } from './data-folder.ts';
import type { ServerOptions } from './options.ts';
import { Retention } from './retention.ts';
import { serverStatus } from './status.ts';
import { openStores, type Stores } from './stores.ts';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { PRODUCT, VERSION } from './version.ts';

export type RunningServer = Readonly<{
  status: () => ServerStatus;
  /** Begins the end: no new sessions, transactions under way get their time. Safe to call again. */
  stop: () => void;
  /** Resolves when everything is flushed and closed. */
  ended: Promise<void>;
}>;

/** Transactions under way may take this long to end. design.md §2, Stop */
const GRACE_MS = 10_000;

/** Who talks on the socket of the data folder owns it. design.md §2, Local trust */
const LOCAL_ADMINISTRATOR: Caller = { name: 'local administrator', roleGroups: ['Organization Management'] };

type Parts = Readonly<{
  options: ServerOptions;
  directory: LocalDirectory;
  startedAt: Date;
  logger: Logger;
  stores: Stores;
  disk: DiskWatch;
  telemetry: Telemetry;
  delivery: Delivery;
  inbound: Inbound;
}>;

/** Builds everything once and starts it. The shell's socket answers before the first listener opens.
 *  Rejects with StartupError where the world is not as it must be. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const startedAt = new Date();
  const logger = createLogger((line) => void process.stderr.write(line), Date.now);
  prepareDataFolder(options.dataFolder);
  const stores = await openStores(options, logger);
  const parts = await build({ options, startedAt, logger, stores });
  const server = new Server(parts);
  await server.start();
  return { status: () => serverStatus(parts), stop: () => server.stop(), ended: server.ended };
}

async function build(base: Pick<Parts, 'options' | 'startedAt' | 'logger' | 'stores'>): Promise<Parts> {
  const { options, logger, stores } = base;
  const { config, queue, tracking } = stores;
  const getSnapshot = (): typeof config.current => config.current;
  const telemetry = createTelemetry({ dataFolder: options.dataFolder, tracking, getSnapshot });
  const disk = new DiskWatch(options.dataFolder, (level, freeBytes) => {
    logger.warn('Free space for the queue has changed its level', { level, freeBytes });
  });
  const [tls] = await Promise.all([openTls(base), disk.start()]);
  const directory = new LocalDirectory(getSnapshot, { hash: hashPassword, verify: verifyPassword });
  const shared = { getSnapshot, store: queue, directory, events: telemetry.events, logger, now: Date.now };
  const delivery: Delivery = createDelivery({
    ...shared,
    resolver: resolverFor('internal', getSnapshot),
    externalResolver: resolverFor('external', getSnapshot),
    dialer: createDialer(),
    dropFolder: createDropFolder(options.dataFolder),
    mailboxes: createMaildir(join(options.dataFolder, 'mailboxes')),
    ownListeners: () => ownListeners(inbound),
    ownAddresses: createOwnAddresses(Date.now),
  });
  const inbound: Inbound = createInbound({
    ...shared,
    product: PRODUCT,
    version: VERSION,
    tls,
    portOffset: options.portOffset,
    isAccepting: () => true,
    resources: () => disk.level,
    onAccepted: (message) => delivery.accepted(message),
  });
  return { ...base, directory, disk, telemetry, delivery, inbound };
}

/** Exchange: Set-TransportService -InternalDNS…, -ExternalDNS…; read at each query. */
function resolverFor(
  side: 'internal' | 'external',
  getSnapshot: () => ConfigSnapshot,
): ReturnType<typeof createResolver> {
  const settings = (): TransportService => getSnapshot().transportService;
  return createResolver({
    servers: () => (settings()[`${side}DnsAdapterEnabled`] ? [] : settings()[`${side}DnsServers`]),
    protocol: () => settings()[`${side}DnsProtocolOption`],
    readSystemFile: readEtcFile,
    now: Date.now,
  });
}

function openTls({
  options,
  logger,
  stores,
}: Pick<Parts, 'options' | 'logger' | 'stores'>): ReturnType<typeof openServerTls> {
  const { server } = stores.config.current;
  const names = [server.fqdn, server.name.toLowerCase()];
  return openServerTls({ folder: join(options.dataFolder, 'tls'), names, now: Date.now(), logger });
}

function ownListeners(inbound: Inbound): { address: string; port: number }[] {
  return inbound.listeners.status().map(({ binding, port }) => ({ address: binding.address, port }));
}

/** Life of the server: start in order, follow the configuration, end in order. */
class Server {
  readonly #parts: Parts;
  readonly #retention: Retention;
  readonly ended: Promise<void>;
  #resolveEnded: () => void = () => undefined;
  #control: ControlServer | null = null;
  #stopping = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#retention = new Retention({ ...parts.stores, logger: parts.logger });
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
  }

  async start(): Promise<void> {
    const { options, stores, inbound, delivery, logger } = this.#parts;
    for (const finding of stores.queue.recovery.findings) logger.warn(finding);
    this.#control = await this.#listenControl(options.dataFolder);
    delivery.start();
    await inbound.listeners.apply(stores.config.current);
    this.#retention.start();
    stores.config.onChange((next) => {
      delivery.configChanged(next);
      void inbound.listeners.apply(next);
    });
  }

  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    void this.#end()
      .catch((error: unknown) => {
        this.#parts.logger.error('The server could not end cleanly', { error });
        process.exitCode = 1;
      })
      .finally(() => this.#resolveEnded());
  }

  #listenControl(folder: string): Promise<ControlServer> {
    const { stores, delivery, inbound, directory } = this.#parts;
    const dispatch = createDispatch({
      config: stores.config,
      queue: delivery.control,
      tracking: stores.tracking,
      audit: {
        append: async (row) => void (await stores.database.ask({ op: 'appendAudit', row })),
        query: (limit) => stores.database.ask({ op: 'queryAudit', limit }),
      },
      directory,
      filterSender,
      hashPassword,
      newGuid: randomUUID,
      now: () => new Date(),
      version: VERSION,
      greet: askGreeting,
      serverStatus: () => ({
        bindings: inbound.listeners.status().map(({ port, ...rest }) => ({ ...rest, realPort: port })),
      }),
      settled: () => inbound.listeners.apply(stores.config.current),
    });
    return ControlServer.listen(folder, {
      specs: () => dispatch.specs,
      invoke: (invocation) => dispatch.invoke(invocation, LOCAL_ADMINISTRATOR),
      status: () => serverStatus(this.#parts),
      stop: () => this.stop(),
    });
  }

  async #end(): Promise<void> {
    const { stores, inbound, delivery, disk, telemetry } = this.#parts;
    await inbound.stop(GRACE_MS);
    await delivery.stop(GRACE_MS);
    await telemetry.close();
    await stores.queue.close();
    await this.#control?.close();
    await stores.database.close();
    disk.stop();
    this.#retention.stop();
    stores.lock.release();
  }
}
