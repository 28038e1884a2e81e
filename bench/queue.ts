import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ControlClient } from '../src/net/control-client.ts';
import { freePortOffset } from '../test/support/postern.ts';
import { fillQueue } from './fill-queue.ts';
import { latencies } from './latency.ts';
import { startPostern } from './peers/postern.ts';
import { pssMiB } from './peers/program.ts';
import { median, spread, table } from './statistics.ts';

/** `npm run bench:queue [-- <messages>]`: a server that starts with a long queue of waiting messages (1,000,000) beside
 *  one with an empty queue: start, memory, Get-Queue, and how fast each accepts, in turn A B A B. */

const MESSAGES = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
const SESSIONS = 10;
/** Before anything is measured: both servers compile what is hot. */
const WARM_UP_ROUNDS = 3;
const EACH_ROUND = 4000;
const BODY_OCTETS = 500;
/** No step takes longer, however busy the machine: what takes longer has gone wrong. */
const STEP_LIMIT_MS = 900_000;

/** Nobody listens there: every message waits. */
const DEAD = { kind: 'relay', sinkPort: (await freePortOffset()) + 26 } as const;

const rows: (readonly string[])[] = [];
const filled = await startPostern(await freePortOffset(), DEAD);
const empty = await startPostern(await freePortOffset(), DEAD);
try {
  const directory = join(filled.postern.data, 'queue');
  await filled.postern.stop();
  let started = performance.now();
  await fillQueue({ directory, messages: MESSAGES, bodyOctets: BODY_OCTETS });
  console.error(`${MESSAGES} messages written in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  found(['octets on disk, MiB', (folderBytes(directory) / 1024 / 1024).toFixed(0)]);
  started = performance.now();
  await filled.postern.start();
  found(['start, s (goal 10)', ((performance.now() - started) / 1000).toFixed(2)]);
  started = performance.now();
  await settled(filled.postern.data);
  found(['until all are in their queues, s more', ((performance.now() - started) / 1000).toFixed(2)]);
  const octets = ((pssMiB(filled.peer.pids()) - pssMiB(empty.peer.pids())) * 1024 * 1024) / MESSAGES;
  found(['memory a message, octets (goal 1024)', octets.toFixed(0)]);
  found(['Get-Queue, ms (goal 1000)', spread(await getQueueTimes(filled.postern.data))]);
  await unhindered(filled.peer.port);
  for (const row of await acceptRates()) found(row);
  console.log(table([`${MESSAGES} waiting messages`, ''], rows));
} finally {
  await filled.peer.stop();
  await empty.peer.stop();
}

/** Shown at once as well: a run that does not come to its end was not for nothing. */
function found(row: readonly string[]): void {
  console.error(row.join(': '));
  rows.push(row);
}

async function acceptRates(): Promise<string[][]> {
  const rates: Record<'filled' | 'empty', number[]> = { filled: [], empty: [] };
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const [name, server] of [
      ['filled', filled],
      ['empty', empty],
    ] as const) {
      const started = performance.now();
      await latencies(server.peer.port, SESSIONS, EACH_ROUND);
      if (round >= WARM_UP_ROUNDS) rates[name].push((EACH_ROUND * 1000) / (performance.now() - started));
    }
  }
  const ratio = median(rates.filled) / median(rates.empty);
  return [
    ['accept with it, messages/s', spread(rates.filled)],
    ['accept with an empty queue, messages/s', spread(rates.empty)],
    ['ratio (goal 0.8)', `**${ratio.toFixed(2)}**`],
  ];
}

/** Waits until MAIL is answered at once: a Submission queue as long as at this start slows senders down (mail-flow.md §7.2),
 *  by up to 55 s, and that is taken back in steps. */
async function unhindered(port: number): Promise<void> {
  const until = performance.now() + STEP_LIMIT_MS;
  while (performance.now() < until) {
    const started = performance.now();
    const isOne = await latencies(port, 1, 1).then(
      () => true,
      () => false,
    );
    if (isOne && performance.now() - started < 2000) return;
  }
  throw new Error(`MAIL was still delayed after ${STEP_LIMIT_MS / 1000} s`);
}

/** Waits until no message is in Submission any more. */
async function settled(data: string): Promise<void> {
  const until = performance.now() + STEP_LIMIT_MS;
  while (!(await submissionIsEmpty(data))) {
    if (performance.now() > until)
      throw new Error(`Submission was not empty within ${STEP_LIMIT_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function submissionIsEmpty(data: string): Promise<boolean> {
  const client = await ControlClient.connect(data);
  const parameters = { Filter: "MessageCount -gt 0 -and NextHopDomain -eq 'Submission'" };
  const { objects } = await client.ask('invoke', {
    invocation: { command: 'Get-Queue', parameters, mode: 'run' },
  });
  client.close();
  return objects.length === 0;
}

async function getQueueTimes(data: string): Promise<number[]> {
  const client = await ControlClient.connect(data);
  const times: number[] = [];
  for (let n = 0; n < 5; n++) {
    const started = performance.now();
    await client.ask('invoke', { invocation: { command: 'Get-Queue', parameters: {}, mode: 'run' } });
    times.push(performance.now() - started);
  }
  client.close();
  return times;
}

function folderBytes(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
