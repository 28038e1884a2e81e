import type { ReceiveConnector } from '../../src/config/receive-connector.ts';
import type { ConfigSnapshot } from '../../src/config/snapshot.ts';
import { type Inbound, type InboundOptions, createInbound } from '../../src/net/inbound.ts';
import type { Certificate } from '../../src/config/certificate.ts';
import type { Revocations } from '../../src/net/revocations.ts';
import { createServerContexts } from '../../src/net/server-contexts.ts';
import { NO_PRESSURE, type Pressure } from '../../src/transport/back-pressure.ts';
import type { StoredMessage } from '../../src/queue/message.ts';
import { certificateOf, issue } from './certificates.ts';
import { MemoryQueueStore } from './memory-queue-store.ts';
import {
  METHOD_1,
  MemoryDirectory,
  MemoryEvents,
  MemoryLogger,
  sampleConnector,
  sampleSnapshot,
} from './receive-fixture.ts';
import { SmtpDialogue } from './smtp-dialogue.ts';
import { freePort } from './free-port.ts';

let certificate: Certificate | undefined;

/** One self-signed certificate a test process. */
function testCertificate(): Certificate {
  certificate ??= certificateOf(issue(['ex1.contoso.com']));
  return certificate;
}

export type InboundServerOptions = Readonly<{
  connector?: Partial<ReceiveConnector>;
  snapshot?: Partial<ConfigSnapshot>;
  inbound?: Partial<InboundOptions>;
  /** Authorities of client certificates, PEM. */
  trustedRoots?: readonly string[];
  isRevoked?: Revocations;
}>;

/** The receiving side with everything around it in memory, listening on one loopback port. */
export class InboundServer {
  readonly store: MemoryQueueStore = new MemoryQueueStore();
  readonly directory: MemoryDirectory = new MemoryDirectory();
  readonly events: MemoryEvents = new MemoryEvents();
  readonly logger: MemoryLogger = new MemoryLogger();
  readonly accepted: StoredMessage[] = [];
  readonly port: number;
  readonly inbound: Inbound;
  snapshot: ConfigSnapshot;
  isAccepting = true;
  pressure: Pressure = NO_PRESSURE;
  /** Added to the clock that MessageRateLimit sees. */
  clockAheadMs = 0;

  private constructor(port: number, options: InboundServerOptions) {
    this.port = port;
    const connector = sampleConnector(port, { entries: METHOD_1, ...options.connector });
    this.snapshot = sampleSnapshot([connector], { certificates: [testCertificate()], ...options.snapshot });
    this.inbound = createInbound({
      getSnapshot: () => this.snapshot,
      store: this.store,
      directory: this.directory,
      events: this.events,
      logger: this.logger,
      tls: createServerContexts(Date.now, () => options.trustedRoots ?? [], options.isRevoked),
      portOffset: 0,
      product: 'Postern',
      version: '0.1.0',
      now: () => Date.now() + this.clockAheadMs,
      isAccepting: () => this.isAccepting,
      pressure: () => this.pressure,
      onAccepted: (message) => this.accepted.push(message),
      ...options.inbound,
    });
  }

  static async start(options: InboundServerOptions = {}): Promise<InboundServer> {
    const server = new InboundServer(await freePort(), options);
    await server.inbound.listeners.apply(server.snapshot);
    return server;
  }

  get connector(): ReceiveConnector {
    const [connector] = this.snapshot.receiveConnectors;
    if (connector === undefined) throw new Error('the snapshot has no connector');
    return connector;
  }

  /** Puts a changed connector in force, as Set-ReceiveConnector does. */
  async set(change: Partial<ReceiveConnector>): Promise<void> {
    const receiveConnectors = [{ ...this.connector, ...change }];
    this.snapshot = { ...this.snapshot, version: this.snapshot.version + 1, receiveConnectors };
    await this.inbound.listeners.apply(this.snapshot);
  }

  /** A client that has read the banner. */
  async connect(from?: string): Promise<SmtpDialogue> {
    const dialogue = await SmtpDialogue.open({ port: this.port, from });
    await dialogue.reply();
    return dialogue;
  }

  /** A client that has said EHLO. */
  async greet(from?: string): Promise<SmtpDialogue> {
    const dialogue = await this.connect(from);
    await dialogue.command('EHLO printer.contoso.com');
    return dialogue;
  }

  /** A client whose MAIL and RCPT were accepted. */
  async begin(): Promise<SmtpDialogue> {
    const dialogue = await this.greet();
    await dialogue.command('MAIL FROM:<chris@contoso.com>');
    await dialogue.command('RCPT TO:<kate@fabrikam.com>');
    return dialogue;
  }

  /** Sends one message and returns the reply to its end. */
  async deliver(content: string): Promise<string> {
    const dialogue = await this.begin();
    await dialogue.command('DATA');
    const reply = await dialogue.command(`${content}\r\n.`);
    dialogue.close();
    return reply;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.inbound.stop(0);
  }
}
