import { clientStep, initialClientState } from '../smtp/client-session.ts';
import type {
  ClientEffect,
  ClientEvent,
  ClientSettings,
  ClientState,
  ClientTransaction,
  PeerExtensions,
  SessionFault,
  TransactionOutcome,
} from '../smtp/client-types.ts';
import type { Reply } from '../smtp/reply.ts';
import { ReplyReader, replyText } from '../smtp/reply-reader.ts';
import type { OutboundConnection, TlsFacts, TlsRequest } from './dialer-port.ts';
import { DotStuffer } from './outbound-content.ts';
import type { ProtocolWriter } from './protocol-writer.ts';
import { TlsRefused } from './tls-result.ts';
import type { TlsResult } from './tls-result.ts';

/** How greeting a next hop ended. */
export type Greeting =
  | Readonly<{ kind: 'ready'; extensions: PeerExtensions; tls: TlsFacts | null }>
  /** `tls`: the handshake failed, so a session without it may still come about. `result`: what TLS had to do with it. */
  | Readonly<{ kind: 'failed'; reason: string; tls: boolean; result: TlsResult | null }>;

/** Who feeds a session and hears of its results. Every call comes from the event loop. */
export interface SessionOwner {
  /** The next transaction, null to leave the session open without one. `prefetch`: the one before is not yet answered. */
  next(prefetch: boolean): ClientTransaction | null;
  /** Content of a transaction after the header firewall. */
  content(transaction: ClientTransaction): AsyncIterable<Buffer>;
  /** Octets of that content. */
  contentOctets(transaction: ClientTransaction): Promise<number>;
  outcome(outcome: TransactionOutcome): void;
  /** The content could not be read to its end: our trouble, not the peer's. `closed` follows. */
  contentFailed(transaction: ClientTransaction, error: unknown): void;
  /** Something threw over the transactions under way. `closed` follows. */
  crashed(error: unknown): void;
  /** Once, at the end. Transactions without an outcome did not come through. */
  closed(reason: string): void;
}

const END_OF_DATA = Buffer.from('.\r\n');
const CRLF = Buffer.from('\r\n');

/** The pump between one connection and the pure client session: octets in, effects out. */
export class SmtpConnection {
  readonly connection: OutboundConnection;
  readonly #reader = new ReplyReader();
  readonly #tlsRequest: TlsRequest;
  readonly #log: ProtocolWriter | null;
  #state: ClientState;
  #greeted: ((greeting: Greeting) => void) | null = null;
  #owner: SessionOwner | null = null;
  #probe: ((trouble: string | null) => void) | null = null;
  #closed = false;
  #tls: TlsFacts | null = null;

  constructor(
    connection: OutboundConnection,
    given: Readonly<{ settings: ClientSettings; tlsRequest: TlsRequest; log: ProtocolWriter | null }>,
  ) {
    this.connection = connection;
    this.#state = initialClientState(given.settings);
    this.#tlsRequest = given.tlsRequest;
    this.#log = given.log;
  }

  /** Reads the banner and goes on until the first transaction could be sent. */
  async greet(): Promise<Greeting> {
    return await new Promise<Greeting>((resolve) => {
      this.#greeted = resolve;
      this.#log?.write('+', '');
      this.connection.listen({
        data: (chunk) => this.#guarded(() => this.#onData(chunk)),
        closed: (reason) => this.#onClosed(reason),
      });
    });
  }

  /** From now on the owner feeds the session. */
  serve(owner: SessionOwner): void {
    this.#owner = owner;
    this.proceed();
  }

