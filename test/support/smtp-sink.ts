import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import type { SecureContext } from 'node:tls';

/** A message that a sink took. */
export type SunkMessage = Readonly<{
  /** Text between the angle brackets and the parameters behind them. */
  mailFrom: string;
  mailParameters: string;
  recipients: readonly Readonly<{ address: string; parameters: string }>[];
  /** Content without the final dot, dots unstuffed. */
  content: Buffer;
  tls: boolean;
  connection: number;
}>;

export type SinkSession = Readonly<{ connection: number; tls: boolean; messages: number }>;

export type SinkOptions = Readonly<{
  /** EHLO keywords; 'no EHLO' is answered with 502. */
  extensions?: readonly string[] | null;
  /** The reply to a line (or to `CONNECT`, `.`), null for the usual one, 'drop' to hang up, 'silent' for no answer. */
  reply?: (line: string, session: SinkSession) => string | null;
  tls?: SecureContext;
  /** Set: the client is asked for a certificate, and the common name of the one it shows is told. */
  onClientCertificate?: (commonName: string) => void;
  host?: string;
  port?: number;
  /** Octets of each content that are kept; all by default. */
  keepOctets?: number;
}>;

export type SmtpSink = Readonly<{
  port: number;
  messages: readonly SunkMessage[];
  /** Every command line, in order. */
  lines: readonly string[];
  connections: () => number;
  /** Gives every client that is there a late reply, to what was met with 'silent'. */
  say: (reply: string) => void;
  /** Resolves when so many messages have come; rejects after the time. */
  received: (count: number, timeoutMs?: number) => Promise<void>;
  /** Resolves when everything that clients sent was read and they are gone; rejects after five seconds. */
  abandoned: () => Promise<void>;
  close: () => Promise<void>;
}>;

/** An SMTP server for tests that keeps what it gets and answers as it is told. */
export async function startSmtpSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const sink = new Sink(options);
  return await sink.listen();
}

const USUAL_EXTENSIONS: readonly string[] = [
  'PIPELINING',
  'SIZE 104857600',
  '8BITMIME',
  'DSN',
  'ENHANCEDSTATUSCODES',
];

class Sink {
  readonly options: SinkOptions;
  readonly messages: SunkMessage[] = [];
  readonly lines: string[] = [];
  readonly #server: Server;
  readonly #sockets: Set<Socket> = new Set();
  #connections = 0;
  #onMessage: (() => void) | null = null;

  constructor(options: SinkOptions) {
    this.options = options;
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#connections += 1;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      new SinkConversation(this, socket, this.#connections);
    });
  }

  async listen(): Promise<SmtpSink> {
    const { port = 0, host = '127.0.0.1' } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => resolve());
    });
    return {
      port: portOf(this.#server.address()),
      messages: this.messages,
      lines: this.lines,
      connections: () => this.#connections,
      say: (reply) => this.#say(reply),
      received: async (count, timeoutMs = 5000) => await this.#received(count, timeoutMs),
      abandoned: async () => await this.#abandoned(),
      close: async () => await this.#close(),
    };
  }

  took(message: SunkMessage): void {
    this.messages.push(message);
    this.#onMessage?.();
  }

  #say(reply: string): void {
    for (const socket of this.#sockets) socket.write(`${reply}\r\n`);
  }

  async #received(count: number, timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () =>
          reject(
            new Error(`${this.messages.length} of ${count} messages came; lines: ${this.lines.join(' | ')}`),
          ),
        timeoutMs,
      );
      this.#onMessage = () => {
        if (this.messages.length < count) return;
        clearTimeout(timer);
        resolve();
      };
      this.#onMessage();
    });
  }

  async #abandoned(): Promise<void> {
    const until = Date.now() + 5000;
    while (this.#sockets.size > 0) {
      if (Date.now() > until) throw new Error(`${this.#sockets.size} clients are still there`);
      await delay(5);
    }
  }

  async #close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

/** One connection of a sink. */
class SinkConversation {
  readonly #sink: Sink;
  readonly #connection: number;
  #socket: Socket;
  #buffer: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  #content: Buffer[] | null = null;
  #chunkOctets = 0;
  #tls = false;
  #messages = 0;
  #mailFrom = { address: '', parameters: '' };
  #recipients: { address: string; parameters: string }[] = [];
  #loginSteps = 0;

  constructor(sink: Sink, socket: Socket, connection: number) {
    this.#sink = sink;
    this.#connection = connection;
    this.#socket = socket;
    this.#listen(socket);
    this.#answer('CONNECT', '220 sink.example ESMTP');
  }

