import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MessageRemoved } from '../../../src/queue/errors.ts';
import type { NewMessage, QueueStore } from '../../../src/queue/ports.ts';
import { add, contentOf, ids, sampleMessage, storedMessages } from './sample-message.ts';

export type StoreHome = Readonly<{
  open: () => Promise<QueueStore>;
  dispose: () => Promise<void> | void;
}>;

const BIG = 'x'.repeat(1_000_000);
const EMPTY_STATE = { recipients: [], suspended: false, crashes: 0 } as const;

/** Every field has a value of its own, so that none can be left out or mixed up. */
function fullMessage(sample: NewMessage): NewMessage {
  const facts: NewMessage['facts'] = {
    ...sample.facts,
    networkMessageId: 'network',
    messageId: '<mé@ssage>',
    receivedAt: 11,
    expiresAt: 12,
    reversePath: { local: 'sénder', domain: 'example.com' },
    parameters: { size: 13, body: '8BITMIME', smtpUtf8: true, ret: 'HDRS', envid: 'e', auth: null },
    originalSizeBytes: 14,
    subject: '件名',
    headerFrom: 'from',
    sourceName: 'source',
    connectorId: 'connector',
    clientIp: 'client',
    clientHello: 'hello',
    serverIp: 'server',
    sessionId: 'session',
    authAs: 'Partner',
    authMechanism: '15',
    scl: -1,
    directionality: 'Originating',
    relatedMessageId: 'related',
  };
  return { ...sample, facts, state: { recipients: [], suspended: true, crashes: 7 } };
}

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

    it('every fact and the whole state of a message read back as they were given', () =>
      inHome(async ({ open }) => {
        const first = await open();
        const message = fullMessage(await sampleMessage(first, Buffer.from('x')));
        const plain = await sampleMessage(first, Buffer.from('y'));
        await first.commit({ add: [message, plain] });
        const expected = [message, plain].map(({ facts, state }) => ({ facts, state }));
        const stored = (store: QueueStore): unknown =>
          storedMessages(store).map(({ facts, state }) => ({ facts, state }));
        assert.deepEqual(stored(first), expected);
        await first.close();
        const second = await open();
        assert.deepEqual(stored(second), expected);
        await second.close();
      }));

    it('a message is read in pieces of at most 256 KiB, by several readers at once', () =>
      inHome(async ({ open }) => {
        const store = await open();
        const ids = [await add(store, BIG), await add(store, 'small'), await add(store, BIG)];
        const sizes = await Promise.all(
          [...ids, ...ids].map(async (id) => {
            let octets = 0;
            for await (const piece of store.read(id).chunks()) {
              assert.ok(piece.length <= 256 * 1024);
              octets += piece.length;
            }
            assert.equal(octets, store.read(id).sizeBytes);
            return octets;
          }),
        );
        assert.equal(sizes.length, 6);
        await store.close();
      }));

    it('a message that is not in the queue any more is MessageRemoved to its reader', () =>
      inHome(async ({ open }) => {
        const store = await open();
        const id = await add(store, BIG);
        const reader = store.read(id);
        await store.commit({ remove: [id] });
        await assert.rejects(reader.header(), MessageRemoved);
        assert.throws(() => store.read(id), MessageRemoved);
        await store.close();
      }));

    it('an update or a removal of what is not there does no harm', () =>
      inHome(async ({ open }) => {
        const store = await open();
        const id = await add(store, 'x');
        await store.commit({ remove: [id] });
        await store.commit({ remove: [id, id + 1], update: [{ id, state: EMPTY_STATE }] });
        await store.close();
        const again = await open();
        assert.deepEqual(ids(again), []);
        await again.close();
      }));

    it('of updates at once the last one counts', () =>
      inHome(async ({ open }) => {
        const store = await open();
        const id = await add(store, 'x');
        const crashes = [1, 2, 3, 4, 5];
        await Promise.all(
          crashes.map((n) => store.commit({ update: [{ id, state: { ...EMPTY_STATE, crashes: n } }] })),
        );
        await store.close();
        const again = await open();
        assert.deepEqual(
          storedMessages(again).map(({ state }) => state.crashes),
          [5],
        );
        await again.close();
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
          storedMessages(second).map(({ facts, state }) => [facts.id, state.suspended, state.crashes]),
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
