import { mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSegmentLog, type SegmentLogStore } from '../src/store/segment-log/store.ts';
import { sampleMessage } from '../test/integration/store/sample-message.ts';
import { median, spread, table } from './statistics.ts';

/** `node bench/store.ts`: durable commits of the queue beside a plain loop that writes each record and syncs it, in turn
 *  A B A B. The ratio says what group commit brings with several writers, and what the queue costs with one. Set TMPDIR
 *  to a folder on the disk in question: a memory disk syncs for nothing. */

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const CASES = [
  { octets: 1024, writers: 1, messages: 400 },
  { octets: 10_240, writers: 1, messages: 400 },
  { octets: 10_240, writers: 10, messages: 2000 },
  { octets: 1024, writers: 50, messages: 5000 },
  { octets: 102_400, writers: 10, messages: 600 },
  { octets: 1_048_576, writers: 10, messages: 100 },
] as const;

type Case = (typeof CASES)[number];

const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
try {
  const rows: string[][] = [];
  for (const load of CASES) rows.push(await compare(load));
  console.log(table(['octets:writers', 'queue /s', 'plain loop /s', 'ratio', 'syncs a message'], rows));
} finally {
  rmSync(folder, { recursive: true });
}

async function compare(load: Case): Promise<string[]> {
  const store = await openSegmentLog({ directory: join(folder, `queue-${load.octets}-${load.writers}`) });
  const file = await open(join(folder, `plain-${load.octets}-${load.writers}`), 'w');
  const [queue, plain, syncs]: number[][] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    const before = store.stats().syncs;
    queue?.push(load.messages / (await seconds(() => commitAll(store, load))));
    syncs?.push((store.stats().syncs - before) / load.messages);
    plain?.push(load.messages / (await seconds(() => writeAll(file, load))));
  }
  await store.close();
  await file.close();
  return [
    `${load.octets}:${load.writers}`,
    spread(queue ?? []),
    spread(plain ?? []),
    `**${(median(queue ?? []) / median(plain ?? [])).toFixed(2)}**`,
    median(syncs ?? []).toFixed(3),
  ];
}

async function seconds(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}

/** Each writer commits one message after the other and removes it when the next is there, as a relay does. */
async function commitAll(store: SegmentLogStore, { octets, writers, messages }: Case): Promise<void> {
  const body = Buffer.alloc(octets, 'b');
  const writer = async (): Promise<void> => {
    for (let n = 0; n < messages / writers; n++) {
      const message = await sampleMessage(store, body);
      await store.commit({ add: [message] });
      void store.commit({ remove: [message.facts.id] });
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

async function writeAll(file: FileHandle, { octets, messages }: Case): Promise<void> {
  const record = Buffer.alloc(octets, 'b');
  let position = (await file.stat()).size;
  for (let n = 0; n < messages; n++) {
    await file.write(record, 0, octets, position);
    await file.datasync();
    position += octets;
  }
}
