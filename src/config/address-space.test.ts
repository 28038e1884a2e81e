import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAddressSpace, parseAddressSpace } from './address-space.ts';

const ROWS: readonly (readonly [written: string, read: string | null])[] = [
  ['*', 'SMTP:*;1'],
  ['contoso.com', 'SMTP:contoso.com;1'],
  ['SMTP:Contoso.com;1', 'SMTP:contoso.com;1'],
  ['contoso.com;1', 'SMTP:contoso.com;1'],
  ['smtp:contoso.com', 'SMTP:contoso.com;1'],
  ['*.contoso.com;100', 'SMTP:*.contoso.com;100'],
  ['*.com', 'SMTP:*.com;1'],
  ['*contoso.com', null],
  ['contoso.com;0', null],
  ['contoso.com;101', null],
  ['contoso.com;tailspin.com;1', null],
  ['--', null],
  ['FAX:*', 'FAX:*;1'],
  ['X400:o=a;p=b;c=us;3', 'X400:o=a;p=b;c=us;3'],
  ['X400:o=a;p=b;c=us', null],
];

for (const [written, read] of ROWS) {
  test(`mail-flow.md §3.2: the address space ${written} is ${read ?? 'none'}`, () => {
    const space = parseAddressSpace(written);
    assert.equal(space === null ? null : formatAddressSpace(space), read);
  });
}
