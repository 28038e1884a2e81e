import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bindingsShareEndpoint, formatBinding, parseBinding } from './binding.ts';
import { bindingOf } from './defaults.ts';

describe('bindings', () => {
  const good: readonly (readonly [string, string])[] = [
    ['0.0.0.0:25', '0.0.0.0:25'],
    ['[::]:25', '[::]:25'],
    ['10.1.1.1:25', '10.1.1.1:25'],
    ['[2001:DB8::1]:25', '[2001:db8::1]:25'],
    ['0.0.0.0', '0.0.0.0:25'],
    ['[::]:', '[::]:25'],
    ['0.0.0.0:65535', '0.0.0.0:65535'],
  ];
  for (const [text, expected] of good) {
    it(`§1.5: ${text} is ${expected}`, () => {
      const binding = parseBinding(text);
      assert.equal(binding === null ? null : formatBinding(binding), expected);
    });
  }
  for (const text of [
    '::1:25',
    '::',
    'localhost:25',
    '0.0.0.0:0',
    '0.0.0.0:65536',
    '10.1.1.1:smtp',
    ':25',
    '',
    '10.1.1.256:25',
    '[10.1.1.1]:25',
  ]) {
    it(`§1.5: "${text}" is no binding`, () => assert.equal(parseBinding(text), null));
  }
  it('§1.7 U2: the wildcard of a family shares the endpoint of each of its addresses on the same port', () => {
    const share = (a: string, b: string): boolean => bindingsShareEndpoint(bindingOf(a), bindingOf(b));
    assert.equal(share('0.0.0.0:25', '10.1.1.1:25'), true);
    assert.equal(share('10.1.1.1:25', '10.1.1.1:25'), true);
    assert.equal(share('10.1.1.1:25', '10.1.1.2:25'), false);
    assert.equal(share('0.0.0.0:25', '[::]:25'), false);
    assert.equal(share('0.0.0.0:25', '0.0.0.0:2526'), false);
  });
});
