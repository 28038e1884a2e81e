import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { bulkRelay, sendBulk } from '../support/bulk-sender.ts';
import { DiscardSink } from '../support/discard-sink.ts';
import { Postern } from '../support/postern.ts';

const TAKEN = 20;
const OFFERED = 10 * TAKEN;

it('10 times as many clients as are taken: 4xx for what is too much, bounded memory, and delivery goes on', {
  timeout: 170_000,
}, async () => {
  const sink = await DiscardSink.start();
  await using server = await Postern.start();
  await server.mustShell(
    `${bulkRelay(sink.port)}\nSet-ReceiveConnector Bulk -MaxInboundConnection ${TAKEN} -MaxInboundConnectionPerSource ${TAKEN}`,
  );
  await sendBulk({ port: server.port, sessions: 4, messages: 200, bodyBytes: 20_000, name: 'warm' });
  const before = residentMiB(server.pid);
  let most = before;
  let deliveredMeanwhile = 0;
  const delivered = sink.subjects.size;
  const watch = setInterval(() => {
    most = Math.max(most, residentMiB(server.pid));
    deliveredMeanwhile = sink.subjects.size - delivered;
  }, 100);
  const load = { port: server.port, sessions: OFFERED, messages: 3000, bodyBytes: 20_000, name: 'over' };
  const { acknowledged, replies } = await sendBulk(load);
  clearInterval(watch);
  const seen = JSON.stringify([...replies]);
  assert.ok(acknowledged.length > 0, `none was taken: ${seen}`);
  const refused = [...replies].filter(([reply]) => !reply.startsWith('250'));
  assert.ok(refused.length > 0, `none was refused: ${seen}`);
  assert.ok(
    refused.every(([reply]) => reply.startsWith('4')),
    seen,
  );
  assert.ok(deliveredMeanwhile > 0, 'nothing was delivered under load');
  const arrived = (): boolean => acknowledged.every((subject) => sink.subjects.has(subject));
  for (let n = 0; n < 600 && !arrived(); n++) await delay(100);
  assert.ok(arrived(), 'what was answered with 250 arrives');
  console.log(
    `${acknowledged.length} taken, replies ${seen}; resident ${before.toFixed(0)} to ${most.toFixed(0)} MiB`,
  );
  assert.ok(most - before <= 64, `resident memory grew by ${(most - before).toFixed(0)} MiB`);
  sink.close();
});

function residentMiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024;
}
