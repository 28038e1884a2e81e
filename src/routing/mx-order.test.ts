import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderMx } from './mx-order.ts';

const nobody = (): boolean => false;

function randomOf(...values: number[]): () => number {
  return () => values.shift() ?? 0;
}

test('RFC 5321 §5.1: lower preference first, equals in random order', () => {
  const records = [
    { preference: 20, exchange: 'c.example.' },
    { preference: 10, exchange: 'a.example' },
    { preference: 10, exchange: 'B.example' },
  ];
  assert.deepEqual(orderMx(records, nobody, randomOf(0, 0.1, 0.9)), {
    kind: 'hosts',
    groups: [['a.example', 'b.example'], ['c.example']],
  });
  assert.deepEqual(orderMx(records, nobody, randomOf(0, 0.9, 0.1)), {
    kind: 'hosts',
    groups: [['b.example', 'a.example'], ['c.example']],
  });
});

test('RFC 7505 §3: a null MX means that no mail is taken', () => {
  assert.deepEqual(orderMx([{ preference: 0, exchange: '.' }], nobody, Math.random), { kind: 'nullMx' });
});

test('RFC 7505 §3: a null MX beside others does not count', () => {
  const records = [
    { preference: 0, exchange: '' },
    { preference: 10, exchange: 'a.example' },
  ];
  assert.deepEqual(orderMx(records, nobody, Math.random), { kind: 'hosts', groups: [['a.example']] });
});

test('RFC 5321 §5.1: our own name and everything not better is dropped; nothing left is a loop', () => {
  const isOwn = (host: string): boolean => host === 'us.example';
  const records = [
    { preference: 5, exchange: 'best.example' },
    { preference: 10, exchange: 'us.example' },
    { preference: 10, exchange: 'equal.example' },
    { preference: 20, exchange: 'worse.example' },
  ];
  assert.deepEqual(orderMx(records, isOwn, Math.random), { kind: 'hosts', groups: [['best.example']] });
  assert.deepEqual(orderMx(records.slice(1), isOwn, Math.random), { kind: 'loop' });
});
