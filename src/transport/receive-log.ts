import type { Reply } from '../smtp/reply.ts';
import type { Events, ProtocolLine } from './events.ts';
import { CommandRedactor } from './redaction.ts';

/** What all lines of one session share. receive-connectors.md §8.6 */
export type ProtocolLogFacts = Readonly<{
  /** `<Server>\<Connector>` */
  connectorId: string;
  /** 16 hex digits */
  sessionId: string;
  localEndpoint: string;
  remoteEndpoint: string;
  /** ProtocolLoggingLevel is Verbose. */
  verbose: boolean;
}>;

/** The protocol log of one receive session. Says nothing, and costs nothing, where the connector does not log and nobody
 *  watches. */
export class ReceiveLog {
  readonly #events: Events;
  readonly #now: () => number;
  readonly #facts: ProtocolLogFacts;
  #sequence = 0;
  readonly #redactor = new CommandRedactor();

  constructor(events: Events, now: () => number, facts: ProtocolLogFacts) {
    this.#events = events;
    this.#now = now;
    this.#facts = facts;
  }

  /** Lines are wanted, by the log or by somebody who watches. */
  get verbose(): boolean {
    return this.#facts.verbose || this.#events.dialogues?.watched === true;
  }

  connected(): void {
    this.#write('+', '', '');
  }

  /** A line of the client; secrets are left out. */
  received(line: Buffer): void {
    if (this.verbose) this.#write('<', this.#redactor.redact(line.toString('utf8')), '');
    else this.#redactor.unseen(line);
  }

  /** A reply as one entry, its lines joined. */
  sent(reply: Reply): void {
    if (reply.code === 334) this.#redactor.challenged();
    if (!this.verbose) return;
    const status = reply.status === '' ? '' : `${reply.status} `;
    this.#write('>', `${reply.code} ${status}${reply.lines.join(' ')}`, '');
  }

  banner(line: string): void {
    this.#write('>', line, '');
  }

  permissions(tokens: string): void {
    this.#write('*', tokens, 'Set Session Permissions');
  }

  tarpit(delayMs: number): void {
    this.#write('*', `Tarpit for '${formatDelay(delayMs)}'`, '');
  }

  note(data: string, context = ''): void {
    this.#write('*', data, context);
  }

  disconnected(by: 'Local' | 'Remote'): void {
    this.#write('-', '', by);
  }

  #write(event: ProtocolLine['event'], data: string, context: string): void {
    if (!this.verbose) return;
    const { connectorId, sessionId, localEndpoint, remoteEndpoint } = this.#facts;
    const sequence = this.#sequence;
    this.#sequence += 1;
    const line = {
      direction: 'receive',
      connectorId,
      sessionId,
      sequence,
      localEndpoint,
      remoteEndpoint,
    } as const;
    const entry = { ...line, at: this.#now(), event, data, context };
    if (this.#facts.verbose) this.#events.protocol(entry);
    this.#events.dialogues?.line(entry);
  }
}

/** `ip:port`, an IPv6 address in brackets. */
export function formatEndpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** `0.00:00:05`: days, then hours, minutes and seconds. */
function formatDelay(delayMs: number): string {
  const seconds = Math.floor(delayMs / 1000);
  const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  return `${Math.floor(seconds / 86_400)}.${parts.map((part) => String(part).padStart(2, '0')).join(':')}`;
}
