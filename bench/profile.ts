import { writeFileSync } from 'node:fs';
import { INSPECTED, Inspector } from '../test/support/inspector.ts';
import { freePortOffset } from '../test/support/postern.ts';
import { allocationTree, callTree, type CpuProfile, flat, treeText, without } from './cpu-profile.ts';
import { flameGraph } from './flame-graph.ts';
import { CASES, drained, type LoadCase, send, Sink } from './load.ts';
import { startPostern } from './peers/postern.ts';
import { findProgram, threadCpu, writeCalls } from './peers/program.ts';
import { table } from './statistics.ts';

/** `node bench/profile.ts [accept|relay] [case] [messages] [picture.svg]`: where the time of a message goes. CPU of each
 *  thread, cold and warm; then the main thread's functions as V8's sampling profiler saw them in a round of its own, and
 *  what they allocated in another. Times are of this process alone, so that a busy machine changes them little. */

const [kind = 'accept', name = '10k:10:reuse', count = '6000', picture] = process.argv.slice(2);
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
const SAMPLE_US = 200;

const sink = kind === 'relay' ? new Sink((await freePortOffset()) + 26) : null;
const mode =
  sink === null ? ({ kind: 'accept' } as const) : ({ kind: 'relay', sinkPort: sink.port } as const);
const { peer, postern } = await startPostern(await freePortOffset(), mode, INSPECTED);
const { pid } = postern;

const rows: string[][] = [];
for (let round = 0; round < ROUNDS; round++) {
  const before = threadCpu(pid);
  const writes = writeCalls(pid);
  await sendAll();
  const after = threadCpu(pid);
  const us = (kinds: (name: string) => boolean, field: 'userMs' | 'systemMs'): string => {
    const sum = [...after].reduce((total, [thread, cpu]) => {
      return kinds(cpu.name) ? total + cpu[field] - (before.get(thread)?.[field] ?? 0) : total;
    }, 0);
    return ((sum * 1000) / load.messages).toFixed(0);
  };
  const main = (thread: string): boolean => thread === 'main';
  const pool = (thread: string): boolean => thread.startsWith('libuv');
  const engine = (thread: string): boolean => thread.startsWith('V8');
  const rest = (thread: string): boolean => !main(thread) && !pool(thread) && !engine(thread);
  rows.push([
    round === 0 ? 'first' : String(round + 1),
    ...[main, pool, engine, rest, () => true].map(
      (kinds) => `${us(kinds, 'userMs')} + ${us(kinds, 'systemMs')}`,
    ),
    ((writeCalls(pid) - writes) / load.messages).toFixed(1),
  ]);
}
const inspector = await Inspector.attach(postern);
const profile = await inspector.cpuProfile<CpuProfile>(SAMPLE_US, sendAll);
const allocations = allocationTree(await inspector.allocations(sendAll));
inspector.close();
await peer.stop();
await sink?.stop();

const tree = callTree(profile);
console.log(`\n## ${kind} ${load.name}: CPU µs a message, user + system\n`);
console.log(
  table(
    ['round', 'main thread', 'pool', 'collector and compiler', 'tracking and others', 'all', 'writes'],
    rows,
  ),
);
console.log('\n## Functions of the main thread by their own time, µs a message\n');
for (const [what, us] of flat(tree).slice(0, 45))
  console.log(`${(us / load.messages).toFixed(1).padStart(8)}  ${what}`);
console.log('\n## Calls of the main thread: µs a message with callees, own\n');
console.log(treeText(tree, load.messages, LEAST_US));
console.log(
  `\n## Allocated on the main thread's heap: ${(allocations.total / load.messages).toFixed(0)} octets a message\n`,
);
for (const [what, octets] of flat(allocations).slice(0, 40))
  console.log(`${(octets / load.messages).toFixed(0).padStart(8)}  ${what}`);
if (picture !== undefined) {
  const root = without(tree, '(idle)');
  const us = (root.total / load.messages).toFixed(0);
  const title = `${kind} ${load.name}, warm, main thread: ${us} µs a message`;
  writeFileSync(picture, flameGraph({ title, root, messages: load.messages }));
}

async function sendAll(): Promise<void> {
  await send(peer.port, load);
  if (sink !== null) await drained(peer);
}
