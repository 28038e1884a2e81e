import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Dispatch } from '../admin/dispatch.ts';
import type { Caller, CertificateTools } from '../admin/ports.ts';
import { LocalDirectory } from '../directory/local-directory.ts';
import type { ServerStatus } from '../net/control-protocol.ts';
import { ControlServer } from '../net/control-server.ts';
import { createAcmeHttp } from '../net/acme-http.ts';
import { createDialer } from '../net/dialer.ts';
import { askGreeting } from '../net/greeting.ts';
import { createPolicyFetcher } from '../net/policy-fetcher.ts';
import { createInbound, type Inbound } from '../net/inbound.ts';
import { createOwnAddresses } from '../net/own-addresses.ts';
import { readEtcFile } from '../net/resolver.ts';
import { createRevocations } from '../net/revocations.ts';
import { createServerContexts } from '../net/server-contexts.ts';
import { createTrustedRoots } from '../net/trusted-roots.ts';
import { DeviceFile } from '../store/device-file.ts';
import { createDropFolder } from '../store/drop-folder.ts';
import { createMaildir } from '../store/maildir.ts';
import { PolicyFile } from '../store/policy-file.ts';
import { hashPassword, verifyPassword } from '../store/password-hash.ts';
import { BackPressure } from '../transport/back-pressure.ts';
import { createDelivery, type Delivery } from '../transport/delivery.ts';
import type { FolderSubmission } from '../transport/pickup/folder-submission.ts';
import { filterSender } from '../transport/sender-filter.ts';
import type { Logger } from '../transport/events.ts';
import type { Resolver, ReverseResolver } from '../transport/resolver-port.ts';
import { AcmeKeeper } from './acme-keeper.ts';
import type { CertificateFile } from './certificate-file.ts';
import { adminCertificate, reportCertificates } from './certificates.ts';
import { type AdminCenter, openAdminCenter } from './admin-center.ts';
import { ChangeFeed } from './change-feed.ts';
import { DeviceKeeper } from './device-keeper.ts';
import { DeviceNames } from './device-names.ts';
import { Operations } from './operations.ts';
import { lazy } from './lazy.ts';
import type { ServerOptions } from './options.ts';
import { PolicyKeeper } from './policy-keeper.ts';
import { ResourceWatch } from './resource-watch.ts';
import type { Reports } from '../http/reports.ts';
import { createReports } from './reports.ts';
import { resolverFor } from './resolvers.ts';
import { isSandbox, serverStatus } from './status.ts';
import type { Stores } from './stores.ts';
import { submissionFolders } from './submission-folders.ts';
import type { OwnMailWorld } from '../transport/enqueue-own.ts';
import { createTlsReportMailer } from './tls-report-mailer.ts';
import type { SendTlsReports } from './tls-report-mailer.ts';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { PRODUCT, VERSION } from './version.ts';

export type RunningServer = Readonly<{
  status: () => ServerStatus;
  /** Password of the first administrator, where it was made up at this start. */
  initialPassword: string | null;
  /** Begins the end: no new sessions, transactions under way get their time. Safe to call again. */
  stop: () => void;
  /** Resolves when everything is flushed and closed. */
  ended: Promise<void>;
}>;

/** Transactions under way may take this long to end. design.md §2, Stop */
const GRACE_MS = 10_000;
const DAY_MS = 86_400_000;

/** Who talks on the socket of the data folder owns it. design.md §2, Local trust */
const LOCAL_ADMINISTRATOR: Caller = { name: 'local administrator', roleGroups: ['Organization Management'] };

type Parts = Readonly<{
  options: ServerOptions;
  directory: LocalDirectory;
  startedAt: Date;
  logger: Logger;
  certificateTools: () => Promise<CertificateTools>;
  /** What addresses are called, and who wants reports. */
  names: Resolver & ReverseResolver;
  stores: Stores;
  pressure: BackPressure;
  watch: ResourceWatch;
  telemetry: Telemetry;
  policies: PolicyKeeper;
  acme: AcmeKeeper;
  certificateFile: CertificateFile;
  delivery: Delivery;
  inbound: Inbound;
  /** The Pickup and the Replay folder. */
  folders: readonly FolderSubmission[];
  operations: Operations;
}>;

/** What the data folder holds, ready for a server. */
export type Opened = Readonly<{
  stores: Stores;
  certificateFile: CertificateFile;
  /** Password of the first administrator, where it was made up at this start. */
  initialPassword: string | null;
  /** Tells the operator what was found, once all places of the log are there. */
  tell: (logger: Logger) => void;
}>;

/** What is there before the rest is built. */
type Base = Opened & Pick<Parts, 'options' | 'startedAt' | 'logger' | 'certificateTools'>;

/** Builds everything once and starts it. The shell's socket answers before the first listener opens. */
export async function runServer(base: Base): Promise<RunningServer> {
  const parts = await build(base);
  base.tell(parts.logger);
  const server = new Server(parts);
  await server.start();
  return {
    status: () => server.status(),
    initialPassword: base.initialPassword,
    stop: () => server.stop(),
    ended: server.ended,
  };
}

