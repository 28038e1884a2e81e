import type { Socket } from 'node:net';
import { LineFramer } from '../smtp/framing.ts';
import type { Refusal, Reply } from '../smtp/reply.ts';
import { connectionTimedOut, formatReply, inactivityTimeout, serviceNotActive } from '../smtp/replies.ts';
import { type SessionState, initialState, maxLineOf, step } from '../smtp/server-session.ts';
import type { ServerEffect, ServerEvent } from '../smtp/server-types.ts';
import type { Logger } from '../transport/events.ts';
import type { ReceiveSession } from '../transport/receive.ts';
import { InboundBody } from './inbound-body.ts';
import { upgradeToTls } from './inbound-tls.ts';
import type { ServerContext } from './server-contexts.ts';

export type ConnectionOptions = Readonly<{
  socket: Socket;
  session: ReceiveSession;
  /** Asked at STARTTLS; null = no certificate fits the connector any more. */
  serverContext: () => ServerContext | null;
  logger: Logger;
  /** Called once, when the socket is gone. */
  onClosed: () => void;
}>;

/** What the pump stands still for.
 *  - none: for octets of the client
 *  - own: for our own work (a commit, a password check, a store that is behind), which no time-out of the client's cuts off
 *  - tarpit: until a delayed reply is due
 *  - tls: for a handshake
 *  - closed: for nothing any more */
type Wait = 'none' | 'own' | 'tarpit' | 'tls' | 'closed';

/** Octets that may wait in the framer while the pump stands still. */
const HELD_OCTETS = 65_536;

/** How long a client may take to read our last reply and close. */
const LINGER_MS = 5000;

/** One connection: carries octets, time and TLS between a socket and the session, which is a pure function (smtp/) with its
 *  decisions (transport/receive). Replies to commands that came in one packet leave in one write. */
export class InboundConnection {
  readonly #session: ReceiveSession;
  readonly #serverContext: () => ServerContext | null;
  readonly #logger: Logger;
  readonly #onClosed: () => void;
  readonly #framer: LineFramer;
  #socket: Socket;
  #state: SessionState;
  #effects: ServerEffect[] = [];
  #output: Buffer[] = [];
  #body: InboundBody | null = null;
  /** Octets are body: `chunk` is a BDAT chunk that is not the last, `discard` a refused one. */
  #bodyMode: 'none' | 'whole' | 'chunk' | 'discard' = 'none';
  #chunkOctets = 0;
  #wait: Wait = 'none';
  /** Answers to waits that were cut off are known by an older number. */
  #epoch = 0;
  #pumping = false;
  #inputEnded = false;
  #stopping = false;
  #pendingEnd: Refusal | null = null;
  #tarpitTimer: NodeJS.Timeout | undefined;
  #lingerTimer: NodeJS.Timeout | undefined;
  readonly #lifeTimer: NodeJS.Timeout;
  readonly #idleTimer: NodeJS.Timeout;
  #closedBy: 'Local' | 'Remote' = 'Remote';

  constructor(options: ConnectionOptions) {
    this.#session = options.session;
    this.#serverContext = options.serverContext;
    this.#logger = options.logger;
    this.#onClosed = options.onClosed;
    this.#socket = options.socket;
    this.#framer = new LineFramer(this.#session.maxLine);
    this.#state = initialState(this.#session.settings);
    this.#lifeTimer = setTimeout(() => this.#onLifeOver(), this.#session.connectionTimeoutMs);
    this.#idleTimer = setTimeout(() => this.#onIdle(), this.#session.inactivityTimeoutMs);
    this.#attach();
    this.#feed({ type: 'opened' });
    this.#pump();
  }

  /** No new transaction: an idle session ends now, another when its transaction does. */
  stop(): void {
    this.#stopping = true;
    this.#endIfIdle();
  }

  /** Ends the session now, whatever it does. */
  destroy(): void {
    this.#closedBy = 'Local';
    this.#socket.destroy();
  }

