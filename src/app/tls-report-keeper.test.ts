import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { snapshotWith } from '../../test/support/delivery-harness.ts';
import { TlsReportFolder } from '../store/tls-report-folder.ts';
import { TlsReportKeeper } from './tls-report-keeper.ts';

const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-11-24T12:00:00Z');

test('TlsReportsEnabled: a change holds for the day whose turn comes next, without a restart', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const data = await mkdtemp(join(tmpdir(), 'postern-tls-reports-'));
  t.after(async () => await rm(data, { recursive: true, force: true }));
  let snapshot = snapshotWith();
  let now = NOON;
  const keeper = new TlsReportKeeper({
    folder: new TlsReportFolder(data),
    getSnapshot: () => snapshot,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    now: () => now,
  });
  const mailed: string[] = [];
  await keeper.start(async (reports) => {
    mailed.push(new Date(now).toISOString().slice(0, 10));
    return Object.fromEntries(
      reports.flatMap(({ policies }) =>
        policies.map(({ policy }) => [policy['policy-domain'], { state: 'Queued', detail: 'x' } as const]),
      ),
    );
  });
  /** A message is sent, and at noon of the next day it is time to report it. @returns what mailing came to */
  const nextDay = async (): Promise<readonly string[]> => {
    keeper.count({
      kind: 'tlsPolicy',
      at: now,
      domain: 'fabrikam.com',
      policy: 'no-policy-found',
      policyLines: [],
      policyMx: [],
      host: 'mx.fabrikam.com',
      address: '192.0.2.1',
      result: null,
    });
    now += DAY_MS;
    for (let round = 0; round < 2; round += 1) {
      t.mock.timers.tick(5 * 60_000);
      await keeper.list();
      await delay(20);
    }
    return (await keeper.list()).map(({ mailing }) => mailing);
  };
  const set = (tlsReportsEnabled: boolean): void => {
    snapshot = { ...snapshot, transportConfig: { ...snapshot.transportConfig, tlsReportsEnabled } };
  };
  assert.deepEqual(await nextDay(), ['Off']);
  set(true);
  assert.deepEqual(await nextDay(), ['Queued: x', 'Off']);
  set(false);
  assert.deepEqual(await nextDay(), ['Off', 'Queued: x', 'Off']);
  assert.deepEqual(mailed, ['2026-11-26']);
  await keeper.stop();
});
