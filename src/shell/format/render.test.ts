import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ps } from '../cmdlets/testing/fake-shell.ts';
import type { PsValue } from '../values/value.ts';
import { Renderer } from './render.ts';

function rendered(...values: readonly PsValue[]): string {
  let text = '';
  const renderer = new Renderer({
    width: 119,
    write: (part) => {
      text += part;
    },
  });
  for (const value of values) renderer.add(value);
  renderer.end();
  return text;
}

it('wide characters of Japanese count two columns', () => {
  const rows = [ps('Row', { Name: '匿名の中継', Port: 25 }), ps('Row', { Name: 'relay', Port: 587 })];
  const expected = [
    '',
    'Name       Port',
    '----       ----',
    '匿名の中継   25',
    'relay       587',
    '',
    '',
    '',
  ];
  assert.equal(rendered(...rows), expected.join('\n'));
});

it('nothing prints nothing', () => assert.equal(rendered(), ''));
it('strings and numbers stand on lines of their own', () =>
  assert.equal(rendered('a', 25, true), 'a\n25\nTrue\n'));
