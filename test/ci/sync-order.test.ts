import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { findProgram } from '../../bench/peers/program.ts';
import { bulkRelay } from '../support/bulk-sender.ts';
import { unpackPackages } from '../support/debian-packages.ts';
import { DiscardSink } from '../support/discard-sink.ts';
import { Postern } from '../support/postern.ts';
import { readTrace, type SystemCall } from '../support/strace.ts';

/** What docs/durability.md promises, as the kernel saw it. */

const found = findProgram('strace');
const packages = found === null ? await unpackPackages(['strace', 'libunwind8']) : null;
const isUnpacked = packages !== null && typeof packages !== 'string';
const strace = isUnpacked ? packages.path('strace', 'usr/bin/strace') : (found ?? 'strace');
const skip = typeof packages === 'string' ? `strace cannot be had here: ${packages}` : whyNot(strace);

function whyNot(program: string): string | false {
  const tried = spawnSync(program, ['-f', '-o', '/dev/null', 'true'], { encoding: 'utf8' });
  return tried.status === 0 ? false : `strace may not trace here: ${tried.stderr}`;
}

const CALLS = 'openat,read,pwrite64,pwritev,pwritev2,write,writev,sendto,fdatasync,fsync';

describe('writes, syncs and replies in the order of the kernel', { skip }, () => {
  let folder = '';
  let calls: readonly SystemCall[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'postern-strace-'));
    const file = join(folder, 'trace');
    const sink = await DiscardSink.start();
    const under = [strace, '-D', '-f', '-y', '-s', '200', '-e', `trace=${CALLS}`, '-o', file];
    await using server = await Postern.start({ under });
    await server.mustShell(bulkRelay(sink.port));
    const client = await server.connect();
    await client.reply();
    await client.command('EHLO device.contoso.com');
    for (const [name, octets] of [
      ['small', 100],
      ['large', 300_000],
    ] as const) {
      for (const line of ['MAIL FROM:<chris@contoso.com>', 'RCPT TO:<kate@fabrikam.com>', 'DATA'])
        await client.command(line);
      const body = `${'x'.repeat(74)}\r\n`.repeat(Math.ceil(octets / 76));
      assert.match(await client.command(`Subject: ${name}\r\n\r\n${body}.`), /^250 2\.6\.0/);
      // What happens next to this message is not to be taken for what happens to the one after it.
      for (let n = 0; n < 200 && !sink.subjects.has(name); n++) await delay(50);
    }
    client.close();
    await server.stop();
    sink.close();
    await delay(500);
    calls = readTrace(file);
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
    if (isUnpacked) packages.remove();
  });

  const first = (what: string, matches: (call: SystemCall) => boolean): SystemCall => {
    const call = calls.find(matches);
    assert.ok(call !== undefined, `no such call in the trace: ${what}`);
    return call;
  };
  const isOn = (call: SystemCall, name: string, file: RegExp): boolean =>
    call.name === name && file.test(call.text.slice(0, 200));
  const SEGMENT = /^\w+\(\d+<[^>]*\/queue\/00000001\.seg>/;
  const inOrder = (...steps: readonly SystemCall[]): void => {
    for (const [index, step] of steps.entries()) {
      const next = steps[index + 1];
      if (next !== undefined) assert.ok(step.to < next.from, `first:\n${step.text}\nthen:\n${next.text}`);
    }
  };
  const replies = (): readonly SystemCall[] =>
    calls.filter((call) => /^(write|writev|sendto)\(\d+<(socket|TCP).*"250 2\.6\.0 </.test(call.text));
  /** The descriptor whose writes return when they are durable. */
  const durable = (): string => {
    const opened = first('open with O_DSYNC', (call) => /00000001\.seg", [^)]*O_DSYNC/.test(call.text));
    return /= (\d+)/.exec(opened.text)?.[1] ?? '';
  };

  it('a new segment: its head is synced, then its name, then the first record is written', () => {
    inOrder(
      first('creation', (call) => /00000001\.seg", [^)]*O_CREAT\|O_EXCL/.test(call.text)),
      first('head', (call) => isOn(call, 'pwrite64', SEGMENT) && call.text.includes('POSTERNQ')),
      first('sync of the head', (call) => isOn(call, 'fdatasync', SEGMENT)),
      first('sync of the folder', (call) => isOn(call, 'fsync', /^fsync\(\d+<[^>]*\/queue>/)),
      first('record', (call) => isOn(call, 'pwritev', SEGMENT)),
    );
  });

  it('a small message: read, one synchronous write of its record, and then 250', () => {
    const [reply] = replies();
    assert.ok(reply !== undefined);
    const record = first(
      'record',
      (call) => isOn(call, 'pwritev', SEGMENT) && call.text.includes('Received: from'),
    );
    assert.ok(record.text.startsWith(`pwritev(${durable()}<`), record.text);
    assert.match(record.text, / = \d{3,}$/);
    inOrder(
      first('the content', (call) => call.name === 'read' && call.text.includes('"Subject: small')),
      record,
      reply,
    );
  });

  it('a large message: its chunks are written, the record is written, the file is synced, and then 250', () => {
    const [small, large] = replies();
    assert.ok(small !== undefined && large !== undefined);
    const between = calls.filter((call) => call.from > small.to && call.to < large.from);
    const writes = between.filter((call) => isOn(call, 'pwritev', SEGMENT));
    const record = writes.find((call) => call.text.includes('Subject: large'));
    assert.ok(record !== undefined && writes.length >= 2, `${writes.length} writes`);
    const chunks = writes.filter((call) => call.text.includes('"xxxxxxxx') && call !== record);
    assert.ok(chunks.length > 0, 'chunks');
    const synced = between.findLast((call) => isOn(call, 'fdatasync', SEGMENT));
    assert.ok(synced !== undefined, 'no sync before the reply');
    for (const chunk of chunks) inOrder(chunk, synced);
    inOrder(record, synced, large);
  });
});
