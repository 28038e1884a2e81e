import { join } from 'node:path';
import type { LogLimits, ServiceLogs } from '../config/log-settings.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { AgentAction, ConnectivityLine, ProtocolLine, TrackingEvent } from '../transport/events.ts';
import { csvHeader, type CsvLog } from './csv.ts';
import { formatJsonEvent, type LoggedEvent } from './json-format.ts';
import { LogSeries } from './log-series.ts';
import {
  AGENT_LOG,
  CONNECTIVITY_LOG,
  formatAgentAction,
  formatConnectivityLine,
  formatQueueRow,
  QUEUE_LOG,
  type QueueRow,
} from './other-formats.ts';
import { formatProtocolLine, RECEIVE_PROTOCOL_LOG, SEND_PROTOCOL_LOG } from './protocol-format.ts';
import { formatTrackingEvent, TRACKING_LOG } from './tracking-format.ts';

/** Folder of the service that holds the connector. mail-flow.md §6.1 */
export type Service = 'FrontEnd' | 'Hub';

export type LogSetOptions = Readonly<{
  /** DATA/logs */
  folder: string;
  getSnapshot: () => ConfigSnapshot;
  now: () => number;
  lost: (error: unknown, about: Readonly<{ directory: string; lines: number }>) => void;
}>;

type Made<Item> = Readonly<{
  directory: string;
  prefix: string;
  /** null = no header */
  csv: CsvLog | null;
  format: (item: Item) => string;
  limits: () => LogLimits;
}>;

/** All series of log files. Each is made at the first line that goes to it, with the settings in force. */
export class LogSet {
  readonly #options: LogSetOptions;
  readonly #all: { flush(): Promise<void>; prune(): Promise<void>; close(): Promise<void> }[] = [];
  readonly #tracking: LogSeries<TrackingEvent>;
  readonly #queue: LogSeries<QueueRow>;
  readonly #json: LogSeries<LoggedEvent>;
  readonly #services: Readonly<Record<Service, ServiceSeries>>;

  constructor(options: LogSetOptions) {
    this.#options = options;
    const { getSnapshot } = options;
    this.#tracking = this.#make({
      directory: 'MessageTracking',
      prefix: 'MSGTRK',
      csv: TRACKING_LOG,
      format: (event) => formatTrackingEvent(event),
      limits: () => getSnapshot().transportLogs.messageTracking,
    });
    this.#queue = this.#make({
      directory: join('Hub', 'QueueViewer'),
      prefix: 'QUEUELOG',
      csv: QUEUE_LOG,
      format: formatQueueRow,
      limits: () => getSnapshot().transportLogs.queue,
    });
    this.#json = this.#make({
      directory: 'Json',
      prefix: 'EVENTS',
      csv: null,
      format: formatJsonEvent,
      limits: () => getSnapshot().telemetry.json,
    });
    this.#services = { FrontEnd: this.#makeService('FrontEnd'), Hub: this.#makeService('Hub') };
  }

  tracking(event: TrackingEvent): void {
    this.#tracking.append(event);
  }

  protocol(line: ProtocolLine, service: Service): void {
    this.#services[service][line.direction].append(line);
  }

  connectivity(line: ConnectivityLine, service: Service): void {
    if (this.#service(service).connectivity.enabled) this.#services[service].connectivity.append(line);
  }

  agent(action: AgentAction, service: Service): void {
    if (this.#service(service).agent.enabled) this.#services[service].agent.append(action);
  }

  queue(row: QueueRow): void {
    this.#queue.append(row);
  }

  json(logged: LoggedEvent): void {
    if (this.#options.getSnapshot().telemetry.json.enabled) this.#json.append(logged);
  }

  /** Everything appended so far is in its file, or lost. */
  async flush(): Promise<void> {
    await Promise.all(this.#all.map((series) => series.flush()));
  }

  /** Holds every folder to its age and size, also where nothing is written any more. */
  async prune(): Promise<void> {
    await Promise.all(this.#all.map((series) => series.prune()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((series) => series.close()));
  }

  #service(service: Service): ServiceLogs {
    const { transportLogs, frontendLogs } = this.#options.getSnapshot();
    return service === 'Hub' ? transportLogs : frontendLogs;
  }

  #makeService(service: Service): ServiceSeries {
    const folder = (...names: readonly string[]): string => join(service, ...names);
    return {
      receive: this.#make({
        directory: folder('ProtocolLog', 'SmtpReceive'),
        prefix: 'RECV',
        csv: RECEIVE_PROTOCOL_LOG,
        format: formatProtocolLine,
        limits: () => this.#service(service).receiveProtocol,
      }),
      send: this.#make({
        directory: folder('ProtocolLog', 'SmtpSend'),
        prefix: 'SEND',
        csv: SEND_PROTOCOL_LOG,
        format: formatProtocolLine,
        limits: () => this.#service(service).sendProtocol,
      }),
      connectivity: this.#make({
        directory: folder('Connectivity'),
        prefix: 'CONNECTLOG',
        csv: CONNECTIVITY_LOG,
        format: formatConnectivityLine,
        limits: () => this.#service(service).connectivity,
      }),
      agent: this.#make({
        directory: folder('AgentLog'),
        prefix: 'AGENTLOG',
        csv: AGENT_LOG,
        format: formatAgentAction,
        limits: () => this.#service(service).agent,
      }),
    };
  }

  #make<Item>({ directory, prefix, csv, format, limits }: Made<Item>): LogSeries<Item> {
    const { folder, getSnapshot, now, lost } = this.#options;
    const path = join(folder, directory);
    const series = new LogSeries<Item>({
      directory: path,
      prefix,
      header: (at) => (csv === null ? '' : csvHeader(csv, at)),
      format,
      limits,
      rollover: () => getSnapshot().telemetry.logRollover,
      now,
      lost: (error, lines) => lost(error, { directory: path, lines }),
    });
    this.#all.push(series);
    return series;
  }
}

type ServiceSeries = Readonly<{
  receive: LogSeries<ProtocolLine>;
  send: LogSeries<ProtocolLine>;
  connectivity: LogSeries<ConnectivityLine>;
  agent: LogSeries<AgentAction>;
}>;
