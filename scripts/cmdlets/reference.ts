import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Cmdlets of Exchange that have to do with mail flow, with the names of their parameters; -Confirm and -WhatIf, which
 *  all that change something have, are left out. One line a cmdlet. */
export function exchangeParameters(): ReadonlyMap<string, readonly string[]> {
  const lines = readFileSync(join(import.meta.dirname, 'exchange-parameters.txt'), 'utf8')
    .trim()
    .split('\n');
  return new Map(
    lines.map((line) => {
      const [name = '', parameters = ''] = line.split(/: ?/);
      return [name, parameters.split(' ').filter((parameter) => parameter !== '')];
    }),
  );
}
