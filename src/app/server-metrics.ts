import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Inbound } from '../net/inbound.ts';
import type { MetricsRegistry } from '../telemetry/metrics.ts';
import type { BackPressure } from '../transport/back-pressure.ts';
import type { Delivery } from '../transport/delivery.ts';
import type { QueueView } from '../transport/queue-control.ts';
import type { Stores } from './stores.ts';
import { VERSION } from './version.ts';

type MetricParts = Readonly<{
  startedAt: Date;
  stores: Stores;
  pressure: BackPressure;
  inbound: Inbound;
  delivery: Delivery;
}>;

/** Queues beyond these, by number of messages, are shown as one. */
const MOST_QUEUES = 100;
const LEVELS = { Low: 0, Medium: 1, High: 2 } as const;

/** Numbers that are read when somebody asks for them. */
export function addServerMetrics(registry: MetricsRegistry, parts: MetricParts): void {
  const { stores, pressure, inbound, delivery, startedAt } = parts;
  const one = (name: string, help: string, read: () => number): void =>
    registry.gauge(name, help, () => [{ labels: {}, value: read() }]);
  registry.gauge('postern_info', 'What runs here; always 1.', () => {
    const { server } = stores.config.current;
    return [{ labels: { version: VERSION, server: server.name, fqdn: server.fqdn }, value: 1 }];
  });
  one('postern_start_time_seconds', 'Start of the server since 1970.', () => startedAt.getTime() / 1000);
  one(
    'postern_config_version',
    'Version of the configuration in force.',
    () => stores.config.current.version,
  );
  one('postern_sessions', 'Inbound sessions open now.', () => inbound.sessions());
  registry.gauge('postern_queue_messages', 'Messages in each queue.', () =>
    queueSamples(delivery.control.queues()),
  );
  one('postern_store_messages', 'Messages on stable storage.', () => stores.queue.stats().messages);
  one('postern_store_bytes', 'Size of the queue on the disk.', () => stores.queue.stats().diskBytes);
  registry.gauge('postern_resource_pressure', 'Shortage: 0 low, 1 medium, 2 high: mail is refused.', () =>
    pressure.views().map(({ name, level }) => ({ labels: { resource: name }, value: LEVELS[level] })),
  );
  one(
    'postern_bindings_failed',
    'Bindings that are not listened on.',
    () => inbound.listeners.status().filter(({ state }) => state === 'failed').length,
  );
  addProcessMetrics(registry, one);
}

function addProcessMetrics(
  registry: MetricsRegistry,
  one: (name: string, help: string, read: () => number) => void,
): void {
  const delay = monitorEventLoopDelay({ resolution: 50 });
  delay.enable();
  one('process_resident_memory_bytes', 'Memory in use.', () => process.memoryUsage.rss());
  registry.readCounter('process_cpu_seconds_total', 'Processor time used so far.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000_000;
  });
  one(
    'postern_event_loop_delay_seconds',
    'Delay of the event loop, 99th percentile since it was last asked.',
    () => {
      const seconds = delay.percentile(99) / 1_000_000_000;
      delay.reset();
      return seconds;
    },
  );
}

function queueSamples(
  queues: readonly QueueView[],
): readonly Readonly<{ labels: Readonly<Record<string, string>>; value: number }>[] {
  const largest = queues.toSorted((a, b) => b.messageCount - a.messageCount);
  const samples = largest.slice(0, MOST_QUEUES).map((queue) => ({
    labels: {
      queue: queue.name,
      number: String(queue.number),
      type: queue.key.deliveryType,
      status: queue.status,
    },
    value: queue.messageCount,
  }));
  const rest = largest.slice(MOST_QUEUES).reduce((sum, { messageCount }) => sum + messageCount, 0);
  const other = { labels: { queue: 'other', number: '', type: '', status: '' }, value: rest };
  return rest === 0 ? samples : [...samples, other];
}