async function build(base: Base): Promise<Parts> {
  const { options, stores } = base;
  const { config, queue, tracking } = stores;
  const getSnapshot = (): typeof config.current => config.current;
  const { dataFolder } = options;
  const telemetry = createTelemetry({ dataFolder, tracking, getSnapshot, logger: base.logger });
  const { logger } = telemetry;
  const pressure = new BackPressure({
    thresholds: () => getSnapshot().transportService.resourceThresholds,
    logger,
    now: Date.now,
  });
  const tls = join(dataFolder, 'tls');
  const trustedRoots = createTrustedRoots(tls, Date.now);
  const isRevoked = createRevocations({ folder: tls, trustedRoots, logger, now: Date.now });
  const directory = new LocalDirectory(getSnapshot, { hash: hashPassword, verify: verifyPassword });
  const shared = { getSnapshot, store: queue, directory, events: telemetry.events, logger, now: Date.now };
  const names = resolverFor('internal', getSnapshot, readEtcFile);
  const externalNames = resolverFor('external', getSnapshot, readEtcFile);
  const policies = new PolicyKeeper({
    fetch: createPolicyFetcher({ trustedRoots }),
    file: new PolicyFile(dataFolder),
    resolver: names,
    logger,
    now: Date.now,
  });
  const http = createAcmeHttp(trustedRoots, `${PRODUCT}/${VERSION}`);
  const acme = new AcmeKeeper({ config, http, portOffset: options.portOffset, logger, now: Date.now });
  const delivery: Delivery = createDelivery({
    ...shared,
    resolver: names,
    mtaSts: policies.policies,
    externalResolver: externalNames,
    dialer: createDialer(trustedRoots, isRevoked),
    dropFolder: createDropFolder(dataFolder),
    mailboxes: createMaildir(join(dataFolder, 'mailboxes')),
    ownListeners: () => ownListeners(inbound),
    ownAddresses: createOwnAddresses(Date.now),
    suspended: stores.suspended,
  });
  const inbound: Inbound = createInbound({
    ...shared,
    product: PRODUCT,
    version: VERSION,
    tls: createServerContexts(Date.now, trustedRoots, isRevoked),
    portOffset: options.portOffset,
    isAccepting: () => !delivery.status().draining,
    pressure: () => pressure.pressure,
    onAccepted: (message) => delivery.accepted(message),
  });
  const watch = new ResourceWatch(pressure, {
    dataFolder,
    reserve: stores.reserve,
    submission: () => delivery.status().submission,
    uncommitted: () => queue.stats().uncommitted,
    dropContents: () => queue.dropContents(),
    forgetDnsAnswers: () => {
      for (const resolver of [names, externalNames]) resolver.forget();
    },
  });
  await watch.start();
  const parts = {
    ...base,
    logger,
    directory,
    names,
    pressure,
    watch,
    telemetry,
    policies,
    acme,
    delivery,
    inbound,
    folders: submissionFolders(dataFolder, { ...shared, delivery, pressure }),
  };
  return { ...parts, operations: new Operations(parts) };
}

function ownListeners(inbound: Inbound): { address: string; port: number }[] {
  return inbound.listeners.status().map(({ binding, port }) => ({ address: binding.address, port }));
}

