import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ContentReader } from '../queue/ports.ts';
import { DotStuffer, filteredContent } from './outbound-content.ts';
import { isInternalField, isNotForMailbox, isOrganizationField, withoutFields } from './outbound-header.ts';

function cut(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let from = 0;
  for (const length of cuts) {
    pieces.push(bytes.subarray(from, from + length));
    from += length;
  }
  pieces.push(bytes.subarray(from));
  return pieces;
}

function stuff(pieces: readonly Buffer[]): Readonly<{ text: string; atLineStart: boolean }> {
  const stuffer = new DotStuffer();
  const out: Buffer[] = [];
  for (const piece of pieces) stuffer.push(piece, (slice) => out.push(slice));
  return { text: Buffer.concat(out).toString('latin1'), atLineStart: stuffer.atLineStart };
}

test('RFC 5321 §4.5.2: however the content is cut, each line that begins with a dot gets one more', () => {
  const content = fc
    .array(fc.constantFrom('.', '\r\n', '\r', '\n', 'a'), { maxLength: 40 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(content, fc.array(fc.nat(5)), (text, cuts) => {
      const result = stuff(cut(Buffer.from(text), cuts));
      assert.equal(result.text, text.replaceAll(/(^|\r\n)\./g, '$1..'));
      assert.equal(result.atLineStart, text === '' || text.endsWith('\r\n'));
    }),
  );
});

test('content without a dot at a line start is handed on as it is', () => {
  const chunk = Buffer.from('Subject: t\r\n\r\na.b\r\n');
  const slices: Buffer[] = [];
  new DotStuffer().push(chunk, (slice) => slices.push(slice));
  assert.equal(slices.length, 1);
  assert.equal(slices[0], chunk);
});

const HEADER = [
  'X-MS-Exchange-Organization-AuthAs: Anonymous',
  'x-ms-exchange-organization-scl : 5',
  'Received: from a',
  '\tby b',
  'X-MS-Exchange-Organization-OriginalSize: 7',
  '  folded',
  'X-MS-Exchange-Forest-ArrivalHubServer: h',
  'X-Other: stays',
  'Resent-To: r@x.example',
  'Return-Path: <a@b.example>',
  'Subject: t',
  '',
  '',
].join('\r\n');

function names(isRemoved: (name: string) => boolean): string[] {
  const kept = Buffer.concat(withoutFields(Buffer.from(HEADER), isRemoved)).toString();
  assert.ok(kept.endsWith('\r\n\r\n'));
  return kept.trimEnd().split('\r\n');
}

test('mail-flow.md §12.5: what a Send connector, a mailbox and an attached original keep', () => {
  assert.deepEqual(names(isOrganizationField), [
    'Received: from a',
    '\tby b',
    'X-Other: stays',
    'Resent-To: r@x.example',
    'Return-Path: <a@b.example>',
    'Subject: t',
  ]);
  assert.deepEqual(names(isInternalField), ['X-Other: stays', 'Subject: t']);
  assert.deepEqual(names(isNotForMailbox), [
    'X-MS-Exchange-Organization-AuthAs: Anonymous',
    'x-ms-exchange-organization-scl : 5',
    'Received: from a',
    '\tby b',
    'X-MS-Exchange-Organization-OriginalSize: 7',
    '  folded',
    'X-Other: stays',
    'Resent-To: r@x.example',
    'Subject: t',
  ]);
});

test('a header without such fields is one slice of the input', () => {
  const header = Buffer.from('Subject: t\r\nX-A: b\r\n\r\n');
  const kept = withoutFields(header, isOrganizationField);
  assert.deepEqual([kept.length, kept[0]?.equals(header)], [1, true]);
});

test('the header firewall works however the store cuts the content, and leaves the body alone', async () => {
  const content = Buffer.from(`${HEADER}X-MS-Exchange-Organization-Body: stays\r\n`);
  const expected = Buffer.concat([
    ...withoutFields(Buffer.from(HEADER), isOrganizationField),
    Buffer.from('X-MS-Exchange-Organization-Body: stays\r\n'),
  ]).toString();
  for (const size of [1, 7, 100, 1000]) {
    const pieces = cut(
      content,
      Array.from({ length: Math.floor(content.length / size) }, () => size),
    );
    const reader: ContentReader = {
      sizeBytes: content.length,
      async *chunks() {
        yield* pieces;
      },
      header: async () => Buffer.from(HEADER),
    };
    const out: Buffer[] = [];
    for await (const chunk of filteredContent(reader, HEADER.length, isOrganizationField)) out.push(chunk);
    assert.equal(Buffer.concat(out).toString(), expected);
  }
});
