import type { Events, ProtocolLine } from './events.ts';

/** The send protocol log of one session. Exchange: ProtocolLoggingLevel Verbose; receive-connectors.md §8.6 */
export class ProtocolWriter {
  readonly #events: Events;
  readonly #base: Readonly<{
    connectorId: string;
    sessionId: string;
    localEndpoint: string;
    remoteEndpoint: string;
  }>;
  readonly #now: () => number;
  #sequence = 0;

  constructor(
    events: Events,
    base: Readonly<{ connectorId: string; sessionId: string; localEndpoint: string; remoteEndpoint: string }>,
    now: () => number,
  ) {
    this.#events = events;
    this.#base = base;
    this.#now = now;
  }

  write(event: ProtocolLine['event'], data: string, context = ''): void {
    const sequence = this.#sequence;
    this.#sequence += 1;
    this.#events.protocol({
      at: this.#now(),
      direction: 'send',
      ...this.#base,
      sequence,
      event,
      data,
      context,
    });
  }
}
