import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { PsDateTime, PsList, PsObject, type PsValue } from '../values/value.ts';
import { csvField, parseCsv } from './csv-text.ts';
import { toJson } from './json-text.ts';
import { FakeShell, ps, stage, table } from './testing/fake-shell.ts';

const ROW = ps('ReceiveConnector', {
  Name: 'Anonymous "Relay"',
  Nothing: null,
  Ranges: new PsList('MultiValuedProperty', ['10.0.0.1']),
  Enabled: true,
});

suite('shell-language §10: CSV', () => {
  test('every value quoted, $null empty without quotes, lists by their type', async () => {
    const lines = await new FakeShell().run([ROW], stage('ConvertTo-Csv'));
    assert.deepEqual(lines, [
      '#TYPE Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector',
      '"Name","Nothing","Ranges","Enabled"',
      '"Anonymous ""Relay""",,"Microsoft.Exchange.Data.MultiValuedProperty[string]","True"',
    ]);
  });

  test('columns are those of the first object; selected objects say so', async () => {
    const lines = await new FakeShell().run(
      [ROW, ps('Other', { Enabled: false })],
      stage('Select-Object', { Property: ['Name', 'Enabled'] }),
      stage('ConvertTo-Csv', { Delimiter: ';' }),
    );
    assert.deepEqual(lines, [
      '#TYPE Selected.Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector',
      '"Name";"Enabled"',
      '"Anonymous ""Relay""";"True"',
      ';"False"',
    ]);
  });

  test('Export-Csv writes CRLF and ASCII; -Append adds rows without a head', async () => {
    const shell = new FakeShell();
    const row = ps('R', { A: 1 });
    await shell.run([row], stage('Export-Csv', { Path: 'f.csv', NoTypeInformation: true }));
    await shell.run([row], stage('Export-Csv', { Path: 'f.csv', NoTypeInformation: true, Append: true }));
    assert.equal(shell.files.get('f.csv'), '"A"\r\n"1"\r\n"1"\r\n');
    assert.equal(shell.encodings.get('f.csv'), 'ascii');
  });

  test('Import-Csv skips the type line; short rows give $null', async () => {
    const shell = new FakeShell();
    shell.files.set('f.csv', '\uFEFF#TYPE X\r\nA,"B C",D\r\n1,"x\r\ny",z\r\n2\r\n');
    const rows = await shell.run(null, stage('Import-Csv', { Path: ['f.csv'] }));
    assert.deepEqual(
      rows.map((row) => (row instanceof PsObject ? row.names().map((name) => [name, row.get(name)]) : null)),
      [
        [
          ['A', '1'],
          ['B C', 'x\ny'],
          ['D', 'z'],
        ],
        [
          ['A', '2'],
          ['B C', null],
          ['D', null],
        ],
      ],
    );
  });

  test('-Header names the columns of a file without a head', async () => {
    const [row] = await new FakeShell().run(['1,2'], stage('ConvertFrom-Csv', { Header: ['X', 'Y'] }));
    assert.ok(row instanceof PsObject);
    assert.deepEqual(
      row.names().map((name) => row.get(name)),
      ['1', '2'],
    );
  });

  test('a file that is not there is an error, not a failure', async () => {
    const shell = new FakeShell();
    assert.deepEqual(await shell.run(null, stage('Import-Csv', { Path: ['no.csv'] })), []);
    assert.deepEqual(shell.errors, ["Cannot find path 'no.csv' because it does not exist."]);
  });

  test('formatting objects are refused with a warning', async () => {
    const shell = new FakeShell();
    const format = stage('Format-List', { Property: ['Name'] });
    assert.deepEqual(await shell.run([ROW], format, stage('ConvertTo-Csv')), []);
    await shell.run([ROW], format, stage('Set-Content', { Path: ['x.txt'] }));
    assert.equal(shell.warnings.length, 2);
    assert.match(shell.warnings[0] ?? '', /Format- cmdlet/);
  });

  test('what is written can be read', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 })), (records) => {
        const text = records.map((record) => `${record.map(csvField).join(',')}\r\n`).join('');
        assert.deepEqual(parseCsv(text, ','), records);
      }),
    );
  });
});

