import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { PsHashtable, PsList, PsObject, type PsValue } from '../values/value.ts';
import { bars, block, FakeShell, ps, stage, table } from './testing/fake-shell.ts';

const ENABLED = ps('ReceiveConnector', {
  Name: 'Default EX01',
  Enabled: true,
  Hops: 60,
  Bindings: ['0.0.0.0:25'],
});
const OFF = ps('ReceiveConnector', {
  Name: 'App Relay',
  Enabled: false,
  Hops: 5,
  Bindings: ['[::]:587', '1.1.1.1:25'],
});
const BOTH = [ENABLED, OFF];

function names(values: readonly PsValue[]): PsValue[] {
  return values.map((value) => (value instanceof PsObject ? value.get('Name') : value));
}

suite('shell-language §10: Where-Object', () => {
  const conditions: readonly (readonly [string, Readonly<Record<string, PsValue>>, readonly string[]])[] = [
    ['Name -like "Default*"', { FilterScript: 'Name', Like: true, Value: 'default*' }, ['Default EX01']],
    ['Name -clike "default*"', { FilterScript: 'Name', CLike: true, Value: 'default*' }, []],
    ['Enabled', { FilterScript: 'enabled' }, ['Default EX01']],
    ['Name x means -eq', { FilterScript: 'Name', Value: 'app relay' }, ['App Relay']],
    ['Hops -gt 10', { FilterScript: 'Hops', GT: true, Value: 10 }, ['Default EX01']],
    ['Hops -le "5"', { FilterScript: 'Hops', LE: true, Value: '5' }, ['App Relay']],
    [
      'Bindings -contains',
      { FilterScript: 'Bindings', Contains: true, Value: '0.0.0.0:25' },
      ['Default EX01'],
    ],
    [
      'Bindings -notcontains',
      { FilterScript: 'Bindings', NotContains: true, Value: '0.0.0.0:25' },
      ['App Relay'],
    ],
    [
      'a list on the left is filtered',
      { FilterScript: 'Bindings', Like: true, Value: '[[]*587' },
      ['App Relay'],
    ],
    ['Name -in', { FilterScript: 'Name', In: true, Value: ['x', 'APP RELAY'] }, ['App Relay']],
    ['Name -match', { FilterScript: 'Name', Match: true, Value: '^app' }, ['App Relay']],
    [
      'a missing property is $null',
      { FilterScript: 'Nope', EQ: true, Value: null },
      ['Default EX01', 'App Relay'],
    ],
  ];
  for (const [name, parameters, expected] of conditions) {
    test(name, async () => {
      assert.deepEqual(names(await new FakeShell().run(BOTH, stage('Where-Object', parameters))), expected);
    });
  }

  test('a script block decides by the truth of its output', async () => {
    const filter = block('', (it) => (it === OFF ? ['a', 'b'] : [false]));
    assert.deepEqual(await new FakeShell().run(BOTH, stage('Where-Object', { FilterScript: filter })), [OFF]);
  });
});

suite('shell-language §10: ForEach-Object', () => {
  const say = (text: string) => block(text, () => [text]);

  test('three positional blocks are begin, process, end; two are begin and process', async () => {
    const three = stage('ForEach-Object', { Process: [say('begin'), say('each'), say('end')] });
    assert.deepEqual(await new FakeShell().run([1, 2], three), ['begin', 'each', 'each', 'end']);
    const two = stage('ForEach-Object', { Process: [say('begin'), say('each')] });
    assert.deepEqual(await new FakeShell().run([1, 2], two), ['begin', 'each', 'each']);
    assert.deepEqual(await new FakeShell().run([], three), ['begin', 'end']);
  });

  test('a name is a property or a method; what is missing is $null', async () => {
    const run = (input: PsValue, process: PsValue[]) =>
      new FakeShell().run([input], stage('ForEach-Object', { Process: process }));
    assert.deepEqual(await run(ENABLED, ['name']), ['Default EX01']);
    assert.deepEqual(await run('ab', ['ToUpper']), ['AB']);
    assert.deepEqual(await run('a,b;c', ['Split', ',;']), ['a', 'b', 'c']);
    assert.deepEqual(await run(ENABLED, ['Nope']), [null]);
  });
});

