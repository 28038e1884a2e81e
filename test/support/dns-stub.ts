import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { createServer } from 'node:net';
import type { Server, Socket as TcpSocket } from 'node:net';
import { AUTHENTIC_DATA, AUTHORITATIVE_ANSWER, TRUNCATED_RESPONSE, decode, encode } from 'dns-packet';
import type { Answer, Question } from 'dns-packet';

/** What the stub answers to one question. */
export type StubReply =
  | Readonly<{
      kind: 'answers';
      answers: readonly Answer[];
      authorities?: readonly Answer[];
      secure?: boolean;
    }>
  | Readonly<{ kind: 'nxdomain'; authorities?: readonly Answer[]; secure?: boolean }>
  | Readonly<{ kind: 'servfail' | 'refused' | 'silent' }>
  /** Truncated over UDP, whole over TCP. */
  | Readonly<{ kind: 'truncated'; answers: readonly Answer[] }>
  /** Octets that are no DNS message. */
  | Readonly<{ kind: 'garbage' }>
  /** First an answer with another id, then the right one. */
  | Readonly<{ kind: 'forgedFirst'; forged: readonly Answer[]; answers: readonly Answer[] }>;

export type DnsStub = Readonly<{
  /** `127.0.0.1:port` */
  server: string;
  /** `MX contoso.com`, with ` tcp` behind it when it came over TCP. */
  questions: readonly string[];
  close: () => Promise<void>;
}>;

/** A name server on loopback whose answers a test decides. */
export async function startDnsStub(answer: (name: string, type: string) => StubReply): Promise<DnsStub> {
  const questions: string[] = [];
  const tcp = await listenTcp((packet) => respond(packet, { answer, questions, tcp: true })[0] ?? null);
  const udp = await listenUdp(tcp.port, (packet) => respond(packet, { answer, questions, tcp: false }));
  return {
    server: `127.0.0.1:${tcp.port}`,
    questions,
    async close() {
      udp.close();
      await tcp.close();
    },
  };
}

type Asked = Readonly<{
  answer: (name: string, type: string) => StubReply;
  questions: string[];
  tcp: boolean;
}>;

function respond(packet: Buffer, { answer, questions, tcp }: Asked): readonly Buffer[] {
  const query = decode(packet);
  const question = query.questions?.[0];
  if (question === undefined) return [];
  questions.push(`${question.type} ${question.name}${tcp ? ' tcp' : ''}`);
  const reply = answer(question.name.toLowerCase(), question.type);
  const id = query.id ?? 0;
  switch (reply.kind) {
    case 'silent':
      return [];
    case 'garbage':
      return [Buffer.from('this is no DNS message')];
    case 'answers':
      return [message({ id, question, flags: adBit(reply) }, reply.answers, reply.authorities)];
    case 'nxdomain':
      return [message({ id, question, flags: 3 | adBit(reply) }, [], reply.authorities)];
    case 'servfail':
      return [message({ id, question, flags: 2 }, [])];
    case 'refused':
      return [message({ id, question, flags: 5 }, [])];
    case 'truncated':
      return [
        tcp
          ? message({ id, question, flags: 0 }, reply.answers)
          : message({ id, question, flags: TRUNCATED_RESPONSE }, []),
      ];
    case 'forgedFirst':
      return [
        message({ id: (id + 1) & 0xffff, question, flags: 0 }, reply.forged),
        message({ id, question, flags: 0 }, reply.answers),
      ];
  }
}

/** What a resolver that checks DNSSEC says of an answer. */
function adBit({ secure = false }: Readonly<{ secure?: boolean }>): number {
  return secure ? AUTHENTIC_DATA : 0;
}

function message(
  { id, question, flags }: Readonly<{ id: number; question: Question; flags: number }>,
  answers: readonly Answer[],
  authorities: readonly Answer[] = [],
): Buffer {
  return encode({
    type: 'response',
    id,
    flags: AUTHORITATIVE_ANSWER | flags,
    questions: [question],
    answers: [...answers],
    authorities: [...authorities],
  });
}

async function listenUdp(port: number, reply: (packet: Buffer) => readonly Buffer[]): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (packet: Buffer, from) => {
    for (const bytes of reply(packet)) socket.send(bytes, from.port, from.address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, '127.0.0.1', () => resolve());
  });
  return socket;
}

async function listenTcp(
  reply: (packet: Buffer) => Buffer | null,
): Promise<Readonly<{ port: number; close: () => Promise<void> }>> {
  const sockets = new Set<TcpSocket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      const answered = reply(bytes.subarray(2));
      if (answered === null) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answered.length);
      socket.end(Buffer.concat([length, answered]));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The stub has no port.');
  return {
    port: address.port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