/** Life of the server: start in order, follow the configuration, end in order. */
class Server {
  readonly #parts: Parts;
  readonly ended: Promise<void>;
  #resolveEnded: () => void = () => undefined;
  #control: ControlServer | null = null;
  #adminCenter: AdminCenter | null = null;
  readonly #changes = new ChangeFeed();
  readonly #devices: DeviceKeeper;
  readonly #names: DeviceNames;
  readonly #dispatch: () => Promise<Dispatch> = lazy(() => this.#createDispatch());
  #stopping = false;
  /** Whatever a command waits for ends with the server. */
  readonly #waits = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { telemetry, options, logger } = parts;
    const file = new DeviceFile(options.dataFolder);
    this.#devices = new DeviceKeeper({ devices: telemetry.devices, file, logger });
    this.#names = new DeviceNames(parts.names, Date.now);
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
  }

  async start(): Promise<void> {
    const { options, stores, inbound, delivery, policies, logger, operations } = this.#parts;
    for (const finding of stores.queue.recovery.findings) logger.warn(finding);
    this.#control = await this.#listenControl(options.dataFolder);
    await Promise.all([
      this.#devices.start(),
      policies.start(),
      this.#parts.telemetry.tlsReports.start(this.#tlsReportMailer()),
    ]);
    delivery.start();
    await inbound.listeners.apply(stores.config.current);
    this.#adminCenter = await this.#openAdminCenter();
    await operations.start();
    for (const folder of this.#parts.folders) folder.start();
    this.#watchCertificates();
    this.#parts.acme.start();
    this.#parts.certificateFile.start();
    stores.config.onChange((next, previous) => {
      operations.follow(next, previous);
      delivery.configChanged(next);
      void inbound.listeners.apply(next);
    });
  }

  #tlsReportMailer(): SendTlsReports {
    return createTlsReportMailer({ ...this.#ownMail(), resolver: this.#parts.names });
  }

  #ownMail(): OwnMailWorld {
    const { stores, delivery, telemetry } = this.#parts;
    return {
      getSnapshot: () => stores.config.current,
      store: stores.queue,
      events: telemetry.events,
      accepted: (message) => delivery.accepted(message),
      now: Date.now,
    };
  }

  /** At start, after each change of certificates, and once a day. */
  #watchCertificates(): void {
    const { config } = this.#parts.stores;
    const report = (): void => reportCertificates(config.current, Date.now(), this.#parts.logger);
    report();
    setInterval(report, DAY_MS).unref();
    config.onChange((next, previous) => {
      if (next.certificates !== previous.certificates) report();
    });
  }

  status(): ServerStatus {
    return serverStatus({ ...this.#parts, adminCenter: this.#adminCenter });
  }

  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#waits.abort();
    void this.#end()
      .catch((error: unknown) => {
        this.#parts.logger.error('The server could not end cleanly', { error });
        process.exitCode = 1;
      })
      .finally(() => this.#resolveEnded());
  }

  async #createDispatch(): Promise<Dispatch> {
    const { stores, delivery, inbound, directory, pressure } = this.#parts;
    const { createDispatch } = await import('../admin/dispatch.ts');
    const { createProbeMailer } = await import('../transport/probe-message.ts');
    return createDispatch({
      config: this.#changes.config(stores.config),
      queue: delivery.control,
      resources: () => pressure.views(),
      tracking: stores.tracking,
      audit: this.#changes.audit({
        append: async (row) => void (await stores.database.ask({ op: 'appendAudit', row })),
        query: (limit) => stores.database.ask({ op: 'queryAudit', limit }),
      }),
      directory,
      filterSender,
      hashPassword,
      certificates: await this.#parts.certificateTools(),
      acme: this.#parts.acme,
      tlsReports: this.#parts.telemetry.tlsReports,
      verifyPassword,
      newGuid: randomUUID,
      randomBytes,
      now: () => new Date(),
      version: VERSION,
      greet: askGreeting,
      testNextHop: delivery.test,
      sendProbe: createProbeMailer(this.#ownMail()),
      pause: (ms) => delay(ms, undefined, { signal: this.#waits.signal }),
      turn,
      serverStatus: () => ({
        bindings: inbound.listeners.status().map(({ port, ...rest }) => ({ ...rest, realPort: port })),
      }),
      settled: () => inbound.listeners.apply(stores.config.current),
    });
  }

  #listenControl(folder: string): Promise<ControlServer> {
    return ControlServer.listen(folder, {
      specs: async () => (await this.#dispatch()).specs,
      invoke: async (invocation) => (await this.#dispatch()).invoke(invocation, LOCAL_ADMINISTRATOR),
      status: () => this.status(),
      stop: () => this.stop(),
    });
  }

  #createReports(): Reports {
    const { options, stores, telemetry, delivery, pressure } = this.#parts;
    return createReports({
      dataFolder: options.dataFolder,
      getSnapshot: () => stores.config.current,
      telemetry,
      queue: delivery.control,
      messages: () => stores.queue.stats().messages,
      diskLevel: () => pressure.levelOf('DatabaseUsedSpace'),
      changes: this.#changes,
      warnings: () => this.status().warnings,
      nameOf: (address) => this.#names.nameOf(address),
    });
  }

  #openAdminCenter(): Promise<AdminCenter> {
    const { options, stores, logger } = this.#parts;
    return openAdminCenter({
      options,
      config: stores.config,
      dispatch: this.#dispatch,
      verifyPassword,
      pem: () => adminCertificate(stores.config.current, Date.now()),
      logger,
      reports: this.#createReports(),
      server: () => {
        const { name, fqdn } = stores.config.current.server;
        const sandbox = isSandbox(stores.config.current);
        return { name, fqdn, version: VERSION, sandbox, portOffset: options.portOffset };
      },
    });
  }

  async #end(): Promise<void> {
    const { stores, inbound, delivery, policies, watch, telemetry, operations } = this.#parts;
    operations.stopping();
    await this.#adminCenter?.close();
    const { acme, certificateFile, folders } = this.#parts;
    await Promise.all([acme, certificateFile, ...folders].map((part) => part.stop()));
    await inbound.stop(GRACE_MS);
    await delivery.stop(GRACE_MS);
    await operations.stop();
    await telemetry.close();
    await this.#devices.stop();
    await policies.stop();
    await stores.queue.close();
    await this.#control?.close();
    await stores.database.close();
    watch.stop();
    stores.lock.release();
  }
}
