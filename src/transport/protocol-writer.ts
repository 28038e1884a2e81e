import type { Events, ProtocolLine } from './events.ts';
import { CommandRedactor } from './redaction.ts';

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
  readonly #redactor = new CommandRedactor();
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

  /** Secrets of our own commands are left out; a reply of 334 asks for one. */
  write(event: ProtocolLine['event'], text: string, context = ''): void {
    if (event === '<' && text.startsWith('334')) this.#redactor.challenged();
    const data = event === '>' ? this.#redactor.redact(text) : text;
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