suite('shell-language §10: Select-Object', () => {
  test('named, wildcard and calculated properties in order; missing ones are $null', async () => {
    const upper = table({
      n: 'Upper',
      e: block('', (it) => [it instanceof PsObject ? it.get('Hops') : null]),
    });
    const [row] = await new FakeShell().run(
      [OFF],
      stage('Select-Object', { Property: ['nope', 'en*', upper, 'name'] }),
    );
    assert.ok(row instanceof PsObject);
    assert.equal(row.typeName, 'Selected.ReceiveConnector');
    assert.deepEqual(
      row.names().map((name) => [name, row.get(name)]),
      [
        ['nope', null],
        ['Enabled', false],
        ['Upper', 5],
        ['Name', 'App Relay'],
      ],
    );
  });

  test('-ExpandProperty writes the elements, and an error for a name that is missing', async () => {
    const shell = new FakeShell();
    assert.deepEqual(await shell.run(BOTH, stage('Select-Object', { ExpandProperty: 'bindings' })), [
      '0.0.0.0:25',
      '[::]:587',
      '1.1.1.1:25',
    ]);
    assert.deepEqual(await shell.run([OFF], stage('Select-Object', { ExpandProperty: 'X' })), []);
    assert.deepEqual(shell.errors, ['Property "X" cannot be found.']);
  });

  test('windows of the input', async () => {
    const numbers = [1, 2, 3, 4, 5];
    const cases: readonly (readonly [Readonly<Record<string, PsValue>>, readonly number[]])[] = [
      [{ First: 2 }, [1, 2]],
      [{ First: 2, Skip: 1 }, [2, 3]],
      [{ Skip: 4 }, [5]],
      [{ Last: 2 }, [4, 5]],
      [{ Last: 2, Skip: 1 }, [3, 4]],
      [{ First: 1, Last: 1 }, [1, 5]],
      [{ SkipLast: 3 }, [1, 2]],
      [{ Index: [0, 3] }, [1, 4]],
      [{ First: 0 }, []],
    ];
    for (const [parameters, expected] of cases) {
      assert.deepEqual(await new FakeShell().run(numbers, stage('Select-Object', parameters)), expected);
    }
  });

  test('-Unique minds letter case', async () => {
    assert.deepEqual(await new FakeShell().run(['a', 'A', 'a'], stage('Select-Object', { Unique: true })), [
      'a',
      'A',
    ]);
  });
});

suite('shell-language §10: Sort-Object', () => {
  const sort = (input: readonly PsValue[], parameters: Readonly<Record<string, PsValue>> = {}) =>
    new FakeShell().run(input, stage('Sort-Object', parameters));

  test('text without case, sizes and addresses by value', async () => {
    assert.deepEqual(await sort(['b', 'A', 'c']), ['A', 'b', 'c']);
    const address = (text: string): PsValue => ({ $: 'typed', type: 'IPRange', text });
    assert.deepEqual(await sort([address('10.0.0.10'), address('10.0.0.9'), address('9.0.0.0/8')]), [
      address('9.0.0.0/8'),
      address('10.0.0.9'),
      address('10.0.0.10'),
    ]);
    assert.deepEqual(await sort([{ $: 'unlimited' }, { $: 'size', bytes: 9 }, { $: 'size', bytes: 10 }]), [
      { $: 'size', bytes: 9 },
      { $: 'size', bytes: 10 },
      { $: 'unlimited' },
    ]);
  });

  test('several keys with directions of their own; a missing key comes first', async () => {
    const row = (a: PsValue, b: number) => ps('R', { A: a, B: b });
    const rows = [row('x', 1), row('y', 1), row('x', 2), row(null, 3)];
    const sorted = await sort(rows, { Property: ['A', table({ e: 'B', Descending: true })] });
    assert.deepEqual(sorted, [rows[3], rows[2], rows[0], rows[1]]);
  });

  test('-Unique keeps one of equals', async () => {
    assert.deepEqual(await sort(['b', 'a', 'B'], { Unique: true }), ['a', 'b']);
  });

  test('is stable, also descending', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3 })), fc.boolean(), async (keys, descending) => {
        const rows = keys.map((key, index) => ps('R', { Key: key, Index: index }));
        const sorted = await sort(rows, { Property: 'Key', Descending: descending });
        const expected = rows.toSorted((a, b) => {
          const order = Number(a.get('Key')) - Number(b.get('Key'));
          return (descending ? -order : order) || Number(a.get('Index')) - Number(b.get('Index'));
        });
        assert.deepEqual(sorted, expected);
      }),
      { numRuns: 50 },
    );
  });
});