  /** After an upgrade the plain socket may still report: only the one in use is listened to. */
  #attach(): void {
    const socket = this.#socket;
    const whileInUse = (action: () => void): (() => void) => {
      return () => {
        if (socket === this.#socket) action();
      };
    };
    socket.on('data', (chunk) => this.#onData(chunk));
    socket.on(
      'end',
      whileInUse(() => this.#onEnd()),
    );
    socket.on(
      'drain',
      whileInUse(() => this.#pump()),
    );
    socket.on('error', (error) => this.#session.log.note(error.message));
    socket.on(
      'close',
      whileInUse(() => this.#onClose()),
    );
  }

  #onData(chunk: Buffer): void {
    if (this.#wait === 'closed') return;
    this.#idleTimer.refresh();
    this.#framer.push(chunk);
    this.#pump();
  }

  /** The client will send nothing more. What it sent is still answered; a body that is not complete is dropped. */
  #onEnd(): void {
    this.#inputEnded = true;
    this.#pump();
  }

  #onClose(): void {
    this.#wait = 'closed';
    this.#epoch += 1;
    clearTimeout(this.#lifeTimer);
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#lingerTimer);
    clearTimeout(this.#tarpitTimer);
    this.#session.close(this.#closedBy);
    this.#onClosed();
  }

  #pump(): void {
    if (this.#pumping || this.#wait === 'closed') return;
    this.#pumping = true;
    try {
      while (this.#wait === 'none' && !this.#socket.writableNeedDrain && this.#advance());
      this.#flush();
    } catch (error) {
      this.#logger.error('A receive session failed', { session: this.#session.id, error: describe(error) });
      this.destroy();
    } finally {
      this.#pumping = false;
    }
    this.#regulate();
  }

  /** Does the next thing. False when there is nothing to do before something arrives. */
  #advance(): boolean {
    const effect = this.#effects.shift();
    if (effect !== undefined) this.#run(effect);
    else if (this.#pendingEnd !== null) this.#end(this.#pendingEnd);
    else if (this.#bodyMode !== 'none') return this.#moveBody();
    else return this.#nextLine();
    return true;
  }

  #nextLine(): boolean {
    this.#framer.setMaxLine(maxLineOf(this.#state, this.#session.maxLine));
    const found = this.#framer.next();
    if (found === null) return false;
    if (found.type === 'line') this.#session.log.received(found.line);
    this.#feed(found);
    return true;
  }

  #feed(event: ServerEvent): void {
    const next = step(this.#state, event);
    this.#state = next.state;
    this.#effects.push(...next.effects);
  }

  #run(effect: ServerEffect): void {
    switch (effect.type) {
      case 'reply':
        return this.#reply(effect.reply, effect.delay);
      case 'askMail':
        return this.#decideMail(effect);
      case 'askRcpt':
        return this.#feed({
          type: 'rcptDecided',
          refusal: this.#session.onRcpt(effect.path, effect.parameters),
        });
      case 'receiveData':
        return this.#startBody('data', 'whole');
      case 'receiveChunk':
        return this.#startChunk(effect.octets, effect.last);
      case 'discardChunk':
        this.#chunkOctets = effect.octets;
        this.#bodyMode = 'discard';
        return;
      case 'startTls':
        return this.#startTls();
      case 'checkCredentials':
        return this.#checkCredentials(effect.user, effect.password);
      case 'resetTransaction':
        this.#body = null;
        this.#session.reset();
        return this.#endIfIdle();
      case 'close':
        return this.#close();
    }
  }

  /** Connector, rights and limits are read anew at MAIL: the engine hears of them before it hears of the verdict. */
  #decideMail(effect: Extract<ServerEffect, { type: 'askMail' }>): void {
    const { settings } = this.#session;
    const refusal = this.#session.onMail(effect.path, effect.parameters, effect.helo);
    if (this.#session.settings !== settings)
      this.#feed({ type: 'settings', settings: this.#session.settings });
    const delayMs = refusal === null ? this.#session.mailDelayMs : 0;
    if (delayMs === 0) return this.#feed({ type: 'mailDecided', refusal });
    this.#session.log.tarpit(delayMs);
    this.#after(delayMs, () => this.#feed({ type: 'mailDecided', refusal }));
  }

  /** Goes on after a tarpit; what was said before leaves first. */
  #after(delayMs: number, action: () => void): void {
    this.#wait = 'tarpit';
    this.#tarpitTimer = setTimeout(() => {
      this.#wait = 'none';
      action();
      this.#pump();
    }, delayMs);
  }

