import { freePortOffset } from '../test/support/postern.ts';
import { fillConnectors } from './fill-admin-center.ts';
import { greeted } from './idle.ts';
import { type PosternStart, startPostern } from './peers/postern.ts';
import { cpuMs } from './peers/program.ts';
import { median } from './statistics.ts';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
const EACH_ROUND = 2000;
const AT_ONCE = 20;

export type SetUp = Readonly<{ fewUs: number; manyUs: number }>;

/** CPU of a server for a connection from accept to 220 and its end, µs, with the default connectors and one more, and with
 *  many: two servers in turn. */
export async function connectionSetUp(connectors: number, ranges: number): Promise<SetUp> {
  const few = await startPostern(await freePortOffset(), { kind: 'accept' });
  const many = await startPostern(await freePortOffset(), { kind: 'accept' });
  try {
    await many.postern.stop();
    await fillConnectors(many.postern.data, connectors, ranges);
    await many.postern.start();
    const used = new Map<PosternStart, number[]>([
      [few, []],
      [many, []],
    ]);
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [server, found] of used) {
        const us = await setUpUs(server);
        // The first round warms both up.
        if (round > 0) found.push(us);
      }
    }
    return { fewUs: median(used.get(few) ?? []), manyUs: median(used.get(many) ?? []) };
  } finally {
    await few.peer.stop();
    await many.peer.stop();
  }
}

async function setUpUs({ peer }: PosternStart): Promise<number> {
  const before = cpuMs(peer.pids());
  for (let n = 0; n < EACH_ROUND; n += AT_ONCE) {
    const batch = Array.from({ length: AT_ONCE }, (_, k) => greeted(peer.port, n + k));
    for (const socket of await Promise.all(batch)) socket.destroy();
  }
  return ((cpuMs(peer.pids()) - before) * 1000) / EACH_ROUND;
}