suite('shell-language §10: JSON', () => {
  test('the indentation of 5.1', async () => {
    const [json] = await new FakeShell().run(
      [ps('R', { Name: 'Anonymous Relay', Bindings: new PsList('MultiValuedProperty', ['0.0.0.0:25']) })],
      stage('ConvertTo-Json'),
    );
    assert.equal(
      json,
      [
        '{',
        '    "Name":  "Anonymous Relay",',
        '    "Bindings":  [',
        '                     "0.0.0.0:25"',
        '                 ]',
        '}',
      ].join('\r\n'),
    );
  });

  const values: readonly (readonly [string, PsValue, string])[] = [
    ['enums are numbers', { $: 'enum', type: 'E', text: 'Tls', value: 1 }, '1'],
    ['dates count milliseconds', new PsDateTime(0), '"\\/Date(0)\\/"'],
    ['markup is escaped', "<a href='x'>&", '"\\u003ca href=\\u0027x\\u0027\\u003e\\u0026"'],
    ['sizes are their text', { $: 'size', bytes: 1024 }, '"1 KB (1,024 bytes)"'],
    ['secrets stay hidden', { $: 'secret', text: 'hunter2' }, '"System.Security.SecureString"'],
    ['an empty list', [], '[]'],
    ['a hashtable', table({ a: 1, b: [true, null] }), '{"a":1,"b":[true,null]}'],
  ];
  for (const [name, value, expected] of values) {
    test(name, () => assert.equal(toJson(value, { depth: 2, compress: true }), expected));
  }

  test('what lies deeper becomes its text', () => {
    const deep = table({ a: table({ b: table({ c: table({ d: 1 }) }) }) });
    assert.equal(toJson(deep, { depth: 1, compress: true }), '{"a":{"b":"System.Collections.Hashtable"}}');
    assert.equal(toJson(table({ a: ['x', 'y'] }), { depth: 0, compress: true }), '{"a":"x y"}');
  });

  test('ConvertFrom-Json keeps the order of members and is undone by ConvertTo-Json', async () => {
    const text = '{"z":1,"a":[{"b":null},"x"],"t":true}';
    const back = await new FakeShell().run(
      [text],
      stage('ConvertFrom-Json'),
      stage('ConvertTo-Json', { Compress: true, Depth: 5 }),
    );
    assert.deepEqual(back, [text]);
  });

  test('text that is no JSON is an error', async () => {
    const shell = new FakeShell();
    assert.deepEqual(await shell.run(['{nope'], stage('ConvertFrom-Json')), []);
    assert.match(shell.errors[0] ?? '', /^Invalid JSON/);
  });
});

suite('shell-language §10: output cmdlets', () => {
  const one = ps('PSCustomObject', { A: 'x' });

  test('Out-String has CRLF ends, -Stream gives lines', async () => {
    const shell = new FakeShell();
    assert.deepEqual(await shell.run([one], stage('Out-String')), ['\r\nA\r\n-\r\nx\r\n\r\n\r\n']);
    assert.deepEqual(await shell.run([one], stage('Out-String', { Stream: true })), [
      '',
      'A',
      '-',
      'x',
      '',
      '',
    ]);
  });

  test('Out-File writes what the console would show, UTF-16 by default', async () => {
    const shell = new FakeShell();
    await shell.run(['a', 'b'], stage('Out-File', { FilePath: 'o.txt' }));
    await shell.run(['c'], stage('Out-File', { FilePath: 'o.txt', Append: true, Encoding: 'UTF8' }));
    assert.equal(shell.files.get('o.txt'), 'a\r\nb\r\nc\r\n');
    assert.equal(shell.encodings.get('o.txt'), 'utf8');
    await shell.run(['d'], stage('Out-File', { FilePath: 'o.txt', NoClobber: true }));
    assert.deepEqual(shell.errors, ["The file 'o.txt' already exists."]);
    assert.equal(shell.files.get('o.txt'), 'a\r\nb\r\nc\r\n');
  });

  test('$FormatEnumerationLimit is minded', async () => {
    const shell = new FakeShell();
    shell.variables.set('FormatEnumerationLimit', 1);
    const lines = await shell.run([ps('P', { A: [1, 2] })], stage('Out-String', { Stream: true }));
    assert.ok(lines.includes('{1...}'));
  });

  test('Out-Null discards, Out-Host shows, Tee-Object does both', async () => {
    const shell = new FakeShell();
    assert.deepEqual(await shell.run([1], stage('Out-Null')), []);
    assert.deepEqual(await shell.run([1], stage('Out-Host')), []);
    assert.equal(shell.out, '1\n');
    assert.deepEqual(await shell.run([1, 2], stage('Tee-Object', { Variable: 'v' })), [1, 2]);
    assert.deepEqual(shell.variables.get('v'), [1, 2]);
  });

  test('Write-Host joins arrays by a blank; -NoNewline leaves the line open', async () => {
    const shell = new FakeShell();
    await shell.run(null, stage('Write-Host', { Object: ['a', [1, true]] }));
    await shell.run(null, stage('Write-Host', { Object: ['.'], NoNewline: true }));
    assert.equal(shell.out, 'a 1 True\n.');
  });

  test('verbose text is shown where the preference or the parameter says so', async () => {
    const shell = new FakeShell();
    shell.variables.set('VerbosePreference', 'SilentlyContinue');
    await shell.run(null, stage('Write-Verbose', { Message: 'quiet' }));
    shell.variables.set('VerbosePreference', 'Continue');
    await shell.run(null, stage('Write-Verbose', { Message: 'loud' }));
    assert.equal(shell.err, 'VERBOSE: loud\n');
  });
});

