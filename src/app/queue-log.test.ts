import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { LogSet } from '../telemetry/log-set.ts';
import { snapshotWith, startHarness, pending } from '../../test/support/delivery-harness.ts';
import { QueueLog } from './queue-log.ts';

it('mail-flow.md §6.10: a row for each queue that is not empty', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-queue-log-'));
  const snapshot = snapshotWith();
  const harness = startHarness(snapshot);
  const logs = new LogSet({
    folder,
    getSnapshot: () => snapshot,
    now: Date.now,
    lost: (error) => assert.fail(String(error)),
  });
  try {
    await harness.send('Subject: x\r\n\r\nbody', [pending('kate@fabrikam.com')]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const log = new QueueLog({ queues: harness.delivery.control, logs, serverName: () => 'EX1' });
    log.write(Date.UTC(2026, 2, 2, 9));
    await logs.close();
    const path = join(folder, 'Hub/QueueViewer');
    const rows = readFileSync(join(path, readdirSync(path)[0] ?? ''), 'utf8')
      .split('\r\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    assert.equal(rows.length, 1);
    assert.match(rows[0] ?? '', /^2026-03-02T09:00:00\.000Z,EX1\\2,Unreachable,Unreachable,.*,Ready,1,0,/);
  } finally {
    await harness.stop();
    rmSync(folder, { recursive: true });
  }
});
