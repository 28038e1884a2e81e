import type { TrackingEvent } from '../transport/events.ts';

/** One stage of one message. Instants are epoch ms. OTLP: opentelemetry.proto.trace.v1.Span */
export type Span = Readonly<{
  traceId: string;
  spanId: string;
  /** '' for the first span of a message. */
  parentSpanId: string;
  name: 'receive' | 'categorize' | 'deliver' | 'report';
  kind: 'internal' | 'server' | 'client';
  startedAt: number;
  endedAt: number;
  /** Why it failed, null where it did not. */
  error: string | null;
  attributes: Readonly<Record<string, string | number>>;
}>;

/** Messages whose last stage is remembered; beyond it the oldest are forgotten, and their next span has no length. */
const REMEMBERED = 10_000;

/** Makes the spans of messages from their events. A message is one trace: its id is the network-message-id without dashes,
 *  so that an operator finds the trace of a tracking row without a search. */
export class TraceSpans {
  readonly #newSpanId: () => string;
  /** When the last stage of a message ended. */
  readonly #lastEnd = new Map<string, number>();

  /** @param newSpanId 16 hex digits */
  constructor(newSpanId: () => string) {
    this.#newSpanId = newSpanId;
  }

  /** @param percent share of the messages that are traced
   *  @param now when the event was reported, epoch ms
   *  @returns null where the message is not traced or the event is no stage */
  ofEvent(event: TrackingEvent, percent: number, now: number): Span | null {
    const stage = STAGES[event.eventId];
    if (stage === undefined || !isSampled(event.networkMessageId, percent)) return null;
    const traceId = traceIdOf(event.networkMessageId);
    const root = traceId.slice(16);
    const isFirst = event.eventId === 'RECEIVE';
    const started = isFirst ? event.at : (this.#lastEnd.get(event.networkMessageId) ?? event.at);
    const ended = isFirst ? Math.max(now, event.at) : event.at;
    this.#remember(event.networkMessageId, ended);
    const failed = event.eventId === 'FAIL' || event.eventId === 'DEFER';
    return {
      traceId,
      spanId: isFirst ? root : this.#newSpanId(),
      parentSpanId: isFirst ? '' : root,
      name: stage,
      kind: isFirst ? 'server' : stage === 'deliver' ? 'client' : 'internal',
      startedAt: Math.min(started, ended),
      endedAt: ended,
      error: failed ? (event.recipientStatus[0] ?? event.eventId) : null,
      attributes: attributesOf(event),
    };
  }

  ofCategorized(about: Readonly<{ networkMessageId: string; at: number }>, percent: number): Span | null {
    if (!isSampled(about.networkMessageId, percent)) return null;
    const traceId = traceIdOf(about.networkMessageId);
    const startedAt = Math.min(this.#lastEnd.get(about.networkMessageId) ?? about.at, about.at);
    this.#remember(about.networkMessageId, about.at);
    return {
      traceId,
      spanId: this.#newSpanId(),
      parentSpanId: traceId.slice(16),
      name: 'categorize',
      kind: 'internal',
      startedAt,
      endedAt: about.at,
      error: null,
      attributes: {},
    };
  }

  #remember(id: string, at: number): void {
    this.#lastEnd.delete(id);
    this.#lastEnd.set(id, at);
    if (this.#lastEnd.size <= REMEMBERED) return;
    const oldest = this.#lastEnd.keys().next();
    if (oldest.done !== true) this.#lastEnd.delete(oldest.value);
  }
}

const STAGES: Partial<Readonly<Record<TrackingEvent['eventId'], Span['name']>>> = {
  RECEIVE: 'receive',
  SEND: 'deliver',
  DELIVER: 'deliver',
  DEFER: 'deliver',
  FAIL: 'deliver',
  DSN: 'report',
};

/** The id is random, so its first digits choose evenly, and every server that sees the message chooses alike. */
function isSampled(networkMessageId: string, percent: number): boolean {
  return (Number.parseInt(networkMessageId.slice(0, 8), 16) / 0x1_0000_0000) * 100 < percent;
}

function traceIdOf(networkMessageId: string): string {
  return networkMessageId.replaceAll('-', '').toLowerCase();
}

/** No addresses and no subject: traces are read by more people than message tracking is. */
function attributesOf(event: TrackingEvent): Readonly<Record<string, string | number>> {
  return {
    'postern.event': event.eventId,
    'postern.source': event.source,
    'postern.connector': event.connectorId,
    'postern.internal_message_id': event.internalMessageId,
    'postern.recipients': event.recipients.length,
    'messaging.message.id': event.messageId,
    'messaging.message.body.size': event.totalBytes,
    'client.address': event.clientIp,
    'server.address': event.serverHostname === '' ? event.serverIp : event.serverHostname,
  };
}
