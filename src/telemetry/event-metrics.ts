import type { Observation, TrackingEvent } from '../transport/events.ts';
import { isOfMessage } from '../transport/observation.ts';
import type { Counter, Histogram, MetricsRegistry } from './metrics.ts';

/** Seconds from acceptance to delivery. */
const DELIVERY_BOUNDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400];

/** Counts what happens to messages and sessions. */
export class EventMetrics {
  readonly #events: Counter;
  readonly #recipients: Counter;
  readonly #bytes: Counter;
  readonly #connections: Counter;
  readonly #refusals: Counter;
  readonly #authentications: Counter;
  readonly #outbound: Counter;
  readonly #tls: Counter;
  readonly #delivery: Histogram;

  constructor(registry: MetricsRegistry) {
    const of = registry.counter.bind(registry);
    this.#events = of('postern_events_total', 'Message tracking events.', ['event', 'source']);
    this.#recipients = of('postern_recipients_total', 'Recipients that the events speak of.', ['event']);
    this.#bytes = of('postern_message_bytes_total', 'Octets of messages received and sent.', ['event']);
    this.#connections = of('postern_connections_total', 'Sessions that a Receive connector took.', [
      'connector',
    ]);
    this.#refusals = of('postern_refusals_total', 'Senders, recipients and messages that were refused.', [
      'connector',
      'code',
      'by',
    ]);
    this.#authentications = of('postern_authentications_total', 'Attempts to log on.', ['outcome']);
    this.#outbound = of('postern_outbound_steps_total', 'Steps of outbound connections.', ['step']);
    this.#tls = of(
      'postern_outbound_tls_total',
      'Sessions with hosts that DNS named, by the policy of their domain and how TLS came out.',
      ['policy', 'result'],
    );
    this.#delivery = registry.histogram(
      'postern_delivery_seconds',
      'Time from acceptance to delivery, for each message and next hop.',
      DELIVERY_BOUNDS,
    );
  }

  track(event: TrackingEvent): void {
    if (!isOfMessage(event)) return;
    const { eventId } = event;
    this.#events.add(1, eventId, event.source);
    this.#recipients.add(event.recipients.length, eventId);
    if (eventId === 'RECEIVE') this.#bytes.add(event.totalBytes, eventId);
    if (eventId !== 'SEND' && eventId !== 'DELIVER') return;
    this.#bytes.add(event.totalBytes, eventId);
    const receivedAt = Date.parse(event.messageInfo);
    if (!Number.isNaN(receivedAt)) this.#delivery.observe(Math.max(0, event.at - receivedAt) / 1000);
  }

  observe(observation: Observation): void {
    switch (observation.kind) {
      case 'opened':
        return this.#connections.add(1, observation.connectorId);
      case 'turnedAway':
        return this.#refusals.add(1, observation.connectorId, '421', observation.by);
      case 'refused': {
        const { connectorId, code, by } = observation;
        return this.#refusals.add(1, connectorId, String(code), by);
      }
      case 'authenticated':
        return this.#authentications.add(1, observation.outcome);
      case 'connectivity':
        return this.#outbound.add(1, STEPS[observation.direction]);
      case 'tlsPolicy':
        return this.#tls.add(1, observation.policy, observation.result ?? 'successful');
      default: // of no count of its own
    }
  }
}

const STEPS = { '+': 'begun', '>': 'step', '-': 'ended' } as const;
