import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findField, headerEnd, makeTextField, parseHeader, scanHeader } from './header.ts';

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

test('RFC 5322 §2.2.3: a folded field is one field with one value', () => {
  const { fields, rest } = parseHeader(text('Subject: a\r\n b\r\n\tc\r\nTo: x@y\r\n\r\nbody'));
  assert.deepEqual(
    fields.map((field) => [field.name, field.value()]),
    [
      ['Subject', 'a b\tc'],
      ['To', 'x@y'],
    ],
  );
  assert.equal(rest.toString(), '\r\nbody');
});

test('RFC 5322 §4.5.8: white space before the colon does not hide the name', () => {
  const { fields } = parseHeader(text('Received \t: from a by b\r\n'));
  assert.equal(fields[0]?.name, 'Received');
  assert.equal(fields[0]?.value(), 'from a by b');
});

test('A line that is no field ends the header', () => {
  const bytes = text('Subject: a\r\nthis is text\r\nX-MS-Exchange-Organization-SCL: -1\r\n\r\nbody');
  assert.deepEqual(scanHeader(bytes, 0), { kind: 'end', headerBytes: 12, bodyStart: 12 });
  assert.equal(parseHeader(bytes).fields.length, 1);
});

test('A message that begins with a space has no header', () => {
  assert.deepEqual(scanHeader(text(' folded: x\r\n\r\n'), 0), { kind: 'end', headerBytes: 0, bodyStart: 0 });
});

const ends: readonly (readonly [string, number])[] = [
  ['A: b\r\n\r\nbody', 8],
  ['A: b\n\nbody', 6],
  ['\r\nbody', 2],
  ['A: b\r\n', -1],
  ['A: b', -1],
  ['', -1],
  ['A: b\r\n \r\nB: c\r\n\r\n', 17],
];
for (const [input, expected] of ends) {
  test(`headerEnd(${JSON.stringify(input)}) is ${expected}`, () =>
    assert.equal(headerEnd(text(input)), expected));
}

test('The fields followed by the rest are the input, whatever it is', () => {
  const pieces = fc.constantFrom(
    'a',
    'Subject',
    ':',
    ' ',
    '\t',
    '\r\n',
    '\n',
    '\r',
    '\r\n\r\n',
    'é',
    'X-Y: z\r\n',
  );
  const input = fc.oneof(
    fc.array(pieces).map((parts) => text(parts.join(''))),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  fc.assert(
    fc.property(input, (bytes) => {
      const { fields, rest } = parseHeader(bytes);
      assert.deepEqual(Buffer.concat([...fields.map((field) => field.raw), rest]), bytes);
    }),
  );
});

test('Scanning in pieces finds the end that one look finds', () => {
  const pieces = fc.constantFrom('A: b\r\n', ' more\r\n', '\r\n', 'no field\r\n', 'C:\n', 'x');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), fc.nat(), (parts, cut) => {
      const bytes = text(parts.join(''));
      const first = scanHeader(bytes.subarray(0, cut % (bytes.length + 1)), 0);
      const second = first.kind === 'more' ? scanHeader(bytes, first.resume) : first;
      assert.deepEqual(
        second.kind === 'end' ? second : 'more',
        scanHeader(bytes, 0).kind === 'end' ? scanHeader(bytes, 0) : 'more',
      );
    }),
  );
});

test('A field made here reads back', () => {
  const field = makeTextField('X-Note', 'one,\r\n two');
  const parsed = parseHeader(field.raw).fields;
  assert.equal(parsed.length, 1);
  assert.equal(findField(parsed, 'x-note')?.value(), 'one, two');
});
