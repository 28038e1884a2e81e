import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { bulkRelay, sendBulk } from '../support/bulk-sender.ts';
import { DiscardSink } from '../support/discard-sink.ts';
import { Postern } from '../support/postern.ts';

const MEGABYTE = 1024 * 1024;
const MESSAGES = 20;
const GROWTH_LIMIT = 64;

it('1 GB of mail in 50 MB messages: resident memory grows by at most 64 MB', {
  timeout: 180_000,
}, async () => {
  const sink = await DiscardSink.start();
  await using server = await Postern.start();
  await server.mustShell(bulkRelay(sink.port));
  // What every server has once it works: compiled code, buffers of the sockets, the young generation at its size.
  await sendBulk({ port: server.port, sessions: 4, messages: 400, bodyBytes: 10_000, name: 'warm' });
  await delay(1000);
  try {
    const first = await growthOf(server, sink, 'first');
    // A second gigabyte tells a server that keeps what it was sent from one whose heap has found its size.
    const growth = first <= GROWTH_LIMIT ? first : await growthOf(server, sink, 'second');
    assert.ok(growth <= GROWTH_LIMIT, `resident memory grew by ${growth.toFixed(0)} MiB`);
  } finally {
    sink.close();
  }
});

/** Sends a gigabyte and waits until the next hop has it. @returns MiB above where it began, at most */
async function growthOf(server: Postern, sink: DiscardSink, name: string): Promise<number> {
  const before = residentMiB(server.pid);
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, residentMiB(server.pid));
  }, 50);
  try {
    const size = { bodyBytes: 50 * MEGABYTE, name };
    const sent = await sendBulk({ port: server.port, sessions: 4, messages: MESSAGES, ...size });
    assert.equal(sent.acknowledged.length, MESSAGES, JSON.stringify([...sent.replies]));
    const arrived = (): boolean => sent.acknowledged.every((subject) => sink.subjects.has(subject));
    for (let n = 0; n < 600 && !arrived(); n++) await delay(100);
    assert.ok(arrived(), `${sink.subjects.size} messages arrived`);
  } finally {
    clearInterval(watch);
  }
  console.log(`resident: ${before.toFixed(0)} MiB, at most ${most.toFixed(0)} MiB`);
  return most - before;
}

function residentMiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024;
}
