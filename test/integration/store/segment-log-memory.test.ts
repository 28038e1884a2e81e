import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ContentCache } from '../../../src/store/segment-log/content-cache.ts';
import { openSegmentLog } from '../../../src/store/segment-log/store.ts';
import { sampleMessage } from './sample-message.ts';

const MEGABYTE = 1024 * 1024;
const PIECE = 65_536;
const BODY_BYTES = (process.env['POSTERN_LONG'] === '1' ? 1000 : 200) * MEGABYTE;

/** Memory of buffers and heap: not what the allocator happens to keep. */
function used(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('memory of the segment log', () => {
  it('a body of hundreds of megabytes passes through in both directions with a bounded part of it in memory', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-large-'));
    const store = await openSegmentLog({ directory });
    try {
      const message = await sampleMessage(store, Buffer.alloc(0));
      const before = used();
      let most = 0;
      let waits = 0;
      for (let at = 0; at < BODY_BYTES; at += PIECE) {
        const wait = message.body.write(Buffer.alloc(PIECE, at / PIECE));
        if (wait !== undefined) {
          waits += 1;
          await wait;
        }
        most = Math.max(most, used() - before);
      }
      assert.ok(waits > 10, 'the writer is asked to wait');
      await store.commit({ add: [message] });
      let at = -message.header.length;
      for await (const piece of store.read(message.facts.id).chunks()) {
        if (at >= 0) assert.equal(piece[0], Math.floor(at / PIECE) & 0xff, `at ${at}`);
        at += piece.length;
        most = Math.max(most, used() - before);
      }
      assert.equal(at, BODY_BYTES);
      assert.ok(most < 100 * MEGABYTE, `${Math.round(most / MEGABYTE)} MiB`);
    } finally {
      await store.close();
      rmSync(directory, { recursive: true });
    }
  });

  it('the contents kept for delivery are bounded by the memory they hold, not by their own octets', () => {
    const cache = new ContentCache(10 * PIECE);
    for (let id = 1; id <= 100; id++) cache.set(id, [Buffer.alloc(PIECE).subarray(0, 10)]);
    assert.deepEqual([cache.get(90), cache.get(91)?.length, cache.get(100)?.length], [undefined, 1, 1]);
  });

  it('contents that were dropped for want of memory are read from the log', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-dropped-'));
    const store = await openSegmentLog({ directory, segmentBytes: MEGABYTE });
    try {
      const message = await sampleMessage(store, Buffer.from('Subject: x\r\n\r\nkept\r\n'));
      await store.commit({ add: [message] });
      store.dropContents();
      const chunks = await Array.fromAsync(store.read(message.facts.id).chunks());
      assert.match(Buffer.concat(chunks).toString(), /kept\r\n$/);
    } finally {
      await store.close();
      rmSync(directory, { recursive: true });
    }
  });

  it('a body that was written and never committed is gone with its segment', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-garbage-'));
    const store = await openSegmentLog({ directory, segmentBytes: MEGABYTE });
    try {
      for (let n = 0; n < 10; n++) {
        const body = store.newBody();
        for (let at = 0; at < 2 * MEGABYTE; at += PIECE) await body.write(Buffer.alloc(PIECE));
        body.abort();
        const message = await sampleMessage(store, Buffer.from('x'));
        await store.commit({ add: [message] });
        await store.commit({ remove: [message.facts.id] });
      }
      await store.close();
      assert.ok(store.stats().diskBytes < 5 * MEGABYTE, `${store.stats().diskBytes} octets on disk`);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
