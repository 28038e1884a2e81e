import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseDialogue, playDialogue } from './testing/dialogue.ts';

const folder = new URL('testdata/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.dialogue.txt'));

describe('dialogues', () => {
  for (const name of names) {
    const lines = parseDialogue(readFileSync(new URL(name, folder), 'utf8'));
    it(`${name} holds when lines arrive whole`, () => playDialogue(lines, Number.MAX_SAFE_INTEGER));
    it(`${name} holds when octets arrive one by one`, () => playDialogue(lines, 1));
  }
});

describe('playDialogue', () => {
  const banner = 'S: 220 *\nC: NOOP\n';
  for (const [fault, text] of [
    ['another text', `${banner}S: 250 2.0.0 KO`],
    ['a line that was not named', banner],
    ['a line that did not come', `${banner}S: 250 2.0.0 OK\nS: *`],
    ['a message that did not come', `${banner}S: 250 2.0.0 OK\nM: x`],
    ['a connection that is open', `${banner}S: 250 2.0.0 OK\nX: closed`],
    ['a kind of line that there is not', `${banner}S: 250 2.0.0 OK\nQ: x`],
  ] as const) {
    it(`fails on ${fault}`, () => {
      assert.throws(() => playDialogue(parseDialogue(text), 1), { name: 'AssertionError' });
    });
  }
});
