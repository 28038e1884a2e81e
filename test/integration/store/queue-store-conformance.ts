import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { QueueStore } from '../../../src/queue/ports.ts';
import { add, contentOf, ids, sampleMessage } from './sample-message.ts';

export type StoreHome = Readonly<{
  open: () => Promise<QueueStore>;
  dispose: () => Promise<void> | void;
}>;

const BIG = 'x'.repeat(1_000_000);

/** What every adapter of QueueStore must do. */
export function queueStoreConformance(name: string, newHome: () => Promise<StoreHome> | StoreHome): void {
  const inHome = async (run: (home: StoreHome) => Promise<void>): Promise<void> => {
    const home = await newHome();
    try {
      await run(home);
    } finally {
      await home.dispose();
    }
  };

  describe(`${name} as a QueueStore`, () => {
    it('what was committed is there after reopening, small and large', () =>
      inHome(async ({ open }) => {
        const first = await open();
        const small = await add(first, 'small\r\n');
        const large = await add(first, BIG);
        await first.close();
        const second = await open();
        assert.deepEqual(ids(second), [small, large]);
        assert.equal(await contentOf(second, small), `Subject: ${small}\r\n\r\nsmall\r\n`);
        assert.equal(await contentOf(second, large), `Subject: ${large}\r\n\r\n${BIG}`);
        assert.equal((await second.read(large).header()).toString(), `Subject: ${large}\r\n\r\n`);
        await second.close();
      }));

    it('updates and removals last', () =>
      inHome(async ({ open }) => {
        const first = await open();
        const [a, b] = [await add(first, 'a'), await add(first, 'b')];
        await first.commit({
          update: [{ id: a, state: { recipients: [], suspended: true, crashes: 1 } }],
          remove: [b],
        });
        await first.close();
        const second = await open();
        assert.deepEqual(
          [...second.messages()].map(({ facts, state }) => [facts.id, state.suspended, state.crashes]),
          [[a, true, 1]],
        );
        await second.close();
      }));

    it('a transaction is all there or not at all', () =>
      inHome(async ({ open }) => {
        const store = await open();
        const old = await add(store, 'old');
        const report = await sampleMessage(store, Buffer.from('report'));
        await store.commit({ add: [report], remove: [old] });
        assert.deepEqual(ids(store), [report.facts.id]);
        await store.close();
      }));

    it('many commits at once share syncs, and each is kept', () =>
      inHome(async ({ open }) => {
        const store = await open();
        const before = store.stats().syncs;
        const made = await Promise.all(Array.from({ length: 100 }, (_, n) => add(store, `body ${n}`)));
        assert.equal(store.stats().messages, 100);
        assert.ok(store.stats().syncs - before < 50, `${store.stats().syncs - before} syncs for 100 commits`);
        await store.close();
        const again = await open();
        assert.deepEqual(
          ids(again),
          made.toSorted((a, b) => a - b),
        );
        await again.close();
      }));

    it('an id is never given twice, not even when nothing is left of the message', () =>
      inHome(async ({ open }) => {
        const given = new Set<number>();
        for (let round = 0; round < 3; round++) {
          const store = await open();
          for (let n = 0; n < 5; n++) {
            const id = await add(store, 'x');
            assert.ok(!given.has(id));
            given.add(id);
            await store.commit({ remove: [id] });
          }
          await store.close();
        }
      }));

    it('an aborted body leaves nothing', () =>
      inHome(async ({ open }) => {
        const store = await open();
        const body = store.newBody();
        for (let n = 0; n < 20; n++) await body.write(Buffer.alloc(65_536, 120));
        body.abort();
        body.abort();
        await add(store, 'kept');
        assert.equal(store.stats().messages, 1);
        await store.close();
      }));
  });
}
