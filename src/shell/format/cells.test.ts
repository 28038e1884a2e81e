import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { ps, table } from '../cmdlets/testing/fake-shell.ts';
import { PsDateTime, PsList, type PsValue } from '../values/value.ts';
import { formatDate } from './dotnet-date.ts';
import { numberText } from '../values/number.ts';
import { formatNumber } from './dotnet-number.ts';
import { cellText } from './value-text.ts';
import { textWidth } from './text-width.ts';
import { fitCell, pad, wrap } from './widths.ts';

const MORNING = new Date(2026, 2, 2, 9, 14, 7).getTime();

suite('shell-language §9.2: value to text', () => {
  const cases: readonly (readonly [string, PsValue, string])[] = [
    ['$null is empty', null, ''],
    ['true', true, 'True'],
    ['an empty list', new PsList('MultiValuedProperty', []), '{}'],
    ['a null element shows as $null', ['a', null], '{a, $null}'],
    ['a size', { $: 'size', bytes: 37_748_736 }, '36 MB (37,748,736 bytes)'],
    ['a time span of days', { $: 'timespan', ms: 86_400_000 }, '1.00:00:00'],
    ['Unlimited', { $: 'unlimited' }, 'Unlimited'],
    ['an enum by name', { $: 'enum', type: 'E', text: 'Tls, BasicAuth', value: 5 }, 'Tls, BasicAuth'],
    ['a date in general format', new PsDateTime(MORNING), '3/2/2026 9:14:07 AM'],
    ['a number without grouping', 1234567.5, '1234567.5'],
    ['a hashtable by its keys', table({ Add: 'x', Remove: 'y' }), '{Add, Remove}'],
    ['an object with text', ps('X', { Name: 'n' }, 'EX01\\n'), 'EX01\\n'],
    ['an object without text', ps('X', { A: 1, B: null }), '@{A=1; B=}'],
    ['elements without text by their name', [ps('X', { A: 1, Name: 'n' })], '{n}'],
    ['a secret is not shown', { $: 'secret', text: 'hunter2' }, 'System.Security.SecureString'],
    [
      'nor is a credential',
      { $: 'credential', user: 'u', password: 'hunter2' },
      'System.Management.Automation.PSCredential',
    ],
  ];
  for (const [name, value, expected] of cases) {
    test(name, () => assert.equal(cellText(value, { limit: 16 }), expected));
  }

  test('$FormatEnumerationLimit -1 shows all', () => {
    const many = Array.from({ length: 20 }, (_, index) => index);
    assert.equal(cellText(many, { limit: -1 }), `{${many.join(', ')}}`);
    assert.equal(cellText([1, 2, 3], { limit: 2 }), '{1, 2...}');
    assert.equal(cellText([1, 2], { limit: 2 }), '{1, 2}');
  });
});

suite('.NET formats', () => {
  const numbers: readonly (readonly [number, string, string | null])[] = [
    [1234.567, 'N2', '1,234.57'],
    [-1234.5, 'N0', '-1,235'],
    [0.125, 'P1', '12.5 %'],
    [7, 'D4', '0007'],
    [255, 'X', 'FF'],
    [255, 'x4', '00ff'],
    [2.5, 'F0', '3'],
    [1.005, 'F2', '1.01'],
    [12, 'C', '$12.00'],
    [1234.5, '#,##0.00', '1,234.50'],
    [5, '000', '005'],
    [0.5, '0.##', '0.5'],
    [1.5, 'D2', null],
  ];
  for (const [value, format, expected] of numbers) {
    test(`${value} as ${format}`, () => assert.equal(formatNumber(value, format), expected));
  }

  test('fifteen significant digits', () => {
    assert.equal(numberText(0.1 + 0.2), '0.3');
    assert.equal(numberText(0.0000001), '1E-07');
  });

  test('date pictures and literals', () => {
    assert.equal(formatDate(MORNING, 'yyyy-MM-dd HH:mm:ss'), '2026-03-02 09:14:07');
    assert.equal(formatDate(MORNING, "h 'at' tt"), '9 at AM');
    assert.equal(formatDate(MORNING, 'd'), '3/2/2026');
    assert.equal(formatDate(MORNING, 'ddd, dd MMM yy'), 'Mon, 02 Mar 26');
    assert.equal(formatDate(MORNING, 'fff'), '000');
  });
});

suite('shell-language §9.4: cutting, padding, wrapping', () => {
  test('a cut cell keeps its head, right-aligned its tail; three columns have no dots', () => {
    assert.equal(fitCell('abcdefgh', 6, 'left'), 'abc...');
    assert.equal(fitCell('abcdefgh', 6, 'right'), '...fgh');
    assert.equal(fitCell('abcdefgh', 3, 'left'), 'abc');
    assert.equal(fitCell('abcdefgh', 3, 'right'), 'fgh');
    assert.equal(fitCell('ab\r\ncd', 8, 'left'), 'ab...   ');
  });

  test('wide characters take two columns and are never cut in half', () => {
    assert.equal(textWidth('日本'), 4);
    const widths = {
      'Ａ１。ｶﾞ': 8,
      한글: 4,
      'e\u0301': 1,
      '👩‍👩‍👧': 2,
      '🇯🇵': 2,
      '❤': 1,
      '❤\uFE0F': 2,
      นํา: 2,
      '\u200b': 0,
      '…“x”': 4,
    };
    for (const [text, width] of Object.entries(widths)) assert.equal(textWidth(text), width, text);
    assert.equal(pad('日本', 6, 'left'), '日本  ');
    assert.equal(fitCell('日本語の名前', 8, 'left'), '日本... ');
    assert.deepEqual(wrap('日本語', 5), ['日本', '語']);
  });

  test('wrapping loses nothing and keeps the width', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'bc', ' ', '日', ',', '-') });
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 20 }), (text, width) => {
        const lines = wrap(text, width);
        assert.equal(lines.join(''), text);
        for (const line of lines) assert.ok(textWidth(line) <= width, line);
      }),
    );
  });

  test('a fitted cell is exactly as wide as its column', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 12 }), fc.boolean(), (text, width, right) => {
        const plain = text.replaceAll(/[^\x20-\x7e]/g, '');
        assert.equal(fitCell(plain, width, right ? 'right' : 'left').length, width);
      }),
    );
  });
});
