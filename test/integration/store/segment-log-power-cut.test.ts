import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { QueueTransaction } from '../../../src/queue/ports.ts';
import { openSegmentLog, type SegmentLogStore } from '../../../src/store/segment-log/store.ts';
import { contentOf, ids, sampleMessage } from './sample-message.ts';
import { SimulatedDisk } from './simulated-disk.ts';

const FOLDER = '/queue';
const openOn = (files: SimulatedDisk): Promise<SegmentLogStore> =>
  openSegmentLog({ directory: FOLDER, files, segmentBytes: 16_000, compactAboveBytes: 0 });

/** What the store has promised by now. */
type Promised = Readonly<{
  /** id → body: must be there, with this content. */
  stored: ReadonlyMap<number, string>;
  /** Asked for and not answered: may be done or not, but only as a whole. */
  open: ReadonlyMap<number, Readonly<{ adds: readonly number[]; removes: readonly number[] }>>;
}>;

/** A store under work that keeps account of its promises. */
class Ledger {
  readonly store: SegmentLogStore;
  readonly stored = new Map<number, string>();
  readonly #open = new Map<number, { adds: number[]; removes: number[] }>();
  #transactions = 0;

  constructor(store: SegmentLogStore) {
    this.store = store;
  }

  promised(): Promised {
    return { stored: new Map(this.stored), open: new Map(this.#open) };
  }

  async commit(bodies: readonly string[], remove: readonly number[]): Promise<readonly number[]> {
    const messages = [];
    for (const body of bodies) messages.push(await sampleMessage(this.store, Buffer.from(body)));
    const adds = messages.map((message) => message.facts.id);
    const transaction: QueueTransaction = { add: messages, remove };
    const number = (this.#transactions += 1);
    this.#open.set(number, { adds, removes: [...remove] });
    await this.store.commit(transaction);
    this.#open.delete(number);
    for (const [index, id] of adds.entries()) this.stored.set(id, bodies[index] ?? '');
    for (const id of remove) this.stored.delete(id);
    return adds;
  }
}

/** Mail of several sizes, removed soon or late, reports that take the place of what they report on, several at once. */
async function work(ledger: Ledger): Promise<void> {
  const lasting: number[] = [];
  for (let round = 0; round < 12; round++) {
    const bodies = ['s', 'm'.repeat(900), 'l'.repeat(round % 4 === 0 ? 180_000 : 3000)];
    const made = await Promise.all(bodies.map((body) => ledger.commit([`${round}${body}`], [])));
    const [first = 0, second = 0, third = 0] = made.flat();
    await Promise.all([ledger.commit([`report on ${first}`], [first]), ledger.commit([], [second])]);
    lasting.push(third);
    if (round % 3 === 2) await ledger.commit([], lasting.splice(0, 2));
  }
}

async function check(disk: SimulatedDisk, { stored, open }: Promised, where: string): Promise<void> {
  const store = await openOn(disk);
  const there = new Set(ids(store));
  const mayHaveGone = new Set([...open.values()].flatMap(({ removes }) => removes));
  const mayHaveCome = new Set([...open.values()].flatMap(({ adds }) => adds));
  for (const [id, body] of stored) {
    if (!there.has(id)) assert.ok(mayHaveGone.has(id), `${where}: ${id} is lost`);
    else assert.equal(await contentOf(store, id), `Subject: ${id}\r\n\r\n${body}`, where);
  }
  for (const id of there) assert.ok(stored.has(id) || mayHaveCome.has(id), `${where}: ${id} is back`);
  for (const { adds, removes } of open.values()) {
    const done = [...adds.map((id) => there.has(id)), ...removes.map((id) => !there.has(id))];
    assert.equal(new Set(done).size, done.length === 0 ? 0 : 1, `${where}: a transaction is there by half`);
  }
  // What was recovered can be worked with, and survives once more.
  const after = new Ledger(store);
  const [id = 0] = await after.commit(['after'], []);
  assert.ok(ids(await openOn(disk.afterPowerCut(() => 0))).includes(id), `${where}: later work is kept`);
}

describe('the segment log when the power goes', () => {
  it('before any operation of the disk, with any part of what was not synced: it holds what it promised', async () => {
    const disk = new SimulatedDisk();
    const ledger = new Ledger(await openOn(disk));
    const cuts: Readonly<{ disk: SimulatedDisk; promised: Promised; where: string }>[] = [];
    let seed = 1;
    const random = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    const kinds: readonly (readonly [string, () => number])[] = [
      ['nothing', () => 0],
      ['everything', () => 1],
      ['some sectors', () => 0.1 + 0.8 * random()],
      ['some writes', () => Math.round(random())],
    ];
    let taken = 0;
    disk.fault = (operation, count) => {
      if (operation === 'read' || operation === 'open') return null;
      const promised = ledger.promised();
      const long = process.env['POSTERN_LONG'] === '1';
      taken += 1;
      for (const [index, [kept, keep]] of kinds.entries()) {
        if (!long && index !== taken % kinds.length && kept !== 'nothing') continue;
        const where = `${operation} ${count}, of the rest ${kept} is kept`;
        cuts.push({ disk: disk.afterPowerCut(keep), promised, where });
      }
      return null;
    };
    await work(ledger);
    disk.fault = () => null;
    assert.ok(cuts.length > 100, `${cuts.length} cuts`);
    assert.ok(!disk.files.has(`${FOLDER}/00000001.seg`), 'segments were taken away meanwhile');
    for (const cut of cuts) await check(cut.disk, cut.promised, cut.where);
  });
});