suite('shell-language §10: other cmdlets', () => {
  test('Get-Date with parts and formats', async () => {
    const shell = new FakeShell();
    assert.deepEqual(await shell.run(null, stage('Get-Date', { Format: 'yyyy-MM-dd HH:mm' })), [
      '2026-03-02 09:14',
    ]);
    const [midnight] = await shell.run(
      null,
      stage('Get-Date', { Hour: 0, Minute: 0, Second: 0, Millisecond: 0 }),
    );
    assert.ok(midnight instanceof PsDateTime);
    assert.equal(midnight.ms, new Date(2026, 2, 2).getTime());
    assert.deepEqual(await shell.run(null, stage('Get-Date', { Date: 'rubbish' })), []);
    assert.equal(shell.errors.length, 1);
  });

  test('Start-Sleep waits', async () => {
    const shell = new FakeShell();
    await shell.run(null, stage('Start-Sleep', { Seconds: 2 }));
    await shell.run(null, stage('Start-Sleep', { Milliseconds: 5 }));
    assert.equal(shell.slept, 2005);
  });

  test('Get-Content by line, whole, first and last', async () => {
    const shell = new FakeShell();
    shell.files.set('t', 'a\r\nb\nc\r\n');
    const read = (more: Readonly<Record<string, PsValue>>) =>
      shell.run(null, stage('Get-Content', { Path: ['t'], ...more }));
    assert.deepEqual(await read({}), ['a', 'b', 'c']);
    assert.deepEqual(await read({ Raw: true }), ['a\r\nb\nc\r\n']);
    assert.deepEqual(await read({ TotalCount: 1 }), ['a']);
    assert.deepEqual(await read({ Tail: 2 }), ['b', 'c']);
    await shell.run(['x'], stage('Add-Content', { Path: ['t'] }));
    assert.equal(shell.files.get('t'), 'a\r\nb\nc\r\nx\r\n');
  });

  test('paths', async () => {
    const shell = new FakeShell();
    shell.files.set('t', '');
    assert.deepEqual(await shell.run(null, stage('Test-Path', { Path: ['t', 'u'] })), [true, false]);
    assert.deepEqual(await shell.run(null, stage('Join-Path', { Path: 'C:\\a\\', ChildPath: 'b' })), [
      'C:\\a\\b',
    ]);
    assert.deepEqual(await shell.run(null, stage('Split-Path', { Path: '/a/b', Leaf: true })), ['b']);
  });

  test('Select-String finds lines and shows them between empty lines', async () => {
    const shell = new FakeShell();
    assert.deepEqual(
      await shell.show(['Relay 1', 'x', 'my relay'], stage('Select-String', { Pattern: ['relay'] })),
      ['', 'Relay 1', 'my relay', '', ''],
    );
    assert.deepEqual(
      await shell.run(
        ['a.b', 'axb'],
        stage('Select-String', { Pattern: ['A.B'], SimpleMatch: true, Quiet: true }),
      ),
      [true],
    );
  });

  test('secure strings, credentials, and nothing of them in text', async () => {
    const shell = new FakeShell();
    const [secret = null] = await shell.run(
      null,
      stage('ConvertTo-SecureString', { String: 'hunter2', AsPlainText: true, Force: true }),
    );
    assert.deepEqual(secret, { $: 'secret', text: 'hunter2' });
    const made = await shell.run(
      null,
      stage('New-Object', {
        TypeName: 'System.Management.Automation.PSCredential',
        ArgumentList: ['u', secret],
      }),
    );
    assert.deepEqual(made, [{ $: 'credential', user: 'u', password: 'hunter2' }]);
    for (const text of [
      await shell.show(made),
      await shell.run(made, stage('ConvertTo-Json')),
      await shell.run(made, stage('ConvertTo-Csv')),
    ]) {
      assert.doesNotMatch(JSON.stringify(text), /hunter2/);
    }
    assert.deepEqual(await shell.run(null, stage('New-Object', { TypeName: 'No.Such' })), []);
    assert.equal(shell.errors.length, 1);
  });

  test('New-Object PSObject and Add-Member', async () => {
    const shell = new FakeShell();
    const [made] = await shell.run(
      null,
      stage('New-Object', { TypeName: 'PSObject', Property: table({ A: 1 }) }),
      stage('Add-Member', { MemberType: 'NoteProperty', Name: 'B', Value: 2, PassThru: true }),
    );
    assert.ok(made instanceof PsObject);
    assert.deepEqual(made.names(), ['A', 'B']);
    await shell.run([made], stage('Add-Member', { NotePropertyName: 'b', NotePropertyValue: 3 }));
    assert.equal(made.get('B'), 2);
    assert.equal(shell.errors.length, 1);
  });

  test('a password is not asked for where it would be shown', async () => {
    const shell = new FakeShell();
    shell.answers = ['typed', 'visible'];
    assert.deepEqual(await shell.run(null, stage('Read-Host', { Prompt: ['Name'] })), ['typed']);
    assert.equal(shell.out, 'Name: ');
    assert.deepEqual(
      await shell.run(null, stage('Read-Host', { Prompt: ['Password'], AsSecureString: true })),
      [],
    );
    assert.deepEqual(shell.answers, ['visible']);
  });
});
