import { createServer } from 'node:net';
import type { Value } from '../src/admin/contract/values.ts';
import { ControlClient } from '../src/net/control-client.ts';
import { freePortOffset } from '../test/support/postern.ts';
import { SmtpDialogue } from '../test/support/smtp-dialogue.ts';
import { startSmtpSink, type SmtpSink } from '../test/support/smtp-sink.ts';
import { latencies } from './latency.ts';
import { type PosternStart, startPostern } from './peers/postern.ts';
import { median, spread, table } from './statistics.ts';

/** `npm run bench:hops`: delivery to a next hop that answers, while 1,000 others are dead (refuse connections) or take a
 *  connection and say nothing, beside a server without those, in turn A B A B. */

const HOPS = Number(process.argv[2] ?? 1000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const MESSAGES = 1000;
const SESSIONS = 10;

type Side = Readonly<{ name: string; server: PosternStart; sink: SmtpSink; rates: number[] }>;

const silent = createServer((socket) => socket.on('error', () => undefined));
const silentPort = (await freePortOffset()) + 27;
const deadPort = silentPort + 1;
await new Promise<void>((resolve) => silent.listen(silentPort, '0.0.0.0', resolve));
const sides = [await startSide('with them'), await startSide('without')] as const;
try {
  await addHops(sides[0].server);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const side of sides) {
      const rate = await measure(side);
      // The first round warms both up.
      if (round > 0) side.rates.push(rate);
    }
  }
  const [withThem, without] = sides.map(({ rates }) => median(rates));
  const ratio = (withThem ?? 0) / (without ?? 1);
  const rows = sides.map(({ name, rates }) => [`to the healthy hop ${name}, messages/s`, spread(rates)]);
  console.log(
    table([`${HOPS} next hops that do not answer`, ''], [...rows, ['ratio (goal 0.9)', ratio.toFixed(2)]]),
  );
} finally {
  for (const { server, sink } of sides) {
    await server.peer.stop();
    await sink.close();
  }
  silent.close();
  process.exitCode ??= 0;
  setImmediate(() => process.exit());
}

async function startSide(name: string): Promise<Side> {
  const sink = await startSmtpSink();
  const server = await startPostern(await freePortOffset(), { kind: 'relay', sinkPort: sink.port });
  return { name, server, sink, rates: [] };
}

/** A Send connector and a waiting message for each; every second one is dead, the others are silent. */
async function addHops({ postern }: PosternStart): Promise<void> {
  const client = await ControlClient.connect(postern.data);
  for (let n = 0; n < HOPS; n++) {
    const parameters: Record<string, Value> = {
      Name: `Hop ${n}`,
      AddressSpaces: [`hop${n}.invalid`],
      SmartHosts: [`[127.2.${Math.floor(n / 250)}.${(n % 250) + 1}]`],
      Port: n % 2 === 0 ? deadPort : silentPort,
      DNSRoutingEnabled: false,
    };
    const result = await client.ask('invoke', {
      invocation: { command: 'New-SendConnector', parameters, mode: 'run' },
    });
    if (result.error !== undefined) throw new Error(result.error.message);
  }
  client.close();
  const sender = await SmtpDialogue.open({ port: postern.port });
  await sender.reply();
  await sender.command('EHLO bench.invalid');
  for (let n = 0; n < HOPS; n++) {
    for (const line of ['MAIL FROM:<chris@contoso.com>', `RCPT TO:<kate@hop${n}.invalid>`, 'DATA', 'x\r\n.'])
      await sender.command(line);
  }
  sender.close();
}

/** From the first MAIL to the arrival of the last message. @returns messages a second */
async function measure({ server, sink }: Side): Promise<number> {
  const before = sink.messages.length;
  const started = performance.now();
  await latencies(server.peer.port, SESSIONS, MESSAGES);
  await sink.received(before + MESSAGES, 120_000);
  return (MESSAGES * 1000) / (performance.now() - started);
}
