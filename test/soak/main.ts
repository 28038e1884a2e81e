import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePortOffset, Postern } from '../support/postern.ts';
import { METHOD_1_STEP_1, METHOD_1_STEP_2, NEW_RELAY, NO_TARPIT } from '../support/relay.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';
import { Senders } from './senders.ts';
import { type Usage, usageOf } from './usage.ts';

/** `npm run soak [-- --minutes <n>]`: a server under mixed load (sizes from 200 octets to 3 MB, refusals, next hops that
 *  are dead, silent or break off), for the first half with restarts and SIGKILLs, for the second without. At the end
 *  nothing is lost, memory, files and handles are as they were at the beginning of the second half, and the disk is given
 *  back. Exit status 1 where not. */

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '2' } } });
const HALF_MS = (Number(values.minutes) * 60_000) / 2;
const SENDERS = 6;
const MEGABYTE = 1024 * 1024;
/** Between two restarts. */
const RESTART_MS = Math.min(15_000, HALF_MS / 4);
/** Two segments of 64 MiB may be there without need: the newest, and the one before it. */
const DISK_LIMIT = 160 * MEGABYTE;

// A port of its own for the inspector, so that several servers can be looked into.
process.env['NODE_OPTIONS'] = '--inspect-port=0';

const arrived = new Set<string>();
const sink = await startSmtpSink({
  keepOctets: 2000,
  reply: (line) => {
    if (line.startsWith('RCPT') && line.includes('refused.example')) return '550 5.1.1 nobody';
    const dice = Math.random();
    if (line === '.' && dice < 0.02) return '451 4.3.0 later';
    return line === '.' && dice < 0.025 ? 'drop' : null;
  },
});
const silent = createServer((socket) => socket.on('error', () => undefined));
const silentPort = (await freePortOffset()) + 27;
await new Promise<void>((resolve) => silent.listen(silentPort, '127.0.0.1', resolve));
const server = await Postern.start();
const senders = new Senders(server);
try {
  await server.mustShell(setUp());
  senders.start(SENDERS);
  await withRestarts();
  const first = await quietUsage();
  senders.start(SENDERS);
  await delay(HALF_MS);
  const last = await quietUsage();
  await settle();
  judge(first, last);
  const { diskBytes } = (await server.status()).queue;
  assert.ok(diskBytes < DISK_LIMIT, `${(diskBytes / MEGABYTE).toFixed(0)} MiB of disk are still taken`);
  const lost = [...senders.acknowledged].filter((subject) => !arrived.has(subject));
  assert.deepEqual(lost, [], 'answered with 250 and never delivered');
  console.log(`${senders.acknowledged.size} messages answered with 250 and delivered; nothing grew.`);
} finally {
  await senders.stop();
  await server[Symbol.asyncDispose]();
  await sink.close();
  silent.close();
}
process.exit();

function setUp(): string {
  const connector = (name: string, space: string, port: number): string =>
    `New-SendConnector -Name ${name} -AddressSpaces ${space} -SmartHosts "[127.0.0.1]" -Port ${port} -DNSRoutingEnabled $false`;
  const soon = ['MessageRetryInterval', 'TransientFailureRetryInterval', 'QueueGlitchRetryInterval'];
  return [
    NEW_RELAY,
    NO_TARPIT,
    METHOD_1_STEP_1,
    METHOD_1_STEP_2,
    connector('Healthy', '*', sink.port),
    connector('Dead', 'dead.invalid', silentPort + 1),
    connector('Silent', 'silent.invalid', silentPort),
    `Set-TransportService EX1 ${soon.map((name) => `-${name} 00:00:05`).join(' ')}`,
  ].join('\n');
}

/** Every second end is a SIGKILL. */
async function withRestarts(): Promise<void> {
  const until = Date.now() + HALF_MS;
  for (let n = 0; Date.now() < until; n++) {
    await delay(RESTART_MS);
    await server.stop(n % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
    await server.start();
  }
}

/** Stops the senders, waits until the healthy hop has everything, removes what waits for the others, and looks. */
async function quietUsage(): Promise<Usage> {
  await senders.stop();
  await settle();
  await server.mustShell(
    'Get-Message -ResultSize Unlimited | Remove-Message -WithNDR $false -Confirm:$false',
  );
  await until(async () => (await server.status()).queue.messages === 0, 'the queue is empty');
  // Idle connections to next hops end after some seconds.
  await delay(8000);
  return await usageOf(server);
}

async function settle(): Promise<void> {
  await until(async () => {
    for (const { content } of sink.messages) {
      const subject = /^Subject: (\S+)/m.exec(content.toString('latin1'))?.[1];
      if (subject !== undefined) arrived.add(subject);
    }
    return [...senders.acknowledged].every((subject) => arrived.has(subject));
  }, 'everything has arrived');
}

function judge(first: Usage, last: Usage): void {
  console.log('first', first, 'last', last);
  assert.ok(last.octets < first.octets * 1.2 + 8 * MEGABYTE, 'memory after garbage collection has grown');
  assert.ok(last.files <= first.files + 4, 'files have grown');
  assert.ok(last.handles <= first.handles + 4, 'handles have grown');
}

async function until(isDone: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 90_000;
  while (!(await isDone())) {
    if (Date.now() > end) throw new Error(`this did not come about: ${what}`);
    await delay(250);
  }
}
