import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_THRESHOLDS } from '../config/resources.ts';
import { BackPressure, type ResourceSample } from './back-pressure.ts';
import { diskThresholds, nextLevel } from './resource-level.ts';

const TERABYTE = 1024 ** 4;
const CALM: ResourceSample = {
  disk: { usedPercent: 40, totalBytes: TERABYTE },
  privatePercent: 10,
  systemPercent: 50,
  submission: 0,
  uncommitted: 3,
};

type Bench = Readonly<{ pressure: BackPressure; events: unknown[] }>;

function bench(): Bench {
  const events: unknown[] = [];
  const log = (_text: string, fields?: Readonly<Record<string, unknown>>): void =>
    void events.push(fields?.['event']);
  const logger = { info: log, warn: log, error: log };
  return {
    events,
    pressure: new BackPressure({ thresholds: () => DEFAULT_THRESHOLDS, logger, now: () => 0 }),
  };
}

function disk(usedPercent: number): ResourceSample {
  return { ...CALM, disk: { usedPercent, totalBytes: TERABYTE } };
}

describe('mail-flow.md §7.1: levels hold hysteresis', () => {
  const at = DEFAULT_THRESHOLDS.DatabaseUsedSpace;
  for (const [before, value, after] of [
    ['Low', 96, 'Low'],
    ['Low', 96.1, 'Medium'],
    ['Low', 99.5, 'High'],
    ['High', 97, 'High'],
    ['High', 96.9, 'Medium'],
    ['High', 93, 'Low'],
    ['Medium', 94, 'Medium'],
    ['Medium', 93.9, 'Low'],
  ] as const) {
    it(`${before} at ${value} % becomes ${after}`, () => assert.equal(nextLevel(before, value, at), after));
  }

  it('the small-disk rule leaves 500 MB, on a very small disk a tenth', () => {
    const gigabytes = (count: number): number => count * 1024 ** 3;
    assert.equal(diskThresholds(at, TERABYTE).mediumToHigh, 99);
    assert.deepEqual(diskThresholds(at, gigabytes(10)), {
      lowToMedium: 92,
      mediumToHigh: 95,
      highToMedium: 93,
      mediumToLow: 90,
    });
    assert.equal(diskThresholds(at, gigabytes(0.2)).mediumToHigh, 90);
  });
});

describe('mail-flow.md §7.2: actions', () => {
  it('F20: a disk at 99 % and more refuses everybody, at 97 % the others, at 80 % nobody', () => {
    const { pressure, events } = bench();
    pressure.poll(disk(99.4));
    assert.deepEqual(pressure.pressure, { refuses: 'everybody', resource: 'DatabaseUsedSpace', tarpitMs: 0 });
    pressure.poll(disk(96));
    assert.equal(pressure.pressure.refuses, 'others');
    pressure.poll(disk(80));
    assert.equal(pressure.pressure.refuses, 'nobody');
    assert.deepEqual(events, [15_006, 15_005, 15_005]);
  });

  it('F19: the submission queue at 10000 delays MAIL by 10 s; that ends only under 2000', () => {
    const { pressure } = bench();
    const poll = (submission: number): number => {
      pressure.poll({ ...CALM, submission });
      return pressure.pressure.tarpitMs / 1000;
    };
    assert.equal(poll(9999), 0);
    assert.deepEqual([poll(10_000), poll(10_000), poll(5000), poll(2000)], [10, 15, 20, 25]);
    assert.equal(pressure.pressure.refuses, 'nobody');
    assert.deepEqual([poll(1999), poll(0), poll(0), poll(0), poll(0)], [20, 15, 10, 0, 0]);
  });

  it('the delay stops at 55 s; after ten minutes above Low others are refused, over 15000 everybody', () => {
    const { pressure } = bench();
    for (let count = 0; count < 300; count += 1) pressure.poll({ ...CALM, submission: 12_000 });
    assert.deepEqual(pressure.pressure, { refuses: 'nobody', resource: 'QueueLength', tarpitMs: 55_000 });
    pressure.poll({ ...CALM, submission: 12_000 });
    assert.equal(pressure.pressure.refuses, 'others');
    pressure.poll({ ...CALM, submission: 15_001 });
    assert.equal(pressure.pressure.refuses, 'everybody');
  });

  it('memory of the process refuses, memory of the system never does', () => {
    const { pressure, events } = bench();
    pressure.poll({ ...CALM, systemPercent: 99 });
    assert.equal(pressure.pressure.refuses, 'nobody');
    pressure.poll({ ...CALM, privatePercent: 73 });
    assert.equal(pressure.pressure.refuses, 'others');
    pressure.poll({ ...CALM, privatePercent: 80 });
    assert.equal(pressure.pressure.refuses, 'everybody');
    assert.deepEqual(events, [15_007, 15_007, 15_005, 15_007]);
  });

  for (const [resource, sample, contents, dnsAnswers] of [
    ['nothing', {}, false, false],
    ['PrivateBytes at Medium', { privatePercent: 73 }, true, false],
    ['SystemMemory at Medium', { systemPercent: 89 }, true, true],
    ['SubmissionQueue at Medium', { submission: 12_000 }, false, false],
    ['SubmissionQueue at High', { submission: 15_001 }, true, true],
    ['the disk at High', { disk: { usedPercent: 99.5, totalBytes: TERABYTE } }, false, false],
  ] as const) {
    it(`${resource}: contents ${contents ? 'leave' : 'stay in'} memory, DNS answers ${dnsAnswers ? 'too' : 'stay'}`, () => {
      const { pressure } = bench();
      pressure.poll({ ...CALM, ...sample });
      assert.deepEqual(pressure.relief, { contents, dnsAnswers });
    });
  }

  it('Exchange: rising is an error, falling is information', () => {
    const told: string[] = [];
    const logger = {
      info: () => void told.push('info'),
      warn: () => void told.push('warn'),
      error: () => void told.push('error'),
    };
    const pressure = new BackPressure({ thresholds: () => DEFAULT_THRESHOLDS, logger, now: () => 0 });
    pressure.poll(disk(97));
    pressure.poll(disk(99.5));
    pressure.poll(disk(40));
    assert.deepEqual(told, ['error', 'error', 'info']);
  });

  it('administrators see each resource with its level, value and thresholds', () => {
    const { pressure } = bench();
    pressure.poll(disk(97));
    const [first, ...others] = pressure.views();
    assert.deepEqual([first?.name, first?.level, first?.value], ['DatabaseUsedSpace', 'Medium', 97]);
    assert.ok(others.every(({ level }) => level === 'Low'));
  });
});
