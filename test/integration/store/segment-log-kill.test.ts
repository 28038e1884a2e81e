import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openSegmentLog } from '../../../src/store/segment-log/store.ts';
import { bodyOf } from './crash-body.ts';
import { contentOf, ids, storedMessages } from './sample-message.ts';

const ROUNDS = process.env['POSTERN_LONG'] === '1' ? 200 : 15;
const CHILD = join(import.meta.dirname, 'crash-child.ts');

/** What the killed processes said they had done. */
type Told = Readonly<{
  /** id → crashes of its state */
  stored: Map<number, number>;
  /** Of these, what was about to be removed when the kill came: may be there or not. */
  leaving: Set<number>;
  removed: Set<number>;
}>;

/** After how many lines of the child the kill comes: work and not time, so that a slow machine shows as much. One round in
 *  four ends while there is little in the log. */
function linesBeforeKill(round: number): number {
  return round % 4 === 0 ? 1 + Math.random() * 50 : 60 + Math.random() * 60;
}

/** Lets a child work on the folder and kills it. @returns its lines; a last one that is not whole is left out */
async function workUntilKilled(directory: string, round: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [CHILD, directory, String(round)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let left = linesBeforeKill(round);
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  child.stdout.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    const before = left;
    left -= text.split('\n').length - 1;
    // The moment within the work under way is left to chance.
    if (before > 0 && left <= 0) setTimeout(() => child.kill('SIGKILL'), Math.random() * 10);
    said += text;
  });
  await once(child, 'close');
  assert.equal(child.signalCode, 'SIGKILL', complaint);
  return said.split('\n').slice(1, -1);
}

function note({ stored, leaving, removed }: Told, lines: readonly string[]): void {
  for (const line of lines) {
    const [kind, id, crashes] = line.split(' ');
    if (kind === 'w') leaving.add(Number(id));
    else if (kind === 'r') {
      stored.delete(Number(id));
      removed.add(Number(id));
    } else stored.set(Number(id), Number(crashes ?? 0));
  }
}

/** Everything promised is there as promised; what else is there was asked for and not answered: it becomes known. */
async function check(directory: string, { stored, leaving, removed }: Told): Promise<void> {
  const store = await openSegmentLog({ directory });
  const there = new Set(ids(store));
  const gone = [...stored.keys()].filter((id) => !there.has(id));
  for (const id of gone) assert.ok(leaving.has(id), `${id} is lost`);
  for (const { facts, state } of storedMessages(store)) {
    assert.ok(!removed.has(facts.id), `${facts.id} is back`);
    const told = stored.get(facts.id);
    if (told !== undefined && told > 0) assert.equal(state.crashes, told);
    assert.equal(
      await contentOf(store, facts.id),
      `Subject: ${facts.id}\r\n\r\n${bodyOf(facts.id).toString()}`,
    );
    stored.set(facts.id, state.crashes);
  }
  for (const id of gone) {
    stored.delete(id);
    removed.add(id);
  }
  leaving.clear();
  await store.close();
}

describe('the segment log under SIGKILL', () => {
  it(`${ROUNDS} kills at random moments: what was acknowledged is there, what was removed is gone`, {
    timeout: 8000 * ROUNDS,
  }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-kill-'));
    try {
      const told: Told = { stored: new Map(), leaving: new Set(), removed: new Set() };
      for (let round = 1; round <= ROUNDS; round++) {
        note(told, await workUntilKilled(directory, round));
        await check(directory, told);
      }
      assert.ok(told.removed.size > 5 * ROUNDS, `only ${told.removed.size} removals`);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
