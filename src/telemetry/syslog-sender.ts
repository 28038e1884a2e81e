import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { connect, isIPv6, type Socket } from 'node:net';
import type { SyslogAddress } from '../config/telemetry-address.ts';

/** Sends messages to one syslog server. Messages that cannot be sent now wait, up to a limit; then the newest are lost. */
export interface SyslogSender {
  send(message: Buffer): void;
  close(): void;
}

/** Told when messages were lost; at most once a minute. */
type Lost = (error: unknown, messages: number) => void;

const WAITING_LIMIT = 10_000;
const SOCKET_OCTETS = 1024 * 1024;
const RECONNECT_MS = 5000;
const REPORT_INTERVAL_MS = 60_000;

export function createSyslogSender(target: SyslogAddress, lost: Lost): SyslogSender {
  const losses = new Losses(lost);
  if (target.transport === 'udp') return new DatagramSender(target, losses);
  const frame = target.transport === 'tcp' ? octetCounted : lineEnded;
  const open = (): Socket =>
    target.transport === 'unix' ? connect(target.path) : connect(target.port, target.host);
  return new StreamSender(open, frame, losses);
}

/** RFC 6587 §3.4.1 */
function octetCounted(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

/** RFC 6587 §3.4.2; what daemons read from a local stream socket. */
function lineEnded(message: Buffer): Buffer {
  return Buffer.concat([message, Buffer.from('\n')]);
}

class Losses {
  readonly #report: Lost;
  #count = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(report: Lost) {
    this.#report = report;
  }

  add(error: unknown, messages: number): void {
    this.#count += messages;
    const now = performance.now();
    if (now - this.#reportedAt < REPORT_INTERVAL_MS) return;
    this.#reportedAt = now;
    this.#report(error, this.#count);
    this.#count = 0;
  }
}

/** One datagram a message. RFC 5426 */
class DatagramSender implements SyslogSender {
  readonly #socket: DatagramSocket;
  readonly #target: Readonly<{ host: string; port: number }>;
  readonly #losses: Losses;
  #underWay = 0;

  constructor(target: Readonly<{ host: string; port: number }>, losses: Losses) {
    this.#target = target;
    this.#losses = losses;
    this.#socket = createSocket(isIPv6(target.host) ? 'udp6' : 'udp4');
    this.#socket.on('error', (error) => losses.add(error, 1));
    this.#socket.unref();
  }

  send(message: Buffer): void {
    if (this.#underWay >= WAITING_LIMIT) {
      this.#losses.add('too many messages wait', 1);
      return;
    }
    this.#underWay += 1;
    this.#socket.send(message, this.#target.port, this.#target.host, (error) => {
      this.#underWay -= 1;
      if (error !== null) this.#losses.add(error, 1);
    });
  }

  close(): void {
    this.#socket.close();
  }
}

/** A stream that is opened again when it breaks. */
class StreamSender implements SyslogSender {
  readonly #open: () => Socket;
  readonly #frame: (message: Buffer) => Buffer;
  readonly #losses: Losses;
  #socket: Socket | null = null;
  #connected = false;
  #waiting: Buffer[] = [];
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(open: () => Socket, frame: (message: Buffer) => Buffer, losses: Losses) {
    this.#open = open;
    this.#frame = frame;
    this.#losses = losses;
    this.#connect();
  }

  send(message: Buffer): void {
    const framed = this.#frame(message);
    if (this.#connected && this.#socket !== null && this.#socket.writableLength < SOCKET_OCTETS)
      this.#socket.write(framed);
    else if (this.#waiting.length < WAITING_LIMIT) this.#waiting.push(framed);
    else this.#losses.add('the syslog server does not take messages', 1);
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#socket?.end();
    this.#socket?.unref();
  }

  #connect(): void {
    const socket = this.#open();
    this.#socket = socket;
    socket.unref();
    socket.on('connect', () => {
      this.#connected = true;
      this.#drain();
    });
    socket.on('drain', () => this.#drain());
    socket.on('error', (error) => this.#losses.add(error, 0));
    socket.on('close', () => this.#broken());
    socket.resume();
  }

  #drain(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const [index, framed] of waiting.entries()) {
      if (this.#socket === null || this.#socket.writableLength >= SOCKET_OCTETS) {
        this.#waiting = waiting.slice(index);
        return;
      }
      this.#socket.write(framed);
    }
  }

  #broken(): void {
    this.#connected = false;
    this.#socket = null;
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.#connect(), RECONNECT_MS).unref();
  }
}
