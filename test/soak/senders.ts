import { setTimeout as delay } from 'node:timers/promises';
import type { Postern } from '../support/postern.ts';
import { net } from '../support/article-net.ts';
import type { SmtpDialogue } from '../support/smtp-dialogue.ts';

/** Octets of bodies: most mail is small, some is large. */
const SIZES = [200, 200, 2000, 2000, 2000, 30_000, 30_000, 300_000, 3_000_000];
const LINE = `${'x'.repeat(74)}\r\n`;
/** Between two messages of a sender: the load is to last, not to be a benchmark. */
const PAUSE_MS = 20;

/** Senders that go on until they are stopped, whatever becomes of the server. */
export class Senders {
  /** Subjects of the messages for the healthy next hop that were answered with 250. */
  readonly acknowledged: Set<string> = new Set();
  readonly #server: Postern;
  readonly #running: Promise<void>[] = [];
  #stopped = false;
  #sent = 0;

  constructor(server: Postern) {
    this.#server = server;
  }

  start(count: number): void {
    this.#stopped = false;
    for (let n = 0; n < count; n++) this.#running.push(this.#run());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running.splice(0));
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      await this.#session().catch(() => undefined);
      await delay(PAUSE_MS);
    }
  }

  async #session(): Promise<void> {
    const client = await this.#server.connect({ from: net.printer, host: net.server });
    try {
      await client.reply();
      await client.command('EHLO soak.contoso.com');
      for (let n = 0; n < 20 && !this.#stopped; n++) {
        await this.#message(client);
        await delay(PAUSE_MS);
      }
    } finally {
      client.close();
    }
  }

  /** One in twenty goes to a next hop that is dead, one to a silent one, one is refused for good. */
  async #message(client: SmtpDialogue): Promise<void> {
    this.#sent += 1;
    const subject = `soak-${this.#sent}`;
    const kind = ['dead.invalid', 'silent.invalid', 'refused.example'][this.#sent % 20] ?? 'healthy.example';
    const lines = Math.ceil((SIZES[this.#sent % SIZES.length] ?? 0) / LINE.length);
    await client.command('MAIL FROM:<chris@contoso.com>');
    await client.command(`RCPT TO:<kate@${kind}> NOTIFY=NEVER`);
    await client.command('DATA');
    const reply = await client.command(`Subject: ${subject}\r\n\r\n${LINE.repeat(lines)}.`);
    if (reply.startsWith('250') && kind === 'healthy.example') this.acknowledged.add(subject);
  }
}
