import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeHost, testShell } from '../testing/fake-host.ts';
import { parse } from './parse.ts';

/** Text, message, whether more input could mend it. shell-language.md §12 */
const FAILURES: readonly (readonly [string, string, boolean])[] = [
  ['if ($a) {', "Missing closing '}' in statement block or type definition.", true],
  ['"abc', 'The string is missing the terminator: ".', true],
  ["'abc", "The string is missing the terminator: '.", true],
  ['(1 + 2', "Missing closing ')' in expression.", true],
  ['Get-X |', 'An empty pipe element is not allowed.', true],
  ['| a', 'An empty pipe element is not allowed.', false],
  ['a | | b', 'An empty pipe element is not allowed.', false],
  ['1 | 2', 'Expressions are only allowed as the first element of a pipeline.', false],
  ['a && b', "The token '&&' is not a valid statement separator in this version.", false],
  ['a || b', "The token '||' is not a valid statement separator in this version.", false],
  [
    'a & b',
    'The ampersand (&) character is not allowed. The & operator is reserved for future use; wrap an ampersand in double quotation marks ("&") to pass it as part of a string.',
    false,
  ],
  ['1 2', "Unexpected token '2' in expression or statement.", false],
  ['a )', "Unexpected token ')' in expression or statement.", false],
  ['@{ a 1 }', "Missing '=' operator after key in hash literal.", false],
  ['@{ a = 1', 'The hash literal was incomplete.', true],
  ['$x =', 'An expression or a statement was expected.', true],
  ['1 +', 'An expression or a statement was expected.', true],
  ['f a,', "Missing expression after ','.", true],
  ['if (1)', 'Missing statement block after keyword or condition.', true],
  ['foreach ($x of 1) {}', "Missing 'in' after variable in foreach loop.", false],
  ['try { }', 'The Try statement is missing its Catch or Finally block.', true],
  [
    '1 = 2',
    'The assignment expression is not valid. The input to an assignment operator must be an object that is able to accept assignments, such as a variable or a property.',
    false,
  ],
  [
    '"$name: x"',
    "Variable reference is not valid. ':' was not followed by a valid variable name character. Consider using ${} to delimit the name.",
    false,
  ],
  ['<# open', "The terminator '#>' is missing from the multiline comment.", true],
  ['class X { }', "The keyword 'class' is not supported in this shell.", false],
  ['f --% x', 'The stop-parsing token --% is not supported. Quote the argument instead.', false],
  ["@'\nabc", "The string is missing the terminator: '@.", true],
];

describe('parser', () => {
  for (const [text, message, incomplete] of FAILURES) {
    it(`§12: ${JSON.stringify(text)} is refused${incomplete ? ' until there is more' : ''}`, () => {
      const parsed = parse({ name: null, text });
      assert.equal(parsed.ok, false);
      assert.equal(parsed.ok ? '' : parsed.error.message, message);
      assert.equal(!parsed.ok && parsed.error.incomplete, incomplete);
    });
  }

  it('§12: a parse error stops the whole submission before anything runs', async () => {
    const host = new FakeHost([{ name: 'Get-It', synopsis: '', parameters: [], returns: '' }]);
    const { run } = testShell(host);
    const { ok, out, err } = await run('Get-It; "x"; foo {');
    assert.equal(ok, false);
    assert.equal(out, '');
    assert.equal(host.invocations.length, 0);
    assert.equal(
      err,
      [
        'At line:1 char:19',
        '+ Get-It; "x"; foo {',
        '+                   ~',
        "Missing closing '}' in statement block or type definition.",
        '    + CategoryInfo          : ParserError: (:) [], ParentContainsErrorRecordException',
        '    + FullyQualifiedErrorId : MissingEndCurlyBrace',
        ' ',
        '',
      ].join('\n'),
    );
  });

  it('§1: an interactive reader knows when a text is not finished', () => {
    const { shell } = testShell();
    const open = ['function f {', '1 |', '"a', 'Get-X `', 'f a,', '$x = @(', '@"\nx', 'if (1) { } else {'];
    const closed = ['1', 'a)', '1 2', '', '`a', '"a``"'];
    for (const text of open) assert.equal(shell.isComplete(text), false, text);
    for (const text of closed) assert.equal(shell.isComplete(text), true, text);
  });
});
