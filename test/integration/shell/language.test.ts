import '../../support/shell-lab/utc.ts';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { testShell } from '../../../src/shell/testing/fake-host.ts';

/** Statements of shell-language.md with what Windows PowerShell 5.1 prints, one a line: `statement ==> output`. `⏎` is a
 *  line feed in a statement and stands between the lines of the output, whose empty lines and trailing blanks do not
 *  count; `!` begins the first line of what was written as an error. */
const cases = readFileSync(new URL('language.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('//'));

async function shown(statement: string): Promise<string> {
  const { out, err } = await testShell().run(statement.replaceAll('⏎', '\n'));
  const [fault = ''] = err.split('\n');
  const lines = [...out.split('\n'), ...(fault === '' ? [] : [`!${fault}`])].map((line) => line.trimEnd());
  return lines.filter((line) => line !== '').join('⏎');
}

describe('the language, statement by statement', () => {
  it('is tried in every part', () => assert.ok(cases.length > 240, `${cases.length} statements`));

  for (const line of cases) {
    const [statement = '', wanted] = line.split(/ ==>(?: |$)/);
    it(statement, async () => {
      assert.ok(wanted !== undefined, 'no output is given');
      assert.equal(await shown(statement), wanted);
    });
  }
});
