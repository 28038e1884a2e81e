import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lockFaults, manifestFaults, sourceFaults } from './house-rules.ts';

describe('house rules', () => {
  it('a locked package has no download address, no install script and a licence we can live with', () => {
    const sound = { license: '(MIT OR GPL-2.0)' };
    assert.deepEqual(
      lockFaults({ packages: { '': {}, 'node_modules/a': sound, 'node_modules/@b/c': { license: 'ISC' } } }),
      [],
    );
    const faults = lockFaults({
      packages: {
        'node_modules/a': { license: 'MIT', resolved: 'somewhere' },
        'node_modules/a/node_modules/@b/c': { license: 'MIT', hasInstallScript: true },
        'node_modules/d': { license: 'EUPL-1.2' },
        'node_modules/e': {},
      },
    });
    assert.deepEqual(faults, [
      'package-lock.json: a has a download address (see .npmrc)',
      'package-lock.json: @b/c wants an install script',
      'package-lock.json: d has the licence EUPL-1.2',
      'package-lock.json: e has the licence (none)',
    ]);
  });

  it('versions are exact', () => {
    assert.deepEqual(
      manifestFaults({ dependencies: { a: '1.2.3', b: '1.0.0-beta.2', c: 'npm:d@7.0.2' } }),
      [],
    );
    assert.deepEqual(
      manifestFaults({ devDependencies: { a: '^1.2.3' }, optionalDependencies: { b: 'latest' } }),
      ['package.json: a is not pinned (^1.2.3)', 'package.json: b is not pinned (latest)'],
    );
  });

  it('a source file has no focused test, no open end without an issue, no switched-off compiler, and a name', () => {
    assert.deepEqual(sourceFaults('src/mail/address.ts', '// TODO #12: later\nit.skip(1);\n'), []);
    assert.deepEqual(sourceFaults('src/mail/utils.ts', 'test.only(1);\n// TODO: later\n\n// @ts-ignore\n'), [
      'src/mail/utils.ts: the name says nothing. Name the file after what it exports',
      'src/mail/utils.ts:1: a focused test hides the others',
      'src/mail/utils.ts:2: an open end without the number of its issue',
      'src/mail/utils.ts:4: the compiler is switched off',
    ]);
  });
});
