import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { openSegmentLog } from '../../src/store/segment-log/store.ts';
import { sampleMessage } from '../integration/store/sample-message.ts';
import { bulkRelay, sendBulk } from '../support/bulk-sender.ts';
import { DiscardSink } from '../support/discard-sink.ts';
import { allocated, INSPECTED, Inspector } from '../support/inspector.ts';
import { Postern } from '../support/postern.ts';

/** Counts, not times: they say the same on a busy machine. A limit is about a quarter above what was found. */

for (const { writers, most } of [
  { writers: 10, most: 0.4 },
  { writers: 50, most: 0.1 },
]) {
  it(`${writers} sessions that commit one message after another share a sync: at most ${most} a message`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-syncs-'));
    const store = await openSegmentLog({ directory });
    try {
      const before = store.stats().syncs;
      const each = 2000 / writers;
      const commits = async (): Promise<void> => {
        for (let n = 0; n < each; n++)
          await store.commit({ add: [await sampleMessage(store, Buffer.alloc(10_000, 'x'))] });
      };
      await Promise.all(Array.from({ length: writers }, commits));
      const found = (store.stats().syncs - before) / 2000;
      assert.ok(found <= most, `${found.toFixed(3)} syncs a message`);
    } finally {
      await store.close();
      rmSync(directory, { recursive: true });
    }
  });
}

const MESSAGES = 1500;
const BODY_BYTES = 10_000;

it('a message of 10 KiB in and out costs at most 16 write calls and 5.5 octets written for each of its own', async () => {
  const sink = await DiscardSink.start();
  await using server = await Postern.start();
  await server.mustShell(bulkRelay(sink.port));
  await sendBulk({ port: server.port, sessions: 10, messages: 300, bodyBytes: BODY_BYTES, name: 'warm' });
  const before = ioOf(server.pid);
  const load = { port: server.port, sessions: 10, messages: MESSAGES, bodyBytes: BODY_BYTES };
  await sendBulk({ ...load, name: 'counted' });
  const after = ioOf(server.pid);
  sink.close();
  const calls = (after.calls - before.calls) / MESSAGES;
  const octets = (after.octets - before.octets) / (MESSAGES * BODY_BYTES);
  console.log(`${calls.toFixed(1)} write calls a message, ${octets.toFixed(2)} octets for each of its own`);
  assert.ok(calls <= 16, `${calls.toFixed(1)} write calls a message`);
  assert.ok(octets <= 5.5, `${octets.toFixed(2)} octets written for each of the message's`);
});

const COUNTED = 800;

for (const { way, most } of [
  { way: 'in', most: 70_000 },
  { way: 'in and out', most: 120_000 },
]) {
  it(`a message of 10 KiB ${way} allocates at most ${most} octets of the main thread's heap`, async () => {
    const sink = await DiscardSink.start();
    await using server = await Postern.start({ env: INSPECTED });
    await server.mustShell(bulkRelay(sink.port));
    if (way === 'in') await server.mustShell('Remove-SendConnector Sink -Confirm:$false');
    const load = { port: server.port, sessions: 10, messages: COUNTED, bodyBytes: BODY_BYTES };
    // The interpreter allocates what compiled code does not.
    await sendBulk({ ...load, messages: 2 * COUNTED, name: 'warm' });
    const inspector = await Inspector.attach(server);
    const tree = await inspector.allocations(async () => void (await sendBulk({ ...load, name: 'counted' })));
    inspector.close();
    sink.close();
    const found = allocated(tree) / COUNTED;
    console.log(`${found.toFixed(0)} octets allocated a message ${way}`);
    assert.ok(found <= most, `${found.toFixed(0)} octets a message`);
  });
}

/** What a process has written so far, to files and sockets. */
function ioOf(pid: number): Readonly<{ calls: number; octets: number }> {
  const io = readFileSync(`/proc/${pid}/io`, 'latin1');
  const field = (name: string): number => Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(io)?.[1] ?? 0);
  return { calls: field('syscw'), octets: field('wchar') };
}