  #listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
      this.#read();
    });
    socket.on('error', () => undefined);
  }

  #read(): void {
    for (;;) {
      if (this.#content !== null) {
        if (!this.#readContent()) return;
        continue;
      }
      const end = this.#buffer.indexOf('\r\n');
      if (end < 0) return;
      const line = this.#buffer.toString('utf8', 0, end);
      this.#buffer = this.#buffer.subarray(end + 2);
      this.#sink.lines.push(line);
      this.#onLine(line);
    }
  }

  #readContent(): boolean {
    if (this.#chunkOctets > 0) {
      if (this.#buffer.length < this.#chunkOctets) return false;
      this.#finish(this.#buffer.subarray(0, this.#chunkOctets));
      this.#buffer = this.#buffer.subarray(this.#chunkOctets);
      return true;
    }
    const empty = this.#buffer.subarray(0, 3).toString('latin1') === '.\r\n';
    const end = empty ? 0 : this.#buffer.indexOf('\r\n.\r\n');
    if (end < 0) return false;
    const stuffed = empty ? Buffer.alloc(0) : this.#buffer.subarray(0, end + 2);
    this.#buffer = this.#buffer.subarray(empty ? 3 : end + 5);
    this.#finish(Buffer.from(stuffed.toString('latin1').replaceAll(/(^|\r\n)\./g, '$1'), 'latin1'));
    return true;
  }

  #finish(content: Buffer): void {
    this.#content = null;
    this.#chunkOctets = 0;
    if (!this.#answer('.', '250 2.0.0 taken')) return;
    this.#messages += 1;
    this.#sink.took({
      mailFrom: this.#mailFrom.address,
      mailParameters: this.#mailFrom.parameters,
      recipients: this.#recipients,
      content: Buffer.from(content.subarray(0, this.#sink.options.keepOctets)),
      tls: this.#tls,
      connection: this.#connection,
    });
    this.#recipients = [];
  }

  #onLine(line: string): void {
    const upper = line.toUpperCase();
    if (this.#loginSteps > 0) {
      this.#loginSteps -= 1;
      this.#answer(line, this.#loginSteps === 0 ? '235 2.7.0 ok' : '334 UGFzc3dvcmQ6');
    } else if (upper.startsWith('EHLO')) this.#answerEhlo(line);
    else if (upper.startsWith('MAIL')) {
      this.#mailFrom = pathOf(line);
      this.#recipients = [];
      this.#answer(line, '250 2.1.0 Sender OK');
    } else if (upper.startsWith('RCPT')) {
      if (this.#answer(line, '250 2.1.5 Recipient OK')) this.#recipients.push(pathOf(line));
    } else if (upper === 'DATA') this.#onData(line);
    else if (upper.startsWith('BDAT')) {
      this.#content = [];
      this.#chunkOctets = Number(upper.split(' ')[1]);
    } else if (upper === 'STARTTLS') this.#onStartTls(line);
    else if (upper === 'AUTH LOGIN') {
      this.#loginSteps = 2;
      this.#answer(line, '334 VXNlcm5hbWU6');
    } else if (upper === 'QUIT') {
      this.#answer(line, '221 2.0.0 bye');
      this.#socket.end();
    } else this.#answer(line, '250 2.0.0 ok');
  }

  #answerEhlo(line: string): void {
    const { extensions = USUAL_EXTENSIONS } = this.#sink.options;
    if (extensions === null) {
      this.#answer(line, '502 5.5.1 not implemented');
      return;
    }
    const offered = this.#tls ? extensions.filter((keyword) => keyword !== 'STARTTLS') : extensions;
    const lines = ['sink.example', ...offered];
    const text = lines
      .map((word, index) => `250${index === lines.length - 1 ? ' ' : '-'}${word}`)
      .join('\r\n');
    this.#answer(line, text);
  }

  /** As real servers do: 354 only when somebody is there to get the message. */
  #onData(line: string): void {
    const ready = this.#recipients.length > 0;
    if (!this.#answer(line, ready ? '354 go on' : '554 5.5.1 no valid recipients')) return;
    if (ready || this.#lastAnswer.startsWith('354')) this.#content = [];
  }

  #onStartTls(line: string): void {
    const { tls, onClientCertificate } = this.#sink.options;
    if (!this.#answer(line, '220 2.0.0 ready') || tls === undefined) return;
    const secure = new TLSSocket(this.#socket, {
      isServer: true,
      secureContext: tls,
      ...(onClientCertificate === undefined ? {} : { requestCert: true, rejectUnauthorized: false }),
    });
    secure.once('secure', () => onClientCertificate?.(String(secure.getPeerCertificate().subject?.CN)));
    this.#socket.removeAllListeners('data');
    this.#buffer = Buffer.alloc(0);
    this.#tls = true;
    this.#socket = secure;
    this.#listen(secure);
  }

  #lastAnswer = '';

  /** @returns whether the answer was positive */
  #answer(line: string, usual: string): boolean {
    const session = { connection: this.#connection, tls: this.#tls, messages: this.#messages };
    const reply = this.#sink.options.reply?.(line, session) ?? usual;
    this.#lastAnswer = reply;
    if (reply === 'drop') this.#socket.destroy();
    else if (reply !== 'silent') this.#socket.write(`${reply}\r\n`);
    return reply.startsWith('2') || reply.startsWith('3');
  }
}

function pathOf(line: string): { address: string; parameters: string } {
  const open = line.indexOf('<');
  const close = line.lastIndexOf('>');
  return { address: line.slice(open + 1, close), parameters: line.slice(close + 1).trim() };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('The sink has no port.');
  return address.port;
}