suite('shell-language §10: Group-Object', () => {
  const opaque = (sender: string) =>
    ps(
      'MessageTrackingEvent',
      { Sender: sender },
      'Microsoft.Exchange.Management.TransportLogSearchTasks.MessageTrackingEvent',
    );

  test('the view of its result', async () => {
    const events = [
      ...Array.from({ length: 42 }, () => opaque('app01@contoso.com')),
      ...Array.from({ length: 7 }, () => opaque('scanner-floor2-printer@contoso.com')),
    ];
    assert.deepEqual(
      await new FakeShell().show(events, stage('Group-Object', { Property: 'Sender' })),
      bars(`
        ||
        |Count Name                      Group                                          |
        |----- ----                      -----                                          |
        |   42 app01@contoso.com         {Microsoft.Exchange.Management.TransportLogS...|
        |    7 scanner-floor2-printer... {Microsoft.Exchange.Management.TransportLogS...|
        ||
        ||`),
    );
  });

  test('groups in first-seen order without case; -NoElement leaves the members out', async () => {
    const groups = await new FakeShell().run(['b', 'a', 'B'], stage('Group-Object', { NoElement: true }));
    assert.deepEqual(
      groups.map((group) =>
        group instanceof PsObject ? [group.get('Name'), group.get('Count'), group.has('Group')] : null,
      ),
      [
        ['b', 2, false],
        ['a', 1, false],
      ],
    );
  });

  test('-AsHashTable', async () => {
    const [made] = await new FakeShell().run(
      BOTH,
      stage('Group-Object', { Property: 'Name', AsHashTable: true, AsString: true }),
    );
    assert.ok(made instanceof PsHashtable);
    assert.deepEqual(made.get('app relay'), [OFF]);
  });
});

suite('shell-language §10: Measure-Object', () => {
  test('the list of its result', async () => {
    const queues = Array.from({ length: 14 }, (_, index) =>
      ps('Queue', { MessageCount: index === 0 ? 231 : 0 }),
    );
    assert.deepEqual(
      await new FakeShell().show(queues, stage('Measure-Object', { Property: ['MessageCount'], Sum: true })),
      bars(`
        ||
        ||
        |Count    : 14|
        |Average  : |
        |Sum      : 231|
        |Maximum  : |
        |Minimum  : |
        |Property : MessageCount|
        ||
        ||
        ||`),
    );
  });

  test('average, extremes, text, and what is not numeric', async () => {
    const shell = new FakeShell();
    const [all] = await shell.run(
      [3, 1, 2],
      stage('Measure-Object', { Average: true, Maximum: true, Minimum: true }),
    );
    assert.ok(all instanceof PsObject);
    assert.deepEqual(
      ['Count', 'Average', 'Sum', 'Maximum', 'Minimum'].map((name) => all.get(name)),
      [3, 2, null, 3, 1],
    );
    const [text] = await shell.run(
      ['one two', 'three'],
      stage('Measure-Object', { Line: true, Word: true, Character: true }),
    );
    assert.ok(text instanceof PsObject);
    assert.deepEqual(
      ['Lines', 'Words', 'Characters'].map((name) => text.get(name)),
      [2, 3, 12],
    );
    await shell.run(['x'], stage('Measure-Object', { Sum: true }));
    await shell.run([ps('R', { A: 1 })], stage('Measure-Object', { Property: ['B'] }));
    assert.deepEqual(shell.errors, [
      'Input object "x" is not numeric.',
      'The property "B" cannot be found in the input for any objects.',
    ]);
  });
});

suite('Get-Unique and Compare-Object', () => {
  test('Get-Unique looks at neighbours only', async () => {
    assert.deepEqual(await new FakeShell().run(['a', 'a', 'b', 'a'], stage('Get-Unique')), ['a', 'b', 'a']);
  });

  test('Compare-Object says on which side a value stands', async () => {
    const shell = new FakeShell();
    const sides = { ReferenceObject: ['a', 'b'], DifferenceObject: ['B', 'c'], IncludeEqual: true };
    const rows = await shell.run(null, stage('Compare-Object', sides));
    assert.deepEqual(
      rows.map((row) =>
        row instanceof PsObject ? [row.get('InputObject'), row.get('SideIndicator')] : null,
      ),
      [
        ['B', '=='],
        ['c', '=>'],
        ['a', '<='],
      ],
    );
  });
});

suite('Get-Member', () => {
  test('the layout of shell-language §13', async () => {
    const shell = new FakeShell();
    shell.width = 119;
    const connector = ps('ReceiveConnector', {
      Enabled: true,
      Bindings: new PsList('MultiValuedProperty', [{ $: 'typed', type: 'IPBinding', text: '0.0.0.0:25' }]),
    });
    assert.deepEqual(
      await shell.show([connector, connector], stage('Get-Member', { MemberType: ['Property'] })),
      bars(`
        ||
        ||
        |   TypeName: Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector|
        ||
        |Name     MemberType Definition                                                                                        |
        |----     ---------- ----------                                                                                        |
        |Bindings Property   Microsoft.Exchange.Data.MultiValuedProperty[Microsoft.Exchange.Data.IPBinding] Bindings {get;set;}|
        |Enabled  Property   bool Enabled {get;set;}                                                                           |
        ||
        ||`),
    );
  });

  test('a selected object has note properties with their values', async () => {
    const found = await new FakeShell().run(
      [ps('PSCustomObject', { A: 1, B: null })],
      stage('Get-Member', { MemberType: ['NoteProperty'] }),
    );
    assert.deepEqual(
      found.map((member) => (member instanceof PsObject ? member.get('Definition') : null)),
      ['int A=1', 'object B=null'],
    );
  });
});
