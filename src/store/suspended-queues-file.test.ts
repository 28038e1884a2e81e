import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { NextHopKey } from '../queue/message.ts';
import { openSuspendedQueues } from './suspended-queues-file.ts';

const key = (nextHopDomain: string): NextHopKey => ({
  deliveryType: 'DnsConnectorDelivery',
  nextHopDomain,
  nextHopConnector: 'c0ffee00-0000-4000-8000-000000000001',
});

test('Suspended queues are known again, the latest list whatever came before it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-suspended-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const first = await openSuspendedQueues(folder);
  assert.deepEqual(first.initial, []);
  await Promise.all([first.save([key('a.example')]), first.save([key('a.example'), key('b.example')])]);
  assert.deepEqual((await openSuspendedQueues(folder)).initial, [key('a.example'), key('b.example')]);
  await first.save([]);
  assert.deepEqual((await openSuspendedQueues(folder)).initial, []);
});

test('A file that cannot be read is an error that says what to do, not a queue that begins to send', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-suspended-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'suspended-queues.json'), '{"a":1}');
  await assert.rejects(openSuspendedQueues(folder), /move it away/);
});
