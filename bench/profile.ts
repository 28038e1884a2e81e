import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortOffset } from '../test/support/postern.ts';
import { type CpuProfile, callTree, flat, treeText, type Window } from './cpu-profile.ts';
import { CASES, drained, type LoadCase, send, Sink } from './load.ts';
import { startPostern } from './peers/postern.ts';
import { findProgram, threadCpu, writeCalls } from './peers/program.ts';
import { table } from './statistics.ts';

/** `node bench/profile.ts [accept|relay] [case] [messages]`: where the time of a message goes. CPU of each thread, cold and
 *  warm, then the main thread's functions as V8's sampling profiler saw them in the last round. Times are of this process
 *  alone, so that a busy machine changes them little. */

const [kind = 'accept', name = '10k:10:reuse', count = '6000'] = process.argv.slice(2);
const found = CASES.find((load) => load.name === name);
if (found === undefined || findProgram('smtp-source') === null) {
  console.error(
    `profile: needs Postfix's smtp-source and one of ${CASES.map((load) => load.name).join(', ')}`,
  );
  process.exit(1);
}
const load: LoadCase = { ...found, messages: Number(count) };
const ROUNDS = 4;
/** Frames below this many µs a message are left out of the tree. */
const LEAST_US = 1.5;

const folder = mkdtempSync(join(tmpdir(), 'bench-profile-'));
process.env['NODE_OPTIONS'] = `--cpu-prof --cpu-prof-interval=200 --cpu-prof-dir=${folder}`;
const sink = kind === 'relay' ? new Sink((await freePortOffset()) + 26) : null;
const mode =
  sink === null ? ({ kind: 'accept' } as const) : ({ kind: 'relay', sinkPort: sink.port } as const);
const { peer, postern } = await startPostern(await freePortOffset(), mode);
const pid = postern.pid;

const rows: string[][] = [];
let window: Window = { from: 0, to: 0 };
for (let round = 0; round < ROUNDS; round++) {
  const before = threadCpu(pid);
  const writes = writeCalls(pid);
  const from = nowUs();
  await send(peer.port, load);
  if (sink !== null) await drained(peer);
  window = { from, to: nowUs() };
  const after = threadCpu(pid);
  const us = (kinds: (name: string) => boolean, field: 'userMs' | 'systemMs'): string => {
    const sum = [...after].reduce((total, [thread, cpu]) => {
      return kinds(cpu.name) ? total + cpu[field] - (before.get(thread)?.[field] ?? 0) : total;
    }, 0);
    return ((sum * 1000) / load.messages).toFixed(0);
  };
  const main = (thread: string): boolean => thread === 'main';
  const pool = (thread: string): boolean => thread.startsWith('libuv');
  const rest = (thread: string): boolean => !main(thread) && !pool(thread);
  rows.push([
    round === 0 ? 'first' : String(round + 1),
    `${us(main, 'userMs')} + ${us(main, 'systemMs')}`,
    `${us(pool, 'userMs')} + ${us(pool, 'systemMs')}`,
    `${us(rest, 'userMs')} + ${us(rest, 'systemMs')}`,
    `${us(() => true, 'userMs')} + ${us(() => true, 'systemMs')}`,
    ((writeCalls(pid) - writes) / load.messages).toFixed(1),
  ]);
}
await peer.stop();
await sink?.stop();

console.log(`\n## ${kind} ${load.name}: CPU µs a message, user + system\n`);
console.log(table(['round', 'main thread', 'pool', 'all others', 'all', 'writes'], rows));
const profile = readProfile(folder, pid);
rmSync(folder, { recursive: true, force: true });
const tree = callTree(profile, window);
console.log('\n## Functions of the main thread by their own time, µs a message\n');
for (const [what, us] of flat(tree).slice(0, 45))
  console.log(`${(us / load.messages).toFixed(1).padStart(8)}  ${what}`);
console.log('\n## Calls of the main thread: µs a message with callees, own\n');
console.log(treeText(tree, load.messages, LEAST_US));

function nowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** The main thread's file: `CPU.<date>.<time>.<pid>.<thread>.<sequence>.cpuprofile`. */
function readProfile(at: string, of: number): CpuProfile {
  const file = readdirSync(at).find((candidate) => candidate.includes(`.${of}.0.`));
  if (file === undefined) throw new Error('the server left no profile');
  const profile: CpuProfile = JSON.parse(readFileSync(join(at, file), 'utf8'));
  return profile;
}
