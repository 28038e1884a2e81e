import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { allSpecs } from '../../admin/contract/specs/all-specs.ts';
import type { Meter } from '../lexer/lexer.ts';
import { FakeHost, testShell } from '../testing/fake-host.ts';
import { parse } from './parse.ts';

/** Tokens read for one character of text, at most: each may be looked at in both modes, and again where a string is
 *  taken apart. */
const SCANS_PER_CHARACTER = 4;

function parseWithin(text: string): void {
  const meter: Meter = { scans: 0 };
  const parsed = parse({ name: null, text }, meter);
  assert.equal(typeof parsed.ok, 'boolean');
  assert.ok(
    meter.scans <= SCANS_PER_CHARACTER * (text.length + 10),
    `${meter.scans} scans of ${text.length}`,
  );
}

const PIECES = [
  ...['if', 'foreach', 'while', 'do', 'switch', 'function', 'param', 'try', 'catch', 'return', 'in', 'until'],
  ...[
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '@(',
    '@{',
    '$(',
    ';',
    ',',
    '|',
    '&',
    '&&',
    '=',
    '+=',
    '..',
    '::',
    '.',
    '!',
  ],
  ...[
    '"',
    "'",
    '@"\n',
    '\n"@',
    "@'\n",
    "\n'@",
    '`',
    '#',
    '<#',
    '#>',
    '\n',
    '\r\n',
    ' ',
    '\t',
    '\u00a0',
    '\0',
  ],
  ...[
    '$a',
    '$',
    '${',
    '$env:',
    '$_',
    '@a',
    '-eq',
    '-not',
    '-f',
    '-Name',
    '-a:',
    '--',
    '--%',
    '–',
    '—',
    '“',
    '’',
  ],
  ...[
    '1',
    '0x',
    '1e',
    '25MB',
    '1.5',
    '10.0.0.0/24',
    '*',
    '%',
    '?',
    '>',
    '2>&1',
    '>>',
    '[int]',
    'Get-X',
    'é',
    '😀',
  ],
];
const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(''));

/** Numbers from 0 up to `below` that look random and are the same in every run. */
function* numbers(below: number): Generator<number, never> {
  for (let state = 12_345; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    yield (state >> 8) % below;
  }
}

function megabyteOf(pieces: readonly string[]): string {
  const next = numbers(pieces.length);
  const chosen: string[] = [];
  for (let length = 0; length < 1_000_000; ) {
    const piece = pieces[next.next().value] ?? '';
    chosen.push(piece);
    length += piece.length;
  }
  return chosen.join('');
}

describe('no text crashes or hangs the parser', () => {
  it('any characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), parseWithin), { numRuns: 200 });
  });

  it('the signs of the language in any order', () => {
    fc.assert(fc.property(soup, parseWithin), { numRuns: 2000 });
  });

  it('1 MB of random characters, of random signs, and of one sign alone', () => {
    parseWithin(megabyteOf(Array.from({ length: 0x250 }, (_, code) => String.fromCodePoint(code + 1))));
    parseWithin(megabyteOf(PIECES));
    for (const sign of PIECES) parseWithin(sign.repeat(Math.ceil(10_000 / sign.length)));
  });

  it('1 MB that is a script', () => {
    const line = 'Get-X "a $b $($c.d)" -Name @{ a = 1, 2 } | where { $_.e -like "*f*" } # g\n';
    const text = line.repeat(Math.ceil(1_000_000 / line.length));
    const meter: Meter = { scans: 0 };
    assert.equal(parse({ name: null, text }, meter).ok, true);
    assert.ok(meter.scans < text.length, `${meter.scans} scans`);
  });

  it('brackets without end are an error, not the end of the process', () => {
    for (const open of ['(', '{', '@(', '$(', '"$(', '[int]', '!', '$a[', '@{a=', 'if (1) {']) {
      const parsed = parse({ name: null, text: open.repeat(100_000) });
      assert.equal(parsed.ok, false, open);
    }
  });
});

const argument = fc.oneof(
  fc.constantFrom(
    ...[
      '-Name',
      '-Identity',
      '-Bindings:',
      '-Enabled',
      '-Confirm:$false',
      '-WhatIf',
      '-MaxH',
      '-Bogus',
      '--',
    ],
    ...['$null', '$true', '@()', '@{}', '@{Add=1}', '{ $_ }', '(1..3)', '@splat', '-1', '25MB', 'a,b', '""'],
    ...[
      '-ErrorAction',
      '-ErrorAction:Stop',
      '-OutVariable',
      'Ignore',
      '-Verbose',
      '[int]',
      '$x.y',
      '-pv',
      'p',
    ],
  ),
  fc.string({ maxLength: 12 }).map((text) => `'${text.replaceAll(/['\u2018-\u201b]/g, "''")}'`),
);

describe('no arguments crash or hang the binder', () => {
  it('what reaches the server has only parameters that the command has', async () => {
    const command = fc.constantFrom(...allSpecs.map((spec) => spec.name), 'Select-Object', 'Format-Table');
    const input = fc.constantFrom('', '1 | ', '$null | ', '@{Identity="x"} | ', '"a","b" | ');
    const property = fc.asyncProperty(
      input,
      command,
      fc.array(argument, { maxLength: 6 }),
      async (piped, name, given) => {
        const host = new FakeHost(allSpecs);
        await testShell(host).run(`$splat = @{ Name = 1; Zone = 2 }; ${piped}${name} ${given.join(' ')}`);
        for (const call of host.invocations) {
          const known = allSpecs.find((spec) => spec.name === call.command)?.parameters ?? [];
          const names = known.map((parameter) => parameter.name);
          assert.deepEqual(
            Object.keys(call.parameters).filter((parameter) => !names.includes(parameter)),
            [],
          );
        }
      },
    );
    await fc.assert(property, { numRuns: 400 });
  });
});
