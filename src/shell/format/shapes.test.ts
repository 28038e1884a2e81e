import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { bars, block, FakeShell, ps, stage, table } from '../cmdlets/testing/fake-shell.ts';
import { PsDateTime, PsHashtable } from '../values/value.ts';

const MORNING = new Date(2026, 2, 2, 9, 14, 7).getTime();

suite('shell-language §9.4: tables in other forms', () => {
  const rows = [ps('R', { Name: 'a', Size: 1234.5 }), ps('R', { Name: 'b', Size: 7 })];

  test('a calculated column with width, alignment and format', async () => {
    const size = table({
      n: 'Kilo',
      e: block('$_.Size', (it) => [it === rows[0] ? 1234.5 : 7]),
      width: 9,
      align: 'right',
      f: 'N2',
    });
    const name = table({ l: 'Who', e: 'Name', w: 5 });
    const lines = await new FakeShell().show(rows, stage('Format-Table', { Property: [name, size] }));
    assert.deepEqual(
      lines,
      bars(`
        ||
        |Who        Kilo|
        |---        ----|
        |a      1,234.50|
        |b          7.00|
        ||
        ||`),
    );
  });

  test('a script block is labelled with its text; a property that is missing stays empty', async () => {
    const lines = await new FakeShell().show(
      rows,
      stage('Format-Table', { Property: [block('$_.Name', () => ['x']), 'nosuch'] }),
    );
    assert.deepEqual(lines.slice(1, 4), ['$_.Name nosuch', '------- ------', 'x             ']);
  });

  test('-HideTableHeaders drops labels and dashes', async () => {
    const wanted = { Property: ['Name'], HideTableHeaders: true };
    const lines = await new FakeShell().show(rows, stage('Format-Table', wanted));
    assert.deepEqual(lines, ['', 'a   ', 'b   ', '', '']);
  });

  test('-GroupBy repeats the header', async () => {
    const grouped = [ps('R', { G: 1, A: 'x' }), ps('R', { G: 1, A: 'y' }), ps('R', { G: 2, A: 'z' })];
    const wanted = { Property: ['A'], GroupBy: 'G' };
    assert.deepEqual(
      await new FakeShell().show(grouped, stage('Format-Table', wanted)),
      bars(`
        ||
        ||
        |   G: 1|
        ||
        |A|
        |-|
        |x|
        |y|
        ||
        ||
        |   G: 2|
        ||
        |A|
        |-|
        |z|
        ||
        ||`),
    );
  });

  test('nothing prints nothing', async () => {
    for (const shape of ['Format-Table', 'Format-List', 'Format-Wide']) {
      assert.deepEqual(await new FakeShell().show([], stage(shape)), []);
    }
    assert.deepEqual(await new FakeShell().show([new PsHashtable(), null]), []);
  });

  test('Format-Wide fills two columns row by row', async () => {
    const shell = new FakeShell();
    shell.width = 21;
    const three = ['a', 'b', 'c'].map((name) => ps('R', { Name: name, Other: 1 }));
    const wide = (more: Parameters<typeof stage>[1]) => shell.show(three, stage('Format-Wide', more));
    const [two, last] = ['a          b         ', 'c                    '];
    assert.deepEqual(await wide({ Property: 'Name' }), ['', '', two, last, '', '']);
    assert.deepEqual(await wide({ Column: 3 }), ['', '', 'a      b      c     ', '', '']);
    assert.deepEqual(await wide({ AutoSize: true }), ['', '', `a b c${' '.repeat(16)}`, '', '']);
  });
});

suite('shell-language §9.6: one formatter for a submission', () => {
  test('text between rows is printed as it comes; the table goes on', async () => {
    const row = (a: number) => ps('PSCustomObject', { A: a });
    const lines = await new FakeShell().show([row(1), 'text', row(2)]);
    assert.deepEqual(lines, ['', 'A', '-', '1', 'text', '2', '', '']);
  });

  test('after a table of properties other objects are squeezed into its columns', async () => {
    const lines = await new FakeShell().show([ps('P', { A: 'x', B: 1 }), ps('Q', { B: 2, C: 3 })]);
    assert.deepEqual(lines, ['', 'A B', '- -', 'x 1', '  2', '', '']);
  });

  test('with views another type begins anew', async () => {
    const domain = { Name: 'D', DomainName: '*', AllowedOOFType: 'External', More: 1, Most: 2 };
    const lines = await new FakeShell().show([
      ps('RemoteDomain', domain),
      ps('PSVariable', { Name: 'x', Value: 1 }),
    ]);
    assert.deepEqual(
      lines.slice(0, 7),
      bars(`
        ||
        |Name DomainName AllowedOOFType|
        |---- ---------- --------------|
        |D    *          External      |
        ||
        ||
        ||`),
    );
    assert.match(lines[7] ?? '', /^Name {27}Value +$/);
  });

  test('five properties without a view are a list', async () => {
    const lines = await new FakeShell().show([ps('P', { A: 1, B: 2, C: 3, D: 4, E: null })]);
    assert.deepEqual(lines, ['', '', 'A : 1', 'B : 2', 'C : 3', 'D : 4', 'E : ', '', '', '']);
  });

  test('a hashtable has a row for each entry, a date stands alone', async () => {
    const shell = new FakeShell();
    shell.width = 40;
    const gap = ' '.repeat(27);
    assert.deepEqual(await shell.show([table({ Add: ['a', 'b'] })]), [
      '',
      `Name${gap}Value    `,
      `----${gap}-----    `,
      `Add ${gap}{a, b}   `,
      '',
      '',
    ]);
    const lines = await shell.show([new PsDateTime(MORNING)]);
    assert.deepEqual(lines, ['', 'Monday, March 2, 2026 9:14:07 AM', '', '']);
  });
});
