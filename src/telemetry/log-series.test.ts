import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { LogLimits, LogRollover } from '../config/log-settings.ts';
import { LogSeries } from './log-series.ts';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 2, 2, 12);

describe('series of log files', () => {
  let folder = '';
  let now = NOON;
  let limits: LogLimits = { maxAgeMs: 30 * DAY, maxDirectoryBytes: null, maxFileBytes: null };
  let rollover: LogRollover = 'Daily';
  let lost: { error: unknown; lines: number }[] = [];
  let open: LogSeries<string>[] = [];

  const series = (directory = folder): LogSeries<string> => {
    const made = new LogSeries<string>({
      directory,
      prefix: 'RECV',
      header: () => '#\r\n',
      format: (line) => line,
      limits: () => limits,
      rollover: () => rollover,
      now: () => now,
      lost: (error, lines) => lost.push({ error, lines }),
    });
    open.push(made);
    return made;
  };
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const touch = (name: string, octets: number, at: number): void => {
    writeFileSync(join(folder, name), 'x'.repeat(octets));
    utimesSync(join(folder, name), at / 1000, at / 1000);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-logs-'));
    now = NOON;
    limits = { maxAgeMs: 30 * DAY, maxDirectoryBytes: null, maxFileBytes: null };
    rollover = 'Daily';
    lost = [];
    open = [];
  });
  afterEach(async () => {
    for (const one of open) await one.close();
    rmSync(folder, { recursive: true });
  });

  it('a day has its own files, numbered from 1', async () => {
    const log = series();
    log.append('one');
    await log.flush();
    now += DAY;
    log.append('two');
    await log.flush();
    assert.deepEqual(readdirSync(folder).sort(), ['RECV20260302-1.log', 'RECV20260303-1.log']);
    assert.equal(text('RECV20260303-1.log'), '#\r\ntwo\r\n');
  });
  it('Hourly has an hour in the name, and takes effect at once', async () => {
    const log = series();
    log.append('one');
    await log.flush();
    rollover = 'Hourly';
    log.append('two');
    await log.flush();
    now += 3_600_000;
    log.append('three');
    await log.flush();
    assert.deepEqual(readdirSync(folder).sort(), [
      'RECV20260302-1.log',
      'RECV2026030212-1.LOG',
      'RECV2026030213-1.LOG',
    ]);
  });
  it('no file grows beyond its size, no line is lost or torn, and the order stays', async () => {
    limits = { ...limits, maxFileBytes: 1000 };
    const log = series();
    const lines = Array.from({ length: 1000 }, (_, index) => `line ${index} ${'y'.repeat(index % 40)}`);
    for (const line of lines) log.append(line);
    await log.flush();
    const names = readdirSync(folder).sort((a, b) => numberOf(a) - numberOf(b));
    for (const name of names) assert.ok(statSync(join(folder, name)).size <= 1000, name);
    const found = names.flatMap((name) => text(name).split('\r\n').slice(1, -1));
    assert.deepEqual(found, lines);
  });
  it('a line longer than a file is a file of its own', async () => {
    limits = { ...limits, maxFileBytes: 50 };
    const log = series();
    log.append('z'.repeat(200));
    log.append('short');
    await log.flush();
    assert.deepEqual(readdirSync(folder).sort(), ['RECV20260302-1.log', 'RECV20260302-2.log']);
  });
  it('a smaller size takes effect at the next line', async () => {
    const log = series();
    log.append('a'.repeat(100));
    await log.flush();
    limits = { ...limits, maxFileBytes: 80 };
    log.append('b');
    await log.flush();
    assert.deepEqual(readdirSync(folder).sort(), ['RECV20260302-1.log', 'RECV20260302-2.log']);
  });
  it('a restart goes on with the last file, after half a line that a crash left', async () => {
    const first = series();
    first.append('one');
    await first.close();
    appendFileSync(join(folder, 'RECV20260302-1.log'), 'half');
    const second = series();
    second.append('two');
    await second.flush();
    assert.equal(text('RECV20260302-1.log'), '#\r\none\r\nhalf\r\ntwo\r\n');
  });
  it('the folder keeps its size: the oldest go first, room for the next file is kept', async () => {
    limits = { ...limits, maxFileBytes: 1000, maxDirectoryBytes: 3000 };
    for (let day = 1; day <= 5; day++) touch(`RECV2026022${day}-1.log`, 900, NOON - (10 - day) * DAY);
    const log = series();
    log.append('now');
    await log.flush();
    assert.deepEqual(readdirSync(folder).sort(), [
      'RECV20260224-1.log',
      'RECV20260225-1.log',
      'RECV20260302-1.log',
    ]);
  });
  it('files are deleted by age; 0 deletes none; other files are left alone', async () => {
    touch('RECV20260101-1.log', 10, NOON - 60 * DAY);
    touch('RECVMD20260101-1.log', 10, NOON - 60 * DAY);
    touch('notes.txt', 10, NOON - 60 * DAY);
    limits = { ...limits, maxAgeMs: 0 };
    await series().prune();
    assert.equal(readdirSync(folder).length, 3);
    limits = { ...limits, maxAgeMs: 30 * DAY };
    await series().prune();
    assert.deepEqual(readdirSync(folder).sort(), ['RECVMD20260101-1.log', 'notes.txt']);
  });
  it('pruning leaves the open file', async () => {
    const log = series();
    log.append('one');
    await log.flush();
    now += 60 * DAY;
    await log.prune();
    assert.deepEqual(readdirSync(folder), ['RECV20260302-1.log']);
  });
  it('a full disk loses lines and says so once; it goes on when there is room', async () => {
    symlinkSync('/dev/full', join(folder, 'RECV20260302-1.log'));
    const log = series();
    for (let index = 0; index < 1000; index++) log.append(`line ${index}`);
    await log.flush();
    assert.equal(lost.length, 1);
    rmSync(join(folder, 'RECV20260302-1.log'));
    log.append('while it waits');
    await log.flush();
    now += 10_000;
    log.append('after');
    await log.flush();
    assert.equal(text('RECV20260302-1.log'), '#\r\nafter\r\n');
    await log.close();
    assert.equal(
      lost.reduce((sum, { lines }) => sum + lines, 0),
      1001,
    );
  });
  it('a folder that cannot be made loses lines, and appending goes on', async () => {
    writeFileSync(join(folder, 'file'), '');
    const log = series(join(folder, 'file', 'sub'));
    log.append('x');
    await log.flush();
    assert.equal(lost.length, 1);
  });
  it('what waits is bounded: appending without an end takes no more memory', () => {
    const log = series();
    for (let index = 0; index < 150_000; index++) log.append('x');
    rmSync(folder, { recursive: true });
    symlinkSync('/nowhere', folder); // what is written at the end must not fail loudly
  });
});

function numberOf(name: string): number {
  return Number(/-(\d+)\./.exec(name)?.[1] ?? 0);
}
