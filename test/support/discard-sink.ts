import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

const END = Buffer.from('\r\n.\r\n');
const SUBJECT = /^Subject: (\S+)/m;

/** A next hop that takes everything, keeps nothing of it, and knows the subjects: for mail in bulk. */
export class DiscardSink {
  /** How often each subject came. */
  readonly subjects: Map<string, number> = new Map();
  octets = 0;
  /** MAIL is answered with 451 for now. */
  busy = false;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
      new Conversation(this, socket);
    });
  }

  static async start(): Promise<DiscardSink> {
    const sink = new DiscardSink();
    await new Promise<void>((resolve) => sink.#server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get port(): number {
    const address: AddressInfo | string | null = this.#server.address();
    return typeof address === 'object' ? (address?.port ?? 0) : 0;
  }

  took(subject: string): void {
    this.subjects.set(subject, (this.subjects.get(subject) ?? 0) + 1);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

/** One session. Commands may come in groups. RFC 2920 */
class Conversation {
  readonly #sink: DiscardSink;
  readonly #socket: Socket;
  #commands = '';
  /** The last octets of the content so far; null outside content. */
  #tail: Buffer | null = null;
  #subject = '';

  constructor(sink: DiscardSink, socket: Socket) {
    this.#sink = sink;
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.write('220 sink.example ESMTP\r\n');
  }

  #onData(chunk: Buffer): void {
    this.#sink.octets += chunk.length;
    let rest: Buffer | null = chunk;
    while (rest !== null)
      rest = this.#tail === null ? this.#onCommands(rest) : this.#onContent(rest, this.#tail);
  }

  /** @returns octets of content behind the command */
  #onCommands(chunk: Buffer): Buffer | null {
    this.#commands += chunk.toString('latin1');
    let answers = '';
    for (let end = this.#commands.indexOf('\r\n'); end >= 0; end = this.#commands.indexOf('\r\n')) {
      const line = this.#commands.slice(0, end);
      this.#commands = this.#commands.slice(end + 2);
      answers += this.#sink.busy ? busyAnswer(line) : answerTo(line);
      if (line !== 'DATA' || this.#sink.busy) continue;
      this.#socket.write(answers);
      const content = Buffer.from(this.#commands, 'latin1');
      this.#commands = '';
      this.#tail = Buffer.from('\r\n');
      this.#subject = '';
      return content.length === 0 ? null : content;
    }
    if (answers !== '') this.#socket.write(answers);
    return null;
  }

  /** @returns octets behind the content */
  #onContent(chunk: Buffer, tail: Buffer): Buffer | null {
    if (this.#subject === '') this.#subject = SUBJECT.exec(chunk.toString('latin1', 0, 2000))?.[1] ?? '';
    // The end may lie across the cut: only the octets around it are joined.
    const seam = Buffer.concat([tail, chunk.subarray(0, END.length)]);
    const inSeam = seam.indexOf(END);
    const found = inSeam >= 0 ? inSeam - tail.length : chunk.indexOf(END);
    if (found < 0 && inSeam < 0) {
      const joined = chunk.length >= END.length ? chunk : Buffer.concat([tail, chunk]);
      this.#tail = Buffer.from(joined.subarray(-END.length + 1));
      return null;
    }
    this.#tail = null;
    this.#sink.took(this.#subject);
    this.#socket.write('250 2.0.0 taken\r\n');
    const rest = chunk.subarray(found + END.length);
    return rest.length === 0 ? null : rest;
  }
}

function busyAnswer(line: string): string {
  return /^(MAIL|RCPT|DATA)/i.test(line) ? '451 4.3.2 busy\r\n' : answerTo(line);
}

function answerTo(line: string): string {
  const verb = line.slice(0, 4).toUpperCase();
  if (verb === 'EHLO') return '250-sink.example\r\n250-PIPELINING\r\n250-SIZE 1000000000\r\n250 8BITMIME\r\n';
  if (verb === 'DATA') return '354 go on\r\n';
  return verb === 'QUIT' ? '221 2.0.0 bye\r\n' : '250 2.0.0 ok\r\n';
}