  /** A reply, at once or after its tarpit. */
  #reply(reply: Reply, delay: 'none' | 'tarpit' | 'auth'): void {
    const delayMs = delay === 'none' ? 0 : this.#session.tarpitMs(delay);
    if (delayMs === 0) return this.#say(reply);
    this.#session.log.tarpit(delayMs);
    this.#after(delayMs, () => this.#say(reply));
  }

  #say(reply: Reply): void {
    this.#session.log.sent(reply);
    this.#output.push(formatReply(reply, { enhanced: this.#session.settings.enhancedStatusCodes }));
  }

  #flush(): void {
    if (this.#output.length === 0 || this.#socket.destroyed) return;
    const [only] = this.#output;
    this.#socket.write(this.#output.length === 1 && only !== undefined ? only : Buffer.concat(this.#output));
    this.#output = [];
  }

  #startBody(kind: 'data' | 'text' | 'binary', mode: 'whole' | 'chunk'): void {
    if (this.#body === null) {
      this.#session.beginBody();
      this.#body = new InboundBody(this.#framer, kind, (octets) => this.#session.writeBody(octets));
    }
    this.#bodyMode = mode;
  }

  #startChunk(octets: number, last: boolean): void {
    this.#startBody(this.#session.isBinary ? 'binary' : 'text', last ? 'whole' : 'chunk');
    this.#chunkOctets = octets;
    this.#body?.expect(octets);
  }

  #moveBody(): boolean {
    if (this.#bodyMode === 'discard') return this.#discard();
    const body = this.#body;
    if (body === null) return false;
    const progress = body.move();
    if (progress === 'starved') return false;
    if (progress === 'done') this.#bodyMoved(body);
    else if (progress !== 'moved') this.#work(progress.blocked, () => progress.done && this.#bodyMoved(body));
    return true;
  }

  #discard(): boolean {
    const piece = this.#framer.takeRaw(this.#chunkOctets);
    if (piece === null) return false;
    this.#chunkOctets -= piece.length;
    if (this.#chunkOctets > 0) return true;
    this.#bodyMode = 'none';
    this.#feed({ type: 'chunkReceived', octets: piece.length });
    return true;
  }

  /** All octets of DATA, or of one BDAT chunk, are with the session. */
  #bodyMoved(body: InboundBody): void {
    const whole = this.#bodyMode === 'whole';
    this.#bodyMode = 'none';
    if (whole) return this.#commit(body);
    const refusal = this.#session.refusedEarly();
    if (refusal === null) return this.#feed({ type: 'chunkReceived', octets: this.#chunkOctets });
    this.#body = null;
    this.#feed({ type: 'bodyDecided', outcome: refusal });
  }

  #commit(body: InboundBody): void {
    this.#body = null;
    const flushed = body.finish();
    const decided =
      flushed === undefined
        ? this.#session.endBody(body.faults)
        : flushed.then(() => this.#session.endBody(body.faults));
    this.#work(decided, (outcome) => {
      this.#feed({ type: 'bodyDecided', outcome });
      if (this.#stopping) this.#pendingEnd ??= STOPPING;
    });
  }

  #checkCredentials(user: string, password: string): void {
    this.#work(this.#session.authenticate(user, password), (outcome) =>
      this.#feed({ type: 'authDecided', outcome }),
    );
  }

  /** Stands still until our own work is done. */
  #work<T>(work: Promise<T>, then: (result: T) => void): void {
    const epoch = this.#standStill('own');
    work
      .then((result) => {
        if (epoch !== this.#epoch) return;
        this.#wait = 'none';
        this.#idleTimer.refresh();
        then(result);
        this.#pump();
      })
      .catch((error: unknown) => {
        this.#logger.error('A receive session failed', { session: this.#session.id, error: describe(error) });
        if (this.#wait !== 'closed') this.destroy();
      });
  }

  /** @returns the number of this wait: an answer to it that comes under another number is late */
  #standStill(wait: Wait): number {
    this.#wait = wait;
    this.#epoch += 1;
    return this.#epoch;
  }

  /** Nothing is read until the 220 is with the system; what has been read by then was sent too early. RFC 3207 §4.2 */
  #startTls(): void {
    const context = this.#serverContext();
    if (context === null) throw new Error('no certificate fits the connector any more');
    const epoch = this.#standStill('tls');
    this.#socket.pause();
    this.#flush();
    this.#socket.write('', () => {
      if (epoch === this.#epoch) this.#upgrade(context, epoch);
    });
  }

  #upgrade(context: ServerContext, epoch: number): void {
    const dropped = this.#framer.discard();
    if (dropped > 0) this.#session.log.note(`${dropped} octets sent before the TLS handshake were dropped`);
    upgradeToTls(this.#socket, context, {
      begun: (secured) => {
        this.#socket = secured;
        this.#attach();
      },
      secure: (tls) => {
        if (epoch !== this.#epoch) return;
        this.#wait = 'none';
        this.#idleTimer.refresh();
        this.#session.tlsStarted(tls);
        this.#feed({ type: 'tlsStarted' });
        this.#pump();
      },
    });
  }

  #onIdle(): void {
    if (this.#wait === 'own' || this.#wait === 'tarpit') this.#idleTimer.refresh();
    else
      this.#terminate({
        reply: inactivityTimeout,
        reason: 'no octet for too long',
        by: 'ConnectionInactivityTimeout',
      });
  }

  #onLifeOver(): void {
    this.#terminate({
      reply: connectionTimedOut,
      reason: 'the session lasted too long',
      by: 'ConnectionTimeout',
    });
  }

  /** Ends the session for a reason of ours. A commit under way is waited for: its reply is the truth about the message. */
  #terminate(refusal: Refusal): void {
    if (this.#wait === 'closed') return;
    if (this.#wait === 'tls' || this.#socket.writableNeedDrain) return this.destroy();
    if (this.#wait === 'own') {
      this.#pendingEnd = refusal;
      return;
    }
    clearTimeout(this.#tarpitTimer);
    this.#wait = 'none';
    this.#effects = [];
    this.#end(refusal);
    this.#pump();
  }

  #end(refusal: Refusal): void {
    this.#pendingEnd = null;
    this.#bodyMode = 'none';
    this.#session.log.note(refusal.reason, refusal.by);
    this.#feed({ type: 'terminate', refusal });
  }

  #endIfIdle(): void {
    if (!this.#stopping || this.#session.inTransaction) return;
    if (this.#pumping || this.#wait === 'own') this.#pendingEnd ??= STOPPING;
    else this.#terminate(STOPPING);
  }

  /** Says what is left to say, then closes. The client's octets are read on for a while and dropped, so that its system
   *  does not throw away our last reply together with the connection. */
  #close(): void {
    this.#flush();
    this.#closedBy = 'Local';
    this.#standStill('closed');
    this.#effects = [];
    this.#framer.discard();
    this.#socket.end();
    this.#socket.resume();
    this.#lingerTimer = setTimeout(() => this.#socket.destroy(), LINGER_MS);
  }

  /** Reads no further while the pump stands still and enough is waiting; ends when the client is gone. */
  #regulate(): void {
    if (this.#wait === 'closed' || this.#wait === 'tls') return;
    const blocked = this.#wait !== 'none' || this.#socket.writableNeedDrain;
    if (this.#inputEnded && !blocked) {
      this.#standStill('closed');
      this.#socket.end();
    } else if (blocked && this.#framer.buffered >= HELD_OCTETS) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }
}

const STOPPING: Refusal = {
  reply: serviceNotActive,
  reason: 'the service is stopping',
  by: 'service',
  close: true,
};

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
