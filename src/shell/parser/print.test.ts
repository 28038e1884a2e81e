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

/** Scripts by the grammar of shell-language.md §1, §3, §5–§7. */
const { script } = fc.letrec<{
  expression: string;
  operand: string;
  pipeline: string;
  statement: string;
  script: string;
}>((tie) => {
  const name = fc.constantFrom('a', 'x1', 'rc', 'Name', '_');
  const variable = fc.oneof(
    name.map((text) => `$${text}`),
    fc.constantFrom('$env:TEMP', '$script:n', '${odd name}', '$true', '$null'),
  );
  const value = fc.constantFrom(
    "'it''s'",
    '"v=$x and $($y.Name)"',
    '"`t`$"',
    '42',
    '1.5',
    '25MB',
    '0x1F',
    '@()',
    '[int]',
    '“x”',
    '‘it’’s’',
    '"a`”b"',
  );
  const paired = (text: fc.Arbitrary<string>): fc.Arbitrary<[string, string]> => fc.tuple(text, text);
  const binary = fc.constantFrom(
    '+',
    '-',
    '*',
    '/',
    '%',
    '-eq',
    '-clike',
    '-notmatch',
    '-and',
    '-or',
    '-band',
    '-f',
    '-replace',
    '-is',
    '..',
    ',',
  );
  const word = fc.constantFrom(
    'EX01\\Relay',
    '192.168.5.10',
    '[::]:25',
    '+FromAddress',
    '10.0.0.0/24',
    '*',
    'a,b',
    "'q w'",
  );
  return {
    operand: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'script' },
      variable,
      value,
      tie('pipeline').map((text) => `(${text})`),
      tie('pipeline').map((text) => `@(${text})`),
      tie('statement').map((text) => `$(${text})`),
      tie('script').map((text) => `{ ${text} }`),
      fc.tuple(variable, name).map(([target, member]) => `${target}.${member}`),
      fc.tuple(variable, tie('expression')).map(([target, index]) => `${target}[${index}]`),
      fc
        .tuple(variable, name, tie('operand'))
        .map(([target, member, argument]) => `${target}.${member}(${argument}, 1)`),
      tie('operand').map((text) => `[math]::Abs(${text})`),
      fc.tuple(name, tie('pipeline')).map(([key, text]) => `@{ ${key} = ${text}; 'b c' = 2 }`),
    ),
    expression: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'script' },
      tie('operand'),
      fc.tuple(tie('operand'), binary, tie('expression')).map((parts) => parts.join(' ')),
      tie('operand').map((text) => `-not ${text}`),
      tie('operand').map((text) => `[string]${text}`),
      tie('operand').map((text) => `,${text}`),
      fc.tuple(fc.constantFrom('++', '--'), variable).map((parts) => parts.join('')),
      variable.map((text) => `${text}++`),
    ),
    pipeline: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'script' },
      tie('expression'),
      fc
        .tuple(word, tie('operand'))
        .map(([text, argument]) => `Get-X ${text} -Name:${argument} -Switch @splat ${argument}`),
      fc
        .tuple(tie('expression'), tie('script'))
        .map(([text, block]) => `${text} | where { ${block} } | ft Name,Enabled -a`),
      tie('script').map((text) => `& { ${text} } 1 > out.txt`),
      fc.constantFrom('Get-Y 2>&1', 'Get-Y >> $path', '. ./lib.ps1', '& "a b.ps1" x'),
    ),
    statement: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'script' },
      tie('pipeline'),
      fc
        .tuple(variable, fc.constantFrom('=', '+='), tie('pipeline'))
        .filter(([target]) => !/true|null/.test(target))
        .map((parts) => parts.join(' ')),
      fc
        .tuple(tie('pipeline'), tie('script'))
        .map(([test, body]) => `if (${test}) { ${body} } elseif ($y) { 1 } else { ${body} }`),
      fc
        .tuple(tie('pipeline'), tie('script'))
        .map(([over, body]) => `foreach ($i in ${over}) { ${body}; continue }`),
      fc
        .tuple(tie('pipeline'), tie('script'))
        .map(([test, body]) => `:outer while (${test}) { ${body}; break outer }`),
      fc.tuple(tie('pipeline'), tie('script')).map(([test, body]) => `do { ${body} } until (${test})`),
      tie('script').map((body) => `for ($i = 0; $i -lt 3; $i++) { ${body} }`),
      fc
        .tuple(tie('operand'), tie('script'))
        .map(
          ([over, body]) =>
            `switch -Wildcard (${over}) { "a*" { ${body} } { $_ -gt 5 } { 2 } default { 3 } }`,
        ),
      tie('script').map(
        (body) => `function Get-It { param([string]$A = 'x', [Parameter(Mandatory=$true)]$B) ${body} }`,
      ),
      tie('script').map((body) => `function g { begin { 1 } process { ${body} } end { return $x } }`),
      tie('script').map(
        (body) =>
          `try { ${body} } catch [System.Exception] { throw } catch { throw "x" } finally { ${body} }`,
      ),
    ),
    script: paired(tie('statement')).chain((both) =>
      fc.subarray(both, { minLength: 1 }).map((chosen) => chosen.join('; ')),
    ),
  };
});

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
