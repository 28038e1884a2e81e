import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Inbound } from '../net/inbound.ts';
import type { BackPressure } from '../transport/back-pressure.ts';
import type { Delivery } from '../transport/delivery.ts';
import type { FolderSubmission } from '../transport/pickup/folder-submission.ts';
import type { AcmeKeeper } from './acme-keeper.ts';
import type { ServerOptions } from './options.ts';
import { Probes } from './probes.ts';
import { QueueLog } from './queue-log.ts';
import { Retention } from './retention.ts';
import { addServerMetrics } from './server-metrics.ts';
import type { Stores } from './stores.ts';
import type { Telemetry } from './telemetry.ts';

export type OperationsParts = Readonly<{
  options: ServerOptions;
  startedAt: Date;
  stores: Stores;
  pressure: BackPressure;
  telemetry: Telemetry;
  acme: AcmeKeeper;
  delivery: Delivery;
  inbound: Inbound;
  folders: readonly FolderSubmission[];
}>;

/** What watches over the running server: retention, the queue log, metrics and health. */
export class Operations {
  readonly #parts: OperationsParts;
  readonly #retention: Retention;
  readonly #queueLog: QueueLog;
  readonly #probes: Probes;
  #stopping = false;

  constructor(parts: OperationsParts) {
    this.#parts = parts;
    const { stores, telemetry, delivery, options } = parts;
    const { logger, logs, metrics } = telemetry;
    const getSnapshot = (): ConfigSnapshot => stores.config.current;
    this.#retention = new Retention({ ...stores, logs, getSnapshot, logger });
    this.#queueLog = new QueueLog({
      queues: delivery.control,
      logs,
      serverName: () => getSnapshot().server.name,
    });
    addServerMetrics(metrics, parts);
    this.#probes = new Probes({
      portOffset: options.portOffset,
      logger,
      sources: {
        metrics: () => metrics.render(),
        unhealthy: () => this.#unhealthy(),
        notReady: () => [...this.#unhealthy(), ...this.#notReady()],
      },
    });
  }

  /** For people: what of this does not work, each with its remedy. */
  warnings(): readonly string[] {
    const { error } = this.#probes;
    const folders = this.#parts.folders.flatMap(({ problem }) => (problem === null ? [] : [problem]));
    return [...(error === null ? [] : [error]), ...folders, ...this.#parts.acme.warnings()];
  }

  async start(): Promise<void> {
    this.#retention.start();
    this.#queueLog.start();
    await this.#probes.follow(this.#parts.stores.config.current.telemetry.metricsBinding);
  }

  follow(next: ConfigSnapshot, previous: ConfigSnapshot): void {
    this.#parts.telemetry.follow(next);
    this.#retention.follow(next, previous);
    void this.#probes.follow(next.telemetry.metricsBinding);
  }

  /** The server takes no more mail: not ready from now on. */
  stopping(): void {
    this.#stopping = true;
  }

  async stop(): Promise<void> {
    this.#queueLog.stop();
    await Promise.all([this.#retention.stop(), this.#probes.close()]);
  }

  #unhealthy(): readonly string[] {
    const failure = this.#parts.stores.database.failure;
    return failure === null ? [] : [`The database does not answer: ${failure.message}`];
  }

  #notReady(): readonly string[] {
    const { inbound, pressure } = this.#parts;
    const reasons: string[] = [];
    if (this.#stopping) reasons.push('The server is stopping');
    for (const { name } of pressure.views().filter(({ level }) => level === 'High'))
      reasons.push(`Resources are short, mail is refused: ${name}`);
    if (!inbound.listeners.status().some(({ state }) => state !== 'failed'))
      reasons.push('No binding is listened on');
    return reasons;
  }
}
