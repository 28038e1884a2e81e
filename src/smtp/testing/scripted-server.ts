import type { Mailbox, ReversePath } from '../../mail/address.ts';
import { ChunkDecoder, DataDecoder } from '../data-decoder.ts';
import { LineFramer } from '../framing.ts';
import { formatReply } from '../replies.ts';
import type { Refusal } from '../reply.ts';
import { initialState, maxLineOf, type SessionState, step } from '../server-session.ts';
import type { ServerEffect, ServerEvent, SessionSettings } from '../server-types.ts';

/** A connector like the article's: TLS, everything offered, no authentication. */
export const ARTICLE_SETTINGS: SessionSettings = {
  fqdn: 'ex1.contoso.com',
  banner: '220 ex1.contoso.com Postern ESMTP MAIL Service ready at Fri, 5 Aug 2016 16:24:41 -0700',
  peerAddress: '192.168.5.10',
  size: 37_748_736,
  pipelining: true,
  dsn: true,
  enhancedStatusCodes: true,
  startTls: true,
  authLogin: 'never',
  eightBitMime: true,
  chunking: true,
  binaryMime: true,
  smtpUtf8: true,
  longAddresses: false,
  orar: false,
  requireEhloDomain: false,
  maxProtocolErrors: 5,
  maxLogonFailures: 3,
  replyFamily: 'classic',
};

/** What the tests want decided. Absent = accepted; no credentials are right. */
export type Script = Readonly<{
  mail?: (path: ReversePath) => Refusal | null;
  rcpt?: (path: Mailbox) => Refusal | null;
  body?: (faults: Readonly<{ bareLf: boolean; bareCr: boolean; nul: boolean }>) => Refusal | null;
  credentials?: (user: string, password: string) => 'accepted' | 'refused' | 'unavailable';
}>;

/** Octets of a command line, as a connector without LongAddressesEnabled has it. */
const MAX_LINE = 2000;

type ReplyEffect = Extract<ServerEffect, { type: 'reply' }>;

/** The pump without a socket: octets in, octets out, decisions by script. Tests of the whole engine run on it. */
export class ScriptedServer {
  readonly #script: Script;
  readonly #framer = new LineFramer(MAX_LINE);
  #state: SessionState;
  #body: Body | null = null;
  #chunks = new ChunkDecoder({ binary: false });
  #content: Buffer[] = [];
  #output = '';
  /** Contents of the messages taken, as Latin-1. */
  readonly messages: string[] = [];
  /** Every reply, in order. */
  readonly replies: ReplyEffect[] = [];
  /** Every effect but replies, in order. */
  readonly effects: ServerEffect[] = [];
  /** Octets dropped before a TLS handshake. */
  dropped = 0;
  closed = false;

  constructor(settings: SessionSettings, script: Script = {}) {
    this.#script = script;
    this.#state = initialState(settings);
    this.give({ type: 'opened' });
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Octets of DATA are expected. */
  get takesData(): boolean {
    return this.#body?.data !== undefined;
  }

  /** Replies that were not taken yet, with their CRLFs. */
  takeOutput(): string {
    const output = this.#output;
    this.#output = '';
    return output;
  }

  receive(octets: Buffer): void {
    this.#framer.push(octets);
    while (!this.closed) {
      if (this.#body !== null) {
        if (!this.#moveBody(this.#body)) return;
        continue;
      }
      this.#framer.setMaxLine(maxLineOf(this.#state, MAX_LINE));
      const found = this.#framer.next();
      if (found === null) return;
      this.give(found);
    }
  }

  give(event: ServerEvent): void {
    const next = step(this.#state, event);
    this.#state = next.state;
    for (const effect of next.effects) this.#run(effect);
  }

  #run(effect: ServerEffect): void {
    if (effect.type === 'reply') {
      this.replies.push(effect);
      const enhanced = this.#state.settings.enhancedStatusCodes;
      this.#output += formatReply(effect.reply, { enhanced }).toString('utf8');
      return;
    }
    this.effects.push(effect);
    this.#act(effect);
  }

  #act(effect: Exclude<ServerEffect, { type: 'reply' }>): void {
    switch (effect.type) {
      case 'askMail':
        this.#chunks = new ChunkDecoder({ binary: effect.parameters.body === 'BINARYMIME' });
        this.#content = [];
        return this.give({ type: 'mailDecided', refusal: this.#script.mail?.(effect.path) ?? null });
      case 'askRcpt':
        return this.give({ type: 'rcptDecided', refusal: this.#script.rcpt?.(effect.path) ?? null });
      case 'receiveData':
        this.#content = [];
        this.#body = { data: new DataDecoder() };
        return;
      case 'receiveChunk':
        this.#body = {
          remaining: effect.octets,
          octets: effect.octets,
          kind: effect.last ? 'last' : 'chunk',
        };
        return;
      case 'discardChunk':
        this.#body = { remaining: effect.octets, octets: effect.octets, kind: 'discard' };
        return;
      case 'startTls':
        this.dropped += this.#framer.discard();
        return this.give({ type: 'tlsStarted' });
      case 'checkCredentials': {
        const outcome = this.#script.credentials?.(effect.user, effect.password) ?? 'refused';
        return this.give({ type: 'authDecided', outcome });
      }
      case 'resetTransaction':
        return;
      case 'close':
        this.closed = true;
    }
  }

  /** @returns whether anything could be done */
  #moveBody(body: Body): boolean {
    return body.data === undefined ? this.#moveChunk(body) : this.#moveData(body.data);
  }

  #moveData(decoder: DataDecoder): boolean {
    const piece = this.#framer.takeRaw(65_536);
    if (piece === null) return false;
    const { body, done, rest } = decoder.push(piece);
    this.#content.push(...body);
    if (rest !== null) this.#framer.unread(rest);
    if (done) this.#decideBody(decoder);
    return true;
  }

  #moveChunk(chunk: Chunk): boolean {
    const piece = chunk.remaining === 0 ? null : this.#framer.takeRaw(chunk.remaining);
    if (chunk.remaining > 0 && piece === null) return false;
    const remaining = chunk.remaining - (piece?.length ?? 0);
    if (piece !== null && chunk.kind !== 'discard') this.#content.push(...this.#chunks.push(piece));
    if (remaining > 0) {
      this.#body = { ...chunk, remaining };
      return true;
    }
    this.#body = null;
    if (chunk.kind !== 'last') this.give({ type: 'chunkReceived', octets: chunk.octets });
    else {
      this.#content.push(...this.#chunks.end());
      this.#decideBody(this.#chunks);
    }
    return true;
  }

  #decideBody(faults: Readonly<{ bareLf: boolean; bareCr: boolean; nul: boolean }>): void {
    this.#body = null;
    const refusal = this.#script.body?.(faults) ?? null;
    if (refusal === null) this.messages.push(Buffer.concat(this.#content).toString('latin1'));
    const text = `<${this.messages.length}@client> [InternalId=${this.messages.length}, Hostname=ex1.contoso.com] Queued mail for delivery`;
    this.give({ type: 'bodyDecided', outcome: refusal ?? { text } });
  }
}

type Chunk = Readonly<{
  data?: never;
  remaining: number;
  octets: number;
  kind: 'chunk' | 'last' | 'discard';
}>;
type Body = Readonly<{ data: DataDecoder }> | Chunk;
