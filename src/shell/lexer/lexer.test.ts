import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse } from '../parser/parse.ts';
import { Lexer } from './lexer.ts';
import { numberLength, parseNumber } from './numbers.ts';
import type { Mode, Token } from './token.ts';

function tokens(text: string, mode: Mode): Token[] {
  const lexer = new Lexer({ name: null, text }, { scans: 0 });
  const found: Token[] = [];
  for (let token = lexer.next(mode); token.kind !== 'end'; token = lexer.next(mode)) found.push(token);
  return found;
}

function shown(token: Token): string {
  switch (token.kind) {
    case 'sign':
    case 'number':
      return `${token.kind}:${token.text}`;
    case 'word':
    case 'string':
      return `${token.kind}:${token.parts
        .map((part) =>
          part.kind === 'text' ? part.text : part.kind === 'variable' ? `<${part.variable.name}>` : '<()>',
        )
        .join('')}`;
    case 'variable':
      return `variable:${token.variable.scope ?? ''}:${token.variable.name}`;
    case 'parameter':
      return `parameter:${token.name}${token.colon ? ':' : ''}`;
    case 'splat':
      return `splat:${token.name}`;
    default:
      return token.kind;
  }
}

/** What one argument is. shell-language.md §1.1 */
const ARGUMENTS: readonly (readonly [string, ...string[]])[] = [
  ['-Name', 'parameter:Name'],
  ['–Name', 'parameter:Name'],
  ['—Confirm:$false', 'parameter:Confirm:', 'variable::false'],
  ['25', 'number:25'],
  ['-1', 'number:-1'],
  ['25MB', 'number:25MB'],
  ['0x1F', 'number:0x1F'],
  ['1e3', 'number:1e3'],
  ['192.168.5.10', 'word:192.168.5.10'],
  ['00:10:00', 'word:00:10:00'],
  ['10.0.0.0/24', 'word:10.0.0.0/24'],
  ['2nd', 'word:2nd'],
  ['[::]:25', 'word:[::]:25'],
  ['chris@contoso.com', 'word:chris@contoso.com'],
  ['*\\Relay', 'word:*\\Relay'],
  ['O=Contoso', 'word:O=Contoso'],
  ['+FromAddress,-Size', 'word:+FromAddress', 'sign:,', 'parameter:Size'],
  ['a#b', 'word:a#b'],
  ['a # b', 'word:a'],
  ['"a b"', 'string:a b'],
  ['“a b”', 'string:a b'],
  ["'it''s'", "string:it's"],
  ['$server\\Relay', 'word:<server>\\Relay'],
  ['$c.Name', 'variable::c', 'word:.Name'],
  ['C:\\"My Docs"\\x', 'word:C:\\My Docs\\x'],
  ['a`,b', 'word:a,b'],
  ['@p', 'splat:p'],
  ['a,b', 'word:a', 'sign:,', 'word:b'],
  ['0.0.0.0:25,[::]:25', 'word:0.0.0.0:25', 'sign:,', 'word:[::]:25'],
  ['x{', 'word:x', 'sign:{'],
  ['a>b', 'word:a>b'],
  ['$env:TEMP', 'variable:env:TEMP'],
  ['${a b}', 'variable::a b'],
];

describe('lexer', () => {
  for (const [text, ...expected] of ARGUMENTS) {
    it(`§1.1: as an argument, ${text} is ${expected.join(' ')}`, () => {
      assert.deepEqual(tokens(text, 'argument').map(shown), expected);
    });
  }

  it('§1.1: operators, ranges and members in expression mode', () => {
    assert.deepEqual(tokens('1..3 –eq $a.b++', 'expression').map(shown), [
      'number:1',
      'sign:..',
      'number:3',
      'sign:-eq',
      'variable::a',
      'sign:.',
      'word:b',
      'sign:++',
    ]);
  });

  it('§1.2: escapes, doubled quotes and expansions in strings', () => {
    assert.deepEqual(tokens('"a`tb ""q"" $x.y ${z}w $(1) $ `$n"', 'expression').map(shown), [
      'string:a\tb "q" <x>.y <z>w <()> $ $n',
    ]);
  });

  it('§1.2: a here-string needs no escapes and loses its first and last newline', () => {
    const [literal] = tokens("@'\nit's\n$x\n'@", 'expression').map(shown);
    assert.equal(literal, "string:it's\n$x");
    assert.equal(tokens('@"\n"q" $x\n"@', 'expression').map(shown)[0], 'string:"q" <x>');
    assert.equal(tokens("@'\n'@", 'expression').map(shown)[0], 'string:');
  });

  it('§1.2: a sub-expression may hold strings, comments and brackets', () => {
    assert.deepEqual(tokens('"$(f ")" \')\' # )\n (1))!"', 'expression').map(shown), ['string:<()>!']);
  });

  it('§1.3: numbers', () => {
    const cases: readonly (readonly [string, number | null])[] = [
      ['123', 123],
      ['1.5GB', 1610612736],
      ['0xFF', 255],
      ['12L', 12],
      ['1.5d', 1.5],
      ['.5', 0.5],
      ['1.2.3', null],
      ['12x', null],
      ['', null],
    ];
    for (const [text, value] of cases) assert.equal(parseNumber(text), value, text);
    assert.equal(numberLength('1..3'), 1);
    assert.equal(numberLength('1.5.ToString()'), 3);
  });

  it('never throws: any text is a script or a parse error', () => {
    const pieces = fc.constantFrom(
      ...[
        '"',
        "'",
        '$',
        '(',
        ')',
        '{',
        '}',
        '@',
        '`',
        '\n',
        '#',
        '<#',
        '#>',
        '-',
        '|',
        ';',
        ',',
        '.',
        '[',
        ']',
        '&',
        '>',
      ],
      ...[
        '2>&1',
        'if',
        'foreach',
        'param',
        '@"\n',
        '$(',
        '@{',
        'a',
        '1',
        ' ',
        '=',
        '::',
        '..',
        '-eq',
        '“',
        '–',
        '\u0000',
        'é',
      ],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 30 }).map((list) => list.join('')),
        ),
        (text) => {
          const parsed = parse({ name: null, text });
          if (parsed.ok) return;
          assert.ok(parsed.error.message.length > 0);
          assert.ok(parsed.error.extent.start <= text.length);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('does not fall over brackets in brackets', () => {
    const parsed = parse({ name: null, text: '('.repeat(100_000) });
    assert.equal(parsed.ok, false);
  });
});
