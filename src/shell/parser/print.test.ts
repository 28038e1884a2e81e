import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse } from './parse.ts';
import { printScript } from './testing/print.ts';

/** The tree without what depends on the text's layout. */
function treeOf(text: string): unknown {
  const parsed = parse({ name: null, text });
  assert.ok(parsed.ok, `${parsed.ok ? '' : parsed.error.message}\n${text}`);
  return withoutLayout(parsed.script);
}

function withoutLayout(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutLayout);
  if (typeof node !== 'object' || node === null) return node;
  const isBlock = 'process' in node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name]) => name !== 'extent' && !(isBlock && name === 'text'))
      .map(([name, value]) => [name, withoutLayout(value)]),
  );
}

function roundTrips(text: string): void {
  const parsed = parse({ name: null, text });
  assert.ok(parsed.ok, `${parsed.ok ? '' : parsed.error.message}\n${text}`);
  const printed = printScript(parsed.script);
  assert.deepEqual(treeOf(printed), withoutLayout(parsed.script), `${text}\n→\n${printed}`);
}

/** Texts of each kind, nested at most so deep. */
type Grammar = Readonly<
  Record<'operand' | 'expression' | 'pipeline' | 'statement' | 'script', fc.Arbitrary<string>>
>;

const NAME = fc.constantFrom('a', 'x1', 'rc', 'Name', '_');
const VARIABLE = fc.oneof(
  NAME.map((text) => `$${text}`),
  fc.constantFrom('$env:TEMP', '$script:n', '${odd name}'),
);
const VALUE = fc.constantFrom(
  "'it''s'",
  '"v=$x and $($y.Name)"',
  '"`t`$"',
  '42',
  '1.5',
  '25MB',
  '0x1F',
  '7L',
  '1.10d',
  '@()',
  '[int]',
  '“x”',
  '‘it’’s’',
  '"a`”b"',
  '$true',
  '@"\nline $x\n"@',
);
const BINARY = fc.constantFrom(
  ...['+', '-', '*', '/', '%', '-eq', '-clike', '-notmatch', '-and', '-or', '-band', '-f', '-replace'],
  ...['-is', '-as', '-join', '-split', '-in', '..', ','],
);
const WORD = fc.constantFrom(
  ...['EX01\\Relay', '192.168.5.10', '[::]:25', '+FromAddress', '10.0.0.0/24', '*', 'a,b', "'q w'"],
);

/** The smallest texts, of which the larger ones are made. */
const LEAVES: Grammar = {
  operand: fc.oneof(VARIABLE, VALUE),
  expression: fc.oneof(VARIABLE, VALUE),
  pipeline: fc.oneof(
    VARIABLE,
    fc.constantFrom('Get-Y 2>&1', 'Get-Y >> $path', '. ./lib.ps1', '& "a b.ps1" x'),
  ),
  statement: fc.constantFrom('Get-Z', '$i++', '1', 'continue', 'break outer', 'return', 'throw', 'exit 3'),
  script: fc.constantFrom('', '2', 'Get-Z -Name x'),
};

function nested(inner: Grammar): Grammar {
  return {
    operand: operands(inner),
    expression: expressions(inner),
    pipeline: pipelines(inner),
    statement: statements(inner),
    script: fc.array(inner.statement, { minLength: 1, maxLength: 2 }).map((chosen) => chosen.join('; ')),
  };
}

function operands({ pipeline, statement, script, operand, expression }: Grammar): fc.Arbitrary<string> {
  return fc.oneof(
    VARIABLE,
    VALUE,
    pipeline.map((text) => `(${text})`),
    pipeline.map((text) => `@(${text})`),
    statement.map((text) => `$(${text})`),
    script.map((text) => `{ ${text} }`),
    fc.tuple(VARIABLE, NAME).map(([target, member]) => `${target}.${member}`),
    fc.tuple(VARIABLE, expression).map(([target, index]) => `${target}[${index}]`),
    fc.tuple(VARIABLE, NAME, operand).map(([target, name, text]) => `${target}.${name}(${text}, 1)`),
    operand.map((text) => `[math]::Abs(${text})`),
    fc.tuple(NAME, pipeline).map(([key, text]) => `@{ ${key} = ${text}; 'b c' = 2 }`),
  );
}

function expressions({ operand, expression }: Grammar): fc.Arbitrary<string> {
  return fc.oneof(
    operand,
    fc.tuple(operand, BINARY, expression).map((parts) => parts.join(' ')),
    fc.tuple(fc.constantFrom('-not ', '[string]', ',', '-', '!'), operand).map((parts) => parts.join('')),
    fc.tuple(fc.constantFrom('++', '--'), VARIABLE).map((parts) => parts.join('')),
    VARIABLE.map((text) => `${text}++`),
  );
}

function pipelines({ expression, operand, script }: Grammar): fc.Arbitrary<string> {
  return fc.oneof(
    expression,
    fc
      .tuple(WORD, operand)
      .map(([text, argument]) => `Get-X ${text} -Name:${argument} -Switch @splat -- $last`),
    fc.tuple(expression, script).map(([text, block]) => `${text} | where { ${block} } | ft Name,Enabled -a`),
    script.map((text) => `& { ${text} } 1 > out.txt`),
  );
}

function statements({ pipeline, operand, script }: Grammar): fc.Arbitrary<string> {
  const both = fc.tuple(pipeline, script);
  return fc.oneof(
    pipeline,
    fc.tuple(VARIABLE, fc.constantFrom('=', '+='), pipeline).map((parts) => parts.join(' ')),
    both.map(([test, body]) => `if (${test}) { ${body} } elseif ($y) { 1 } else { 2 }`),
    both.map(([over, body]) => `foreach ($i in ${over}) { ${body}; continue }`),
    both.map(([test, body]) => `:outer while (${test}) { ${body}; break outer }`),
    both.map(([test, body]) => `do { ${body} } until (${test})`),
    script.map((body) => `for ($i = 0; $i -lt 3; $i++) { ${body} }`),
    fc
      .tuple(operand, script)
      .map(
        ([over, body]) => `switch -Wildcard (${over}) { "a*" { ${body} } { $_ -gt 5 } { 2 } default { 3 } }`,
      ),
    script.map(
      (body) =>
        `function Get-It { [CmdletBinding(SupportsShouldProcess=$true)] param([string]$A = 'x', [Parameter(Mandatory=$true)][ValidateSet('a', 'b')]$B) ${body} }`,
    ),
    script.map((body) => `function g { begin { 1 } process { ${body} } end { return $x } }`),
    script.map(
      (body) => `try { ${body} } catch [System.Exception] { throw } catch { throw "x" } finally { 1 }`,
    ),
  );
}

const LEVELS = 4;
const { script } = Array.from({ length: LEVELS }).reduce<Grammar>((inner) => nested(inner), LEAVES);

describe('shell-language.md §1, §3: a printed tree', () => {
  it('parses to the same tree', () => {
    fc.assert(fc.property(script, roundTrips), { numRuns: 300 });
  });

  for (const text of [
    'Get-ADPermission "Anonymous Relay" -User "NT AUTHORITY\\ANONYMOUS LOGON" | where {($_.Deny -eq $false) -and ($_.IsInherited -eq $false)} | Format-Table User,ExtendedRights',
    'Set-ReceiveConnector "EX01\\Relay" -RemoteIPRanges @{Add="192.168.5.20","10.20.0.0/16"; Remove=$old}',
    '$a, $b = 1, 2, 3; $h["x"] = $h.y++',
    '"${name}: $($c.Name) $server\\Relay `"q`""',
  ]) {
    it(text, () => roundTrips(text));
  }
});
