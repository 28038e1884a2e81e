import { join } from 'node:path';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { TrackingStore } from '../store/sqlite/tracking-store.ts';
import { TlsReportFolder } from '../store/tls-report-folder.ts';
import { EventMetrics } from '../telemetry/event-metrics.ts';
import { isLogged } from '../telemetry/json-format.ts';
import { LogSet, type Service } from '../telemetry/log-set.ts';
import { teeLogger } from '../telemetry/logger.ts';
import { MetricsRegistry } from '../telemetry/metrics.ts';
import type { Events, Logger, Observation, TrackingEvent } from '../transport/events.ts';
import { Outputs } from './outputs.ts';
import { createObserved, type Observed, observeSession, observeTracked } from './session-observer.ts';
import { TlsReportKeeper } from './tls-report-keeper.ts';

/** Where what the stages report goes: tracking, log files, counters, syslog, traces, and what the admin center shows. */
export type Telemetry = Observed &
  Readonly<{
    events: Events;
    /** The operator's log, which goes to syslog too. */
    logger: Logger;
    logs: LogSet;
    metrics: MetricsRegistry;
    tlsReports: TlsReportKeeper;
    follow: (next: ConfigSnapshot) => void;
    close: () => Promise<void>;
  }>;

export function createTelemetry(
  parts: Readonly<{
    dataFolder: string;
    tracking: TrackingStore;
    getSnapshot: () => ConfigSnapshot;
    logger: Logger;
  }>,
): Telemetry {
  const { getSnapshot, tracking } = parts;
  const metrics = new MetricsRegistry();
  const lines = metrics.counter('postern_log_lines_lost_total', 'Lines that could not be written or sent.', [
    'log',
  ]);
  const outputs = new Outputs({
    getSnapshot,
    lost: (output, error, count) => {
      lines.add(count, output);
      // Not to the log that goes to syslog: what cannot be sent there must not make more of it.
      parts.logger.warn(`Some ${output} could not be sent and are lost`, { count, error: textOf(error) });
    },
  });
  const logger = teeLogger(parts.logger, (level, text) => outputs.operator(level, text));
  const logs = new LogSet({
    folder: join(parts.dataFolder, 'logs'),
    getSnapshot,
    now: Date.now,
    lost: (error, about) => {
      lines.add(about.lines, about.directory);
      logger.error('Log lines could not be written and are lost; mail goes on', {
        ...about,
        error: textOf(error),
      });
    },
  });
  outputs.follow(getSnapshot().telemetry);
  const observed = createObserved();
  const counts = new EventMetrics(metrics);
  const folder = new TlsReportFolder(parts.dataFolder);
  const tlsReports = new TlsReportKeeper({ folder, getSnapshot, logger, now: Date.now });
  return {
    ...observed,
    events: eventsOf({ getSnapshot, tracking, logs, outputs, counts, observed, tlsReports }),
    tlsReports,
    logger,
    logs,
    metrics,
    follow: (next) => outputs.follow(next.telemetry),
    close: async () => {
      await Promise.all([logs.close(), outputs.close(), tracking.flush(), tlsReports.stop()]);
    },
  };
}

type Sinks = Readonly<{
  getSnapshot: () => ConfigSnapshot;
  tracking: TrackingStore;
  logs: LogSet;
  outputs: Outputs;
  counts: EventMetrics;
  observed: Observed;
  tlsReports: TlsReportKeeper;
}>;

function eventsOf(sinks: Sinks): Events {
  const services = new Services();
  return {
    track: (event) => track(event, sinks),
    protocol: (line) => {
      const { direction, connectorId } = line;
      const find = direction === 'send' ? sendService : receiveService;
      sinks.logs.protocol(line, services.of(sinks.getSnapshot(), connectorId, find));
      if (direction === 'send') sinks.observed.dialogues.publish(line);
    },
    dialogues: {
      get watched() {
        return sinks.observed.dialogues.watched;
      },
      line: (line) => sinks.observed.dialogues.publish(line),
    },
    observe: (observation) => observe(observation, sinks, services),
  };
}

function track(event: TrackingEvent, sinks: Sinks): void {
  const { getSnapshot, tracking, logs, outputs, counts, observed } = sinks;
  counts.track(event);
  observeTracked(observed, event);
  outputs.trace(event);
  const { messageTracking, messageTrackingSubject } = getSnapshot().transportLogs;
  const shown = messageTrackingSubject ? event : { ...event, messageSubject: '' };
  if (messageTracking.enabled) {
    tracking.append(shown);
    logs.tracking(shown);
  }
  const logged = { kind: 'tracking', event: shown } as const;
  logs.json(logged);
  outputs.event(logged);
}

function observe(observation: Observation, sinks: Sinks, services: Services): void {
  const { getSnapshot, logs, outputs, counts, observed } = sinks;
  counts.observe(observation);
  switch (observation.kind) {
    case 'connectivity':
      logs.connectivity(observation, services.of(getSnapshot(), observation.connectorId, sendService));
      break;
    case 'agent':
      logs.agent(observation, services.of(getSnapshot(), observation.connectorId, receiveService));
      break;
    case 'categorized':
      outputs.traceCategorized(observation);
      break;
    case 'tlsPolicy':
      sinks.tlsReports.count(observation);
      break;
    default:
      observeSession(observed, observation);
  }
  if (!isLogged(observation)) return;
  logs.json(observation);
  outputs.event(observation);
}

type FindService = (snapshot: ConfigSnapshot, connectorId: string) => Service;

/** @param connectorId `<Server>\\<Connector>` */
const receiveService: FindService = ({ receiveConnectors }, connectorId) => {
  const name = connectorId.slice(connectorId.indexOf('\\') + 1);
  const connector = receiveConnectors.find((candidate) => candidate.name === name);
  return connector?.transportRole === 'HubTransport' ? 'Hub' : 'FrontEnd';
};

/** Exchange: Set-SendConnector -FrontendProxyEnabled; such mail leaves through the Front End.
 *  @param connectorId name of the Send connector */
const sendService: FindService = ({ sendConnectors }, connectorId) =>
  sendConnectors.find(({ name }) => name === connectorId)?.frontendProxyEnabled === true ? 'FrontEnd' : 'Hub';

/** Which service a connector belongs to, remembered for one version of the configuration. */
class Services {
  #version = 0;
  readonly #known = new Map<FindService, Map<string, Service>>();

  of(snapshot: ConfigSnapshot, connectorId: string, find: FindService): Service {
    if (this.#version !== snapshot.version) {
      this.#version = snapshot.version;
      this.#known.clear();
    }
    const known = this.#known.get(find) ?? new Map<string, Service>();
    this.#known.set(find, known);
    const service = known.get(connectorId) ?? find(snapshot, connectorId);
    known.set(connectorId, service);
    return service;
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
