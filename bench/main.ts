import { freePortOffset } from '../test/support/postern.ts';
import { idleConnectionKib } from './idle.ts';
import { latencies } from './latency.ts';
import { CASES, drained, send, Sink, WARM_UP, type LoadCase } from './load.ts';
import type { Peer, PeerMode, PeerStart } from './peers/peer.ts';
import { startPostern } from './peers/postern.ts';
import { startPostfix } from './peers/postfix.ts';
import { cpuMs, findProgram, pssMiB } from './peers/program.ts';
import { median, percentile, spread, table } from './statistics.ts';

/** `npm run bench [-- accept|relay|latency|memory …]`: Postern beside Postfix, each case in turn A B A B, ratios of
 *  medians. Absolute figures of shared machines drift; only the ratios of one run count. */

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const wanted = new Set(process.argv.slice(2));
const SECTIONS = ['accept', 'relay', 'latency', 'memory'];
const cases = CASES.some((load) => wanted.has(load.name))
  ? CASES.filter((load) => wanted.has(load.name))
  : CASES;
const anySection = SECTIONS.some((name) => wanted.has(name));
const chosen = (name: string): boolean => !anySection || wanted.has(name);

if (findProgram('smtp-source') === null || findProgram('postfix') === null || process.getuid?.() !== 0) {
  console.error(
    "bench: needs root and Debian's package postfix (smtp-source, smtp-sink and the peer itself).",
  );
  process.exit(1);
}

if (chosen('accept')) await withPeers({ kind: 'accept' }, accept);
if (chosen('latency')) await withPeers({ kind: 'accept' }, latency);
if (chosen('memory')) await withPeers({ kind: 'accept' }, memory);
if (chosen('relay')) {
  const sink = new Sink((await freePortOffset()) + 26);
  await withPeers({ kind: 'relay', sinkPort: sink.port }, relay);
  await sink.stop();
}

async function withPeers(
  mode: PeerMode,
  measure: (postern: PeerStart, postfix: PeerStart) => Promise<void>,
): Promise<void> {
  const postern = await startPostern(await freePortOffset(), mode);
  const postfix = await startPostfix((await freePortOffset()) + 25, mode);
  try {
    await measure(postern, postfix);
  } finally {
    await postern.peer.stop();
    await postfix.peer.stop();
  }
}

async function accept(postern: PeerStart, postfix: PeerStart): Promise<void> {
  await compare('Durable accept, messages/s', [postern.peer, postfix.peer], (peer, load) =>
    send(peer.port, load),
  );
}

async function relay(postern: PeerStart, postfix: PeerStart): Promise<void> {
  await compare('End to end to a sink, messages/s', [postern.peer, postfix.peer], async (peer, load) => {
    const sent = await send(peer.port, load);
    return sent + (await drained(peer));
  });
}

type Measure = (peer: Peer, load: LoadCase) => Promise<number>;

/** Rates of two peers in turn; CPU of all the peer's processes a message. The first messages after a start are shown apart:
 *  a server runs for months, and what is measured is how fast it is then. */
async function compare(title: string, [a, b]: readonly [Peer, Peer], measure: Measure): Promise<void> {
  const rows: string[][] = [];
  for (const peer of [a, b]) {
    const ms = await measure(peer, WARM_UP);
    console.error(
      `${title}: ${peer.name}, just started: ${((WARM_UP.messages * 1000) / ms).toFixed(0)} (${WARM_UP.name})`,
    );
  }
  for (const load of cases) {
    const rates = new Map<Peer, number[]>([
      [a, []],
      [b, []],
    ]);
    const cpu = new Map<Peer, number[]>([
      [a, []],
      [b, []],
    ]);
    const first = new Map<Peer, number>();
    for (let round = 0; round <= ROUNDS; round++) {
      for (const peer of [a, b]) {
        const before = cpuMs(peer.pids());
        const ms = await measure(peer, load);
        if (round === 0) {
          first.set(peer, (load.messages * 1000) / ms);
          continue;
        }
        rates.get(peer)?.push((load.messages * 1000) / ms);
        cpu.get(peer)?.push(((cpuMs(peer.pids()) - before) * 1000) / load.messages);
      }
    }
    const rate = (peer: Peer): number[] => rates.get(peer) ?? [];
    const used = (peer: Peer): number[] => cpu.get(peer) ?? [];
    rows.push([
      load.name,
      spread(rate(a)),
      spread(rate(b)),
      `**${(median(rate(a)) / median(rate(b))).toFixed(1)}**`,
      ((first.get(a) ?? 0) / (first.get(b) ?? 1)).toFixed(1),
      `${spread(used(a))} / ${spread(used(b))}`,
    ]);
    console.error(`${title}: ${load.name} done`);
  }
  console.log(`\n## ${title}\n`);
  console.log(
    table(
      ['case', a.name, b.name, `× ${b.name}`, 'first round', `CPU µs a message, ${a.name} / ${b.name}`],
      rows,
    ),
  );
}

async function latency(postern: PeerStart, postfix: PeerStart): Promise<void> {
  const rows: string[][] = [];
  for (const { peer } of [postern, postfix]) await send(peer.port, WARM_UP);
  for (const sessions of [1, 10]) {
    const found = new Map<Peer, number[]>([
      [postern.peer, []],
      [postfix.peer, []],
    ]);
    for (let round = 0; round < ROUNDS; round++) {
      for (const peer of [postern.peer, postfix.peer]) {
        found.get(peer)?.push(...(await latencies(peer.port, sessions, sessions * 200)));
      }
    }
    const at = (peer: Peer, p: number): number => percentile(found.get(peer) ?? [], p);
    for (const p of [50, 99]) {
      const [ours, theirs] = [at(postern.peer, p), at(postfix.peer, p)];
      rows.push([
        `10k:${sessions}:reuse p${p}`,
        ours.toFixed(2),
        theirs.toFixed(2),
        `**${(ours / theirs).toFixed(2)}**`,
      ]);
    }
  }
  console.log('\n## Latency MAIL to 250, ms\n');
  console.log(table(['case', 'Postern', 'Postfix', 'Postern ÷ Postfix'], rows));
}

async function memory(postern: PeerStart, postfix: PeerStart): Promise<void> {
  const rows: string[][] = [];
  rows.push(['start to 220 and shell, ms', postern.startMs.toFixed(0), postfix.startMs.toFixed(0)]);
  const pss = (peer: Peer): string => pssMiB(peer.pids()).toFixed(0);
  rows.push(['PSS idle, MiB', pss(postern.peer), pss(postfix.peer)]);
  const load = { name: '', bytes: 10_240, sessions: 10, reuse: true, messages: 3000 };
  const after: string[] = [];
  for (const { peer } of [postern, postfix]) {
    const sending = send(peer.port, load);
    let top = 0;
    let done = false;
    void sending.finally(() => (done = true));
    while (!done) {
      top = Math.max(top, pssMiB(peer.pids()));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    after.push(top.toFixed(0));
  }
  rows.push(['PSS with 10 sessions, highest, MiB', ...after]);
  rows.push([
    'KiB an idle connection (2,000 / 100)',
    ...[await idleConnectionKib(postern.peer, 2000), await idleConnectionKib(postfix.peer, 100)].map((kib) =>
      kib.toFixed(1),
    ),
  ]);
  console.log('\n## Memory and start\n');
  console.log(table(['', 'Postern', 'Postfix'], rows));
}
