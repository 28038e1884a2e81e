import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { AUTHENTIC_DATA, RECURSION_DESIRED, decode, encode } from 'dns-packet';
import type { DecodedPacket } from 'dns-packet';
import type { DnsProtocolOption } from '../config/organization.ts';
import type { DnsServer } from './dns-servers.ts';

export type DnsQuestion = Readonly<{
  name: string;
  type: 'A' | 'AAAA' | 'CNAME' | 'MX' | 'TXT' | 'TLSA' | 'PTR';
}>;

/** Room for an answer without fragments. DNS flag day 2020 */
const UDP_PAYLOAD_BYTES = 1232;

/** How a server is asked. */
export type DnsTransport = Readonly<{ timeoutMs: number; protocol: DnsProtocolOption }>;

/** Asks one server once: over UDP, and again over TCP when the answer did not fit. Rejects after the time, when the
 *  server cannot be reached, and when an answer did not fit and TCP is not to be used.
 *  Exchange: Set-TransportService -ExternalDNSProtocolOption, -InternalDNSProtocolOption
 *
 *  Each question has a port and an id of its own, and only an answer from that server to that question counts: what else
 *  arrives is passed over. RFC 5452 §9 */
export async function askServer(
  question: DnsQuestion,
  server: DnsServer,
  { timeoutMs, protocol }: DnsTransport,
): Promise<DecodedPacket> {
  const signal = AbortSignal.timeout(timeoutMs);
  const id = randomInt(65_536);
  const packet = encodeQuestion(question, id);
  const isAnswer = (answer: DecodedPacket): boolean => answersQuestion(answer, question, id);
  const exchange = { signal, isAnswer };
  if (protocol === 'UseTcpOnly') return await overTcp(packet, server, exchange);
  const answer = await overUdp(packet, server, exchange);
  if (!answer.flag_tc) return answer;
  if (protocol === 'UseUdpOnly') throw new Error('the answer is truncated, and TCP is not to be used');
  return await overTcp(packet, server, exchange);
}

type Exchange = Readonly<{ signal: AbortSignal; isAnswer: (answer: DecodedPacket) => boolean }>;

function encodeQuestion({ name, type }: DnsQuestion, id: number): Buffer {
  return encode({
    type: 'query',
    id,
    // RFC 6840 §5.7: asks for the AD bit without the signatures.
    flags: RECURSION_DESIRED | AUTHENTIC_DATA,
    questions: [{ name, type, class: 'IN' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: UDP_PAYLOAD_BYTES,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
}

function answersQuestion(answer: DecodedPacket, question: DnsQuestion, id: number): boolean {
  const asked = answer.questions?.[0];
  if (answer.type !== 'response' || answer.id !== id || asked === undefined) return false;
  return asked.type === question.type && asked.name.toLowerCase() === question.name.toLowerCase();
}

function decodeOrNull(bytes: Buffer): DecodedPacket | null {
  try {
    return decode(bytes);
  } catch {
    return null;
  }
}

async function overUdp(packet: Buffer, server: DnsServer, exchange: Exchange): Promise<DecodedPacket> {
  const { signal, isAnswer } = exchange;
  signal.throwIfAborted();
  const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
  try {
    return await new Promise<DecodedPacket>((resolve, reject) => {
      const onAbort = (): void => reject(noAnswer());
      signal.addEventListener('abort', onAbort, { once: true });
      socket.on('error', reject);
      socket.on('message', (bytes: Buffer) => {
        const answer = decodeOrNull(bytes);
        if (answer !== null && isAnswer(answer)) resolve(answer);
      });
      // A connected socket takes datagrams from that server alone, and hears of "port unreachable".
      socket.connect(server.port, server.address, () => {
        if (!signal.aborted) socket.send(packet);
      });
    });
  } finally {
    socket.close();
  }
}

async function overTcp(packet: Buffer, server: DnsServer, exchange: Exchange): Promise<DecodedPacket> {
  const { signal, isAnswer } = exchange;
  signal.throwIfAborted();
  const socket = connect({ host: server.address, port: server.port, noDelay: true });
  try {
    return await new Promise<DecodedPacket>((resolve, reject) => {
      let received = Buffer.alloc(0);
      signal.addEventListener('abort', () => reject(noAnswer()), { once: true });
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the server closed the connection')));
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
        const answer = decodeOrNull(received.subarray(2, 2 + received.readUInt16BE(0)));
        if (answer !== null && isAnswer(answer)) resolve(answer);
        else reject(new Error('the answer is malformed'));
      });
      socket.on('connect', () => {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(packet.length);
        socket.write(Buffer.concat([length, packet]));
      });
    });
  } finally {
    socket.destroy();
  }
}

function noAnswer(): Error {
  return new Error('no answer in time');
}
