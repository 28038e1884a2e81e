import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { testShell } from '../testing/fake-host.ts';

/** Expression, its text, the name of its type. shell-language.md §1.3, §3.3; .NET rules where it is silent. */
const CASES: readonly (readonly [expression: string, text: string, type: string])[] = [
  ['42', '42', 'Int32'],
  ['2147483648', '2147483648', 'Int64'],
  ['9223372036854775808', '9223372036854775808', 'Decimal'],
  ['79228162514264337593543950336', '7.92281625142643E+28', 'Double'],
  ['5L', '5', 'Int64'],
  ['9223372036854775807', '9223372036854775807', 'Int64'],
  ['1.10d', '1.10', 'Decimal'],
  ['1.0', '1', 'Double'],
  ['1e3', '1000', 'Double'],
  ['1GB', '1073741824', 'Int32'],
  ['2GB', '2147483648', 'Int64'],
  ['1.5GB', '1610612736', 'Double'],
  ['0xFF', '255', 'Int32'],
  ['0xFFFFFFFF', '-1', 'Int32'],
  ['0x7FFFFFFFF', '34359738367', 'Int64'],
  ['[int]::MaxValue + 1', '2147483648', 'Double'],
  ['[long]::MaxValue + 1', '9.22337203685478E+18', 'Double'],
  ['[long]::MaxValue - 1', '9223372036854775806', 'Int64'],
  ['[int]::MinValue', '-2147483648', 'Int32'],
  ['2147483647 * 2', '4294967294', 'Double'],
  ['2147483648 * 2', '4294967296', 'Int64'],
  ['6 / 3', '2', 'Int32'],
  ['7 / 2', '3.5', 'Double'],
  ['6L / 3', '2', 'Int64'],
  ['10d / 4', '2.5', 'Decimal'],
  ['1d / 3', '0.3333333333333333333333333333', 'Decimal'],
  ['1 / 3', '0.333333333333333', 'Double'],
  ['0.1 + 0.2', '0.3', 'Double'],
  ['0.1d + 0.2d', '0.3', 'Decimal'],
  ['1.10d * 2', '2.20', 'Decimal'],
  ['1d + 0.5', '1.5', 'Decimal'],
  ['7 % 3', '1', 'Int32'],
  ['-7 % 3', '-1', 'Int32'],
  ['7.5 % 2', '1.5', 'Double'],
  ['5.0 / 0', 'Infinity', 'Double'],
  ['1 + "2"', '3', 'Int32'],
  ['1 + "2.5"', '3.5', 'Double'],
  ['1 + $true', '2', 'Int32'],
  ['1 + $null', '1', 'Int32'],
  ['-5', '-5', 'Int32'],
  ['-(2147483648)', '-2147483648', 'Int64'],
  ['+"7"', '7', 'Int32'],
  ['[int]2.5', '2', 'Int32'],
  ['[int]3.5', '4', 'Int32'],
  ['[int]"0x1F"', '31', 'Int32'],
  ['[int]"1,234"', '1234', 'Int32'],
  ['[long]"5"', '5', 'Int64'],
  ['[byte]255', '255', 'Byte'],
  ['[byte]200 + [byte]100', '300', 'Int32'],
  ['[double]1', '1', 'Double'],
  ['[decimal]"1.50"', '1.50', 'Decimal'],
  ['[decimal]0.1', '0.1', 'Decimal'],
  ['[single]0.1', '0.1', 'Single'],
  ['5 -band 3', '1', 'Int32'],
  ['-bnot 0', '-1', 'Int32'],
  ['1 -shl 31', '-2147483648', 'Int32'],
  ['4294967296 -bor 1', '4294967297', 'Int64'],
  ['[math]::Floor(7 / 2)', '3', 'Double'],
  ['[math]::Abs(-5)', '5', 'Int32'],
  ['[math]::Max(3, 7)', '7', 'Int32'],
  ['[math]::Round(2.5)', '2', 'Double'],
  ['[math]::Round(1.005d, 2)', '1.00', 'Decimal'],
  ['1e15', '1E+15', 'Double'],
  ['123456789012345678', '123456789012345678', 'Int64'],
  ['0.00001', '1E-05', 'Double'],
  ['0.0001', '0.0001', 'Double'],
  ['123456.789e3', '123456789', 'Double'],
  ['(New-TimeSpan -Minutes 5).TotalHours * 12', '1', 'Double'],
];

const REFUSED: readonly (readonly [string, string])[] = [
  ['1 / 0', 'Attempted to divide by zero.'],
  ['1 % 0', 'Attempted to divide by zero.'],
  ['1d / 0', 'Attempted to divide by zero.'],
  ['[decimal]::MaxValue + 1', 'Value was either too large or too small for a Decimal.'],
  [
    '[int]2147483648',
    'Cannot convert value "2147483648" to type "System.Int32". Error: "Value was either too large or too small for an Int32."',
  ],
  [
    '[byte]256',
    'Cannot convert value "256" to type "System.Byte". Error: "Value was either too large or too small for an unsigned byte."',
  ],
  [
    '[int]"x"',
    'Cannot convert value "x" to type "System.Int32". Error: "Input string was not in a correct format."',
  ],
  [
    '1 + "x"',
    'Cannot convert value "x" to type "System.Int32". Error: "Input string was not in a correct format."',
  ],
];

const COMPARED: readonly (readonly [string, string])[] = [
  ['9223372036854775807 -eq 9223372036854775806', 'False'],
  ['1.0 -eq 1', 'True'],
  ['1.10d -eq 1.1', 'True'],
  ['5 -eq "5.0"', 'True'],
  ['5L -lt 6', 'True'],
  ['1.5 -gt 1', 'True'],
  ['5L -is [long]', 'True'],
  ['5 -is [long]', 'False'],
  ['1.0 -is [double]', 'True'],
  ['0.0 -as [bool]', 'False'],
  ['[bool]0L', 'False'],
  ['"{0:N2}|{1:D4}|{2:X}|{3:P1}|{4:0.00}" -f 1234.5, 7L, 255, 0.125, 1.005d', '1,234.50|0007|FF|12.5 %|1.01'],
  ['@{ 1 = "a" }[1]', 'a'],
  ['(1..3)[1.0]', '2'],
];

describe('numbers', () => {
  for (const [expression, text, type] of CASES) {
    it(`§1.3, §3.3: ${expression} is ${text}, ${type}`, async () => {
      const { out, err } = await testShell().run(`$v = ${expression}; "$v"; $v.GetType().Name`);
      assert.deepEqual([out, err], [`${text}\n${type}\n`, '']);
    });
  }

  for (const [expression, message] of REFUSED) {
    it(`§3.3: ${expression} is an error`, async () => {
      assert.equal((await testShell().run(expression)).err.split('\n')[0], message);
    });
  }

  for (const [expression, text] of COMPARED) {
    it(`§3.4: ${expression}`, async () => {
      assert.equal((await testShell().run(expression)).out, `${text}\n`);
    });
  }

  it('integers add, subtract and multiply exactly as long as they fit Int64', async () => {
    const shell = testShell();
    const half = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
    const property = fc.asyncProperty(half, half, async (a, b) => {
      const { out } = await shell.run(`[long]'${a}' + [long]'${b}'; [long]'${a}' - [long]'${b}'`);
      assert.equal(out, `${a + b}\n${a - b}\n`);
    });
    await fc.assert(property, { numRuns: 50 });
  });
});
