import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterHeader } from './header-firewall.ts';
import { parseHeader } from './header.ts';

const SUBMITTED = [
  'Return-Path: <x@y>',
  'Received: from a',
  'received : from b\r\n by c',
  'RESENT-From: a@b',
  'Resent-Anything: 1',
  'X-MS-Exchange-Organization-SCL: -1',
  'x-ms-exchange-forest-RulesExecuted: a',
  'X-MS-Exchange-CrossPremises-X: kept',
  'Subject: kept',
].join('\r\n');

function namesLeft(rights: Readonly<{ routing: boolean; organization: boolean; forest: boolean }>): string[] {
  return filterHeader(parseHeader(Buffer.from(`${SUBMITTED}\r\n`)).fields, rights).map((field) =>
    field.name.toLowerCase(),
  );
}

test('Without rights only ordinary fields pass', () => {
  assert.deepEqual(namesLeft({ routing: false, organization: false, forest: false }), [
    'x-ms-exchange-crosspremises-x',
    'subject',
  ]);
});

test('ms-Exch-Accept-Headers-Routing keeps Received and Resent-*', () => {
  assert.deepEqual(namesLeft({ routing: true, organization: false, forest: false }).slice(0, 4), [
    'received',
    'received',
    'resent-from',
    'resent-anything',
  ]);
});

test('With every right only Return-Path goes', () => {
  assert.equal(namesLeft({ routing: true, organization: true, forest: true }).length, 8);
});