  /** Asks whether the transaction would be taken, sends no content, quits, and waits for the end.
   *  @param transaction null: only quits
   *  @returns what refused it, or how the session broke off; null = nothing did */
  async probe(transaction: ClientTransaction | null): Promise<string | null> {
    if (this.#closed) return 'The connection was closed';
    return await new Promise((resolve) => {
      this.#probe = resolve;
      this.#step({ type: 'probe', transaction });
    });
  }

  get isIdle(): boolean {
    return this.#state.phase === 'idle';
  }

  /** Asks the owner again. Does nothing while the session is busy. */
  proceed(): void {
    if (this.#closed || this.#state.phase !== 'idle') return;
    this.#guarded(() => {
      const transaction = this.#owner?.next(false) ?? null;
      if (transaction !== null) this.#step({ type: 'transaction', transaction });
    });
  }

  /** What throws here would end the server: it ends this session, and its messages are held to account. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#owner?.crashed(error);
      this.#breakOff(`The session failed: ${messageOf(error)}`);
    }
  }

  quit(): void {
    if (this.#closed) return;
    if (this.#state.phase === 'idle') this.#step({ type: 'quit' });
    this.connection.end();
  }

  destroy(reason: string): void {
    this.connection.destroy();
    this.#onClosed(reason);
  }

  #onData(chunk: Buffer): void {
    const { replies, fault } = this.#reader.push(chunk);
    const several = replies.length > 1;
    if (several) this.connection.cork();
    for (const reply of replies) {
      if (this.#closed) break;
      if (this.#log !== null) this.#logReply(reply);
      this.#step({ type: 'reply', reply });
    }
    if (several) this.connection.uncork();
    if (fault === null || this.#closed) return;
    const reason = `The reply of the server is ${fault === 'tooLong' ? 'too long' : 'malformed'}`;
    this.#breakOff(reason, this.#state.phase === 'handshake' ? 'validation-failure' : null);
  }

  #step(event: ClientEvent): void {
    const { state, effects } = clientStep(this.#state, event);
    this.#state = state;
    for (const effect of effects) {
      if (this.#closed) return;
      this.#run(effect);
    }
  }

  #run(effect: ClientEffect): void {
    switch (effect.type) {
      case 'send':
        this.#send(effect.text);
        return;
      case 'ready':
        this.#onReady(effect.extensions);
        return;
      case 'sendContent':
        void this.#sendContent(effect.transaction, effect.framing);
        return;
      case 'outcome':
        this.#owner?.outcome(effect.outcome);
        return;
      case 'probed':
        this.#onProbed(effect.refusal);
        return;
      case 'startTls':
        void this.#startTls();
        return;
      case 'fault':
        this.#finishGreeting({
          kind: 'failed',
          reason: faultText(effect.fault),
          tls: effect.fault.stage === 'startTls',
          result: resultOfFault(effect.fault),
        });
        return;
      case 'close':
        this.#breakOff('The server closed the session');
    }
  }

  #onReady(extensions: PeerExtensions): void {
    if (this.#greeted !== null) this.#finishGreeting({ kind: 'ready', extensions, tls: this.#tls });
    else this.proceed();
  }

  /** The answer is told when the session is over: what the next hop says to QUIT belongs to it. */
  #onProbed(refusal: Reply | null): void {
    const tell = this.#probe;
    this.#probe = () => tell?.(refusal === null ? null : replyText(refusal));
  }

  #finishGreeting(greeting: Greeting): void {
    const greeted = this.#greeted;
    this.#greeted = null;
    greeted?.(greeting);
  }

  #send(text: string): void {
    this.connection.write(text);
    if (this.#log !== null) this.#logCommands(text);
  }

  async #startTls(): Promise<void> {
    // RFC 3207 §6: what came in clear behind the 220 may be an attacker's. Whole lines end the session as unasked replies.
    if (this.#reader.pendingOctets > 0) {
      this.#breakOff('The server sent data before the TLS handshake', 'validation-failure');
      return;
    }
    try {
      this.#tls = await this.connection.startTls(this.#tlsRequest);
      const { protocol, cipher } = this.#tls;
      this.#log?.write('*', '', `TLS protocol ${protocol} negotiation succeeded using ${cipher}`);
      this.#step({ type: 'tlsStarted' });
    } catch (error) {
      const result = error instanceof TlsRefused ? error.result : 'validation-failure';
      this.#breakOff(`The TLS handshake failed: ${messageOf(error)}`, result);
    }
  }

  async #sendContent(transaction: ClientTransaction, framing: 'dot' | 'chunk'): Promise<void> {
    const owner = this.#owner;
    if (owner === null) return;
    try {
      if (framing === 'dot') await this.#sendDotted(owner.content(transaction));
      else await this.#sendChunk(owner, transaction);
    } catch (error) {
      owner.contentFailed(transaction, error);
      this.#breakOff(`The content cannot be read: ${messageOf(error)}`);
    }
  }

  /** Everything of a small message, its final dot and the commands of the next one leave in one write. */
  async #sendDotted(content: AsyncIterable<Buffer>): Promise<void> {
    const stuffer = new DotStuffer();
    let room = true;
    const write = (slice: Buffer): void => {
      room = this.connection.write(slice);
    };
    this.connection.cork();
    try {
      for await (const chunk of content) {
        if (this.#closed) return;
        stuffer.push(chunk, write);
        if (!room) await this.#flush();
      }
      if (this.#closed) return;
      if (!stuffer.atLineStart) this.connection.write(CRLF);
      this.connection.write(END_OF_DATA);
      this.#contentWritten();
    } finally {
      this.connection.uncork();
    }
  }

  async #flush(): Promise<void> {
    this.connection.uncork();
    await this.connection.drained();
    this.connection.cork();
  }

  /** RFC 3030 §2: one chunk with everything, its size before it. */
  async #sendChunk(owner: SessionOwner, transaction: ClientTransaction): Promise<void> {
    const octets = await owner.contentOctets(transaction);
    if (this.#closed) return;
    this.#send(`BDAT ${octets} LAST\r\n`);
    for await (const chunk of owner.content(transaction)) {
      if (this.#closed) return;
      if (!this.connection.write(chunk)) await this.connection.drained();
    }
    this.#contentWritten();
  }

  #contentWritten(): void {
    if (this.#state.phase !== 'transaction') return;
    const next = this.#state.grouped ? (this.#owner?.next(true) ?? null) : null;
    this.#step({ type: 'contentWritten', next });
  }

  /** @param result of TLS, where it was TLS that failed */
  #breakOff(reason: string, result: TlsResult | null = null): void {
    this.#finishGreeting({ kind: 'failed', reason, tls: result !== null, result });
    this.connection.destroy();
    this.#onClosed(reason);
  }

  #onClosed(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#log?.write('-', '', reason);
    const tls = this.#state.phase === 'handshake';
    this.#finishGreeting({ kind: 'failed', reason, tls, result: tls ? 'validation-failure' : null });
    this.#owner?.closed(reason);
    this.#probe?.(reason);
  }

  #logReply(reply: Reply): void {
    const last = reply.lines.length - 1;
    const status = reply.status === '' ? '' : `${reply.status} `;
    for (const [index, line] of reply.lines.entries()) {
      this.#log?.write('<', `${reply.code}${index === last ? ' ' : '-'}${status}${line}`);
    }
  }

  #logCommands(text: string): void {
    for (const line of text.split('\r\n')) {
      if (line !== '') this.#log?.write('>', line);
    }
  }
}

function resultOfFault({ stage }: SessionFault): TlsResult | null {
  return stage === 'tlsNotOffered' || stage === 'startTls' ? 'starttls-not-supported' : null;
}

function faultText({ stage, reply }: SessionFault): string {
  switch (stage) {
    case 'tlsNotOffered':
      return '451 5.7.3 STARTTLS is required to send mail, and the server does not offer it';
    case 'authNotOffered':
      return '451 5.7.3 The server offers neither AUTH LOGIN nor AUTH PLAIN';
    case 'banner':
    case 'hello':
    case 'startTls':
    case 'auth':
      return reply === null ? stage : replyText(reply);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
