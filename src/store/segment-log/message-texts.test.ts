import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageTexts, type TextOwner } from './message-texts.ts';

type Owner = TextOwner & { text: string };

function newOwner(text: string): Owner {
  return { slab: null, textAt: 0, text };
}

function textOf(id: number, rest: string): string {
  return `[${id},"${rest}"]\n[]`;
}

/** The same numbers in every run. */
function* randomNumbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

test('every text is what was set last, whatever was set, replaced and deleted around it', () => {
  const owners = new Map<number, Owner>();
  const texts = new MessageTexts(owners);
  const random = randomNumbers(7);
  const below = (n: number): number => Math.floor(random.next().value * n);
  let next = 1_764_000_000_000;
  for (let step = 0; step < 40_000; step++) {
    const ids = below(3) > 0 && owners.size > 2000 ? [...owners.keys()] : [];
    const id = ids[below(ids.length)] ?? ++next;
    const owner = owners.get(id) ?? newOwner('');
    if (owner.slab !== null && below(2) === 0) {
      owners.delete(id);
      texts.delete(owner);
      continue;
    }
    owner.text = textOf(id, below(500) === 0 ? '長'.repeat(150_000) : 'é'.repeat(below(600)));
    owners.set(id, owner);
    texts.set(owner, Buffer.from(owner.text));
  }
  for (const { slab, textAt, text } of owners.values()) assert.equal(slab?.text(textAt), text);
});

test('a short queue fills one slab over and over, whatever passes through it', () => {
  const owners = new Map<number, Owner>();
  const texts = new MessageTexts(owners);
  const before = texts.totalBytes;
  for (let id = 1; id <= 20_000; id++) {
    const owner = newOwner(textOf(id, 'x'.repeat(400)));
    owners.set(id, owner);
    texts.set(owner, Buffer.from(owner.text));
    const old = owners.get(id - 10);
    if (old === undefined) continue;
    owners.delete(id - 10);
    texts.delete(old);
  }
  assert.ok(texts.totalBytes <= 2 * before, `${texts.totalBytes} octets for ten texts`);
});

test('a queue that shrinks gives its slabs back: what is left takes at most twice its octets', () => {
  const owners = new Map<number, Owner>();
  const texts = new MessageTexts(owners);
  const one = textOf(1_764_000_000_000, 'x'.repeat(400)).length;
  for (let id = 1_764_000_000_000; id < 1_764_000_020_000; id++) {
    const owner = newOwner(textOf(id, 'x'.repeat(400)));
    owners.set(id, owner);
    texts.set(owner, Buffer.from(owner.text));
  }
  for (const [id, owner] of [...owners]) {
    if (id % 10 === 0) continue;
    owners.delete(id);
    texts.delete(owner);
  }
  assert.ok(
    texts.totalBytes <= 2 * 2000 * (one + 4) + 512 * 1024,
    `${texts.totalBytes} octets for 2,000 texts`,
  );
  for (const { slab, textAt, text } of owners.values()) assert.equal(slab?.text(textAt), text);
});
