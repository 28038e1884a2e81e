import assert from 'node:assert/strict';
import type { ReceiveConnector } from '../../src/config/receive-connector.ts';
import type { ConfigSnapshot } from '../../src/config/snapshot.ts';
import { parseMailbox } from '../../src/mail/address.ts';
import type { MailParameters } from '../../src/mail/envelope.ts';
import type { StoredMessage } from '../../src/queue/message.ts';
import type { Refusal } from '../../src/smtp/reply.ts';
import { NO_PRESSURE, type Pressure } from '../../src/transport/back-pressure.ts';
import { RateWindow } from '../../src/transport/limits.ts';
import { ReceiveSession } from '../../src/transport/receive.ts';
import { MemoryQueueStore } from './memory-queue-store.ts';
import {
  METHOD_1,
  MemoryDirectory,
  MemoryEvents,
  MemoryLogger,
  sampleConnector,
  sampleSnapshot,
} from './receive-fixture.ts';

export const NOW: number = Date.UTC(2026, 10, 24, 8, 31, 45);
const PLAIN: MailParameters = {
  size: null,
  body: '7BIT',
  smtpUtf8: false,
  ret: null,
  envid: null,
  auth: null,
};
const CLEAN = { bareLf: false, bareCr: false, nul: false };

type Setup = Readonly<{
  connector?: Partial<ReceiveConnector>;
  snapshot?: Partial<ConfigSnapshot>;
  refuses?: Pressure['refuses'];
  tarpitMs?: number;
}>;

/** A session with everything around it in memory. */
export class ReceiveBench {
  readonly store: MemoryQueueStore = new MemoryQueueStore();
  readonly events: MemoryEvents = new MemoryEvents();
  readonly directory: MemoryDirectory = new MemoryDirectory();
  readonly logger: MemoryLogger = new MemoryLogger();
  readonly accepted: StoredMessage[] = [];
  readonly session: ReceiveSession;

  constructor({ connector = {}, snapshot = {}, refuses = 'nobody', tarpitMs = 0 }: Setup = {}) {
    const chosen = sampleConnector(25, { entries: METHOD_1, ...connector });
    const configuration = sampleSnapshot([chosen], snapshot);
    const dependencies = {
      getSnapshot: () => configuration,
      store: this.store,
      directory: this.directory,
      events: this.events,
      logger: this.logger,
      rates: new RateWindow(),
      now: () => NOW,
      product: 'Postern',
      version: '0.1.0',
      hasCertificate: () => true,
      isAccepting: () => true,
      pressure: () => ({ ...NO_PRESSURE, refuses, tarpitMs, resource: 'DatabaseUsedSpace' }),
      onAccepted: (message: StoredMessage) => this.accepted.push(message),
    };
    const peer = {
      localAddress: '10.1.1.1',
      localPort: 25,
      remoteAddress: '192.168.5.10',
      remotePort: 40_000,
    };
    this.session = new ReceiveSession(dependencies, peer, configuration, chosen);
  }

  mail(sender = 'chris@contoso.com', parameters: Partial<MailParameters> = {}): string {
    const path = sender === '<>' ? null : parseMailbox(sender, { domainOptional: true });
    return told(this.session.onMail(path, { ...PLAIN, ...parameters }, 'printer'));
  }

  rcpt(recipient = 'kate@fabrikam.com'): string {
    const address = parseMailbox(recipient, { domainOptional: true });
    assert.ok(address !== null);
    return told(this.session.onRcpt(address, { notify: [], orcpt: null }));
  }

  async body(content: string, faults: Partial<typeof CLEAN> = {}): Promise<string> {
    this.session.beginBody();
    await this.session.writeBody(Buffer.from(content));
    const outcome = await this.session.endBody({ ...CLEAN, ...faults });
    return 'text' in outcome ? 'queued' : told(outcome);
  }

  async send(content: string, faults: Partial<typeof CLEAN> = {}): Promise<string> {
    assert.equal(this.mail(), 'ok');
    assert.equal(this.rcpt(), 'ok');
    return this.body(content, faults);
  }
}

/** `550 5.7.1 …`, with ` (closes)` where the session ends. */
function told(refusal: Refusal | null): string {
  if (refusal === null) return 'ok';
  const { code, status, lines } = refusal.reply;
  return `${code} ${status} ${lines.join(' ')}${refusal.close === true ? ' (closes)' : ''}`;
}
