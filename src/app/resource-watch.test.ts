import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type AllThresholds, DEFAULT_THRESHOLDS } from '../config/resources.ts';
import { DiskReserve } from '../store/disk-reserve.ts';
import { BackPressure } from '../transport/back-pressure.ts';
import { ResourceWatch } from './resource-watch.ts';

/** Levels that no machine reaches, and one that every machine has passed. */
const CALM: AllThresholds = {
  ...DEFAULT_THRESHOLDS,
  PrivateBytes: { lowToMedium: 98, mediumToHigh: 99, highToMedium: 98, mediumToLow: 97 },
  SystemMemory: { lowToMedium: 101, mediumToHigh: 102, highToMedium: 101, mediumToLow: 100 },
};
const SHORT: AllThresholds = {
  ...CALM,
  SystemMemory: { lowToMedium: 0, mediumToHigh: 101, highToMedium: 1, mediumToLow: 0 },
};

for (const [rule, thresholds, expected] of [
  ['with memory enough nothing is given back', CALM, []],
  ['short of memory, contents and DNS answers leave it', SHORT, ['contents', 'dnsAnswers']],
] as const) {
  test(`mail-flow.md §7.2: ${rule}`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-watch-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const pressure = new BackPressure({ thresholds: () => thresholds, logger, now: () => 0 });
    const given: string[] = [];
    const watch = new ResourceWatch(pressure, {
      dataFolder: folder,
      reserve: new DiskReserve(folder, () => undefined, 4096),
      submission: () => 0,
      uncommitted: () => 0,
      dropContents: () => void given.push('contents'),
      forgetDnsAnswers: () => void given.push('dnsAnswers'),
    });
    await watch.start();
    watch.stop();
    assert.deepEqual(given, expected);
  });
}
