import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { type ConnectionOptions, type TLSSocket, connect as connectTls } from 'node:tls';

export type DialogueOptions = Readonly<{
  port: number;
  /** `127.0.0.1` where absent. */
  host?: string | undefined;
  /** The client's own address. */
  from?: string | undefined;
}>;

/** How long a wait may take before it is an error that shows what was read. */
const PATIENCE_MS = 20_000;

/** The client's side of a scripted SMTP dialogue, one reply at a time. */
export class SmtpDialogue {
  #socket: Socket;
  #text = '';
  #ended = false;
  #wake: (() => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#attach();
  }

  static async open(options: DialogueOptions): Promise<SmtpDialogue> {
    const from = options.from === undefined ? {} : { localAddress: options.from };
    const socket = connect({ port: options.port, host: options.host ?? '127.0.0.1', ...from });
    socket.setNoDelay(true);
    await once(socket, 'connect');
    return new SmtpDialogue(socket);
  }

  get socket(): Socket {
    return this.#socket;
  }

  /** The next reply without its line ends; the lines of one are joined by `\n`. */
  async reply(): Promise<string> {
    const lines: string[] = [];
    for (;;) {
      const line = await this.#line();
      lines.push(line);
      if (line.charAt(3) !== '-') return lines.join('\n');
    }
  }

  /** Sends a line, or the lines of a message with its final dot, and reads the reply. */
  command(line: string): Promise<string> {
    this.write(`${line}\r\n`);
    return this.reply();
  }

  write(octets: string | Buffer): void {
    this.#socket.write(octets);
  }

  /** Waits for the server to close. @returns whether it did */
  async closed(): Promise<boolean> {
    return this.#until(() => this.#ended);
  }

  /** Takes the connection to TLS after the 220 of STARTTLS. */
  async secure(options: ConnectionOptions = {}): Promise<TLSSocket> {
    this.#socket.removeAllListeners('data');
    const secured = connectTls({ socket: this.#socket, rejectUnauthorized: false, ...options });
    await once(secured, 'secureConnect');
    this.#socket = secured;
    this.#attach();
    return secured;
  }

  /** Goes away without a word. */
  close(): void {
    this.#socket.destroy();
  }

  #attach(): void {
    this.#socket.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('latin1');
      this.#wake?.();
    });
    const finish = (): void => {
      this.#ended = true;
      this.#wake?.();
    };
    this.#socket.on('end', finish);
    this.#socket.on('close', finish);
    this.#socket.on('error', finish);
  }

  async #line(): Promise<string> {
    const arrived = await this.#until(() => this.#text.includes('\r\n') || this.#ended);
    const end = this.#text.indexOf('\r\n');
    if (end < 0)
      throw new Error(`${arrived ? 'the server closed' : 'no reply'}; left: ${JSON.stringify(this.#text)}`);
    const line = this.#text.slice(0, end);
    this.#text = this.#text.slice(end + 2);
    return line;
  }

  async #until(isDone: () => boolean): Promise<boolean> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!isDone()) {
      const left = deadline - Date.now();
      if (left <= 0) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return true;
  }
}
