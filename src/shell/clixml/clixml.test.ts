import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatToLines } from '../format/format-to-text.ts';
import { fromContract } from '../values/from-contract.ts';
import { PsNumber } from '../values/number.ts';
import { toText } from '../values/text.ts';
import { PsDateTime, PsHashtable, PsList, PsObject, type PsValue } from '../values/value.ts';
import { readClixml } from './read.ts';
import { encodeString } from './strings.ts';
import { writeClixml } from './write.ts';

const document = (body: string): string =>
  `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${body}</Objs>`;

function readOne(body: string): PsValue {
  const { values, warnings } = readClixml(document(body));
  assert.deepEqual(warnings, []);
  assert.equal(values.length, 1);
  return values[0] ?? null;
}

function readObject(body: string): PsObject {
  const value = readOne(body);
  assert.ok(value instanceof PsObject);
  return value;
}

/** As a server exports it: nested objects, serialization data, names that later objects refer to. */
const FROM_SERVER = `
  <Obj RefId="0">
    <TN RefId="0">
      <T>Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector</T>
      <T>System.Object</T>
    </TN>
    <ToString>EX01\\Relay</ToString>
    <Props>
      <Obj N="PermissionGroups" RefId="1">
        <TN RefId="1"><T>Microsoft.Exchange.Data.PermissionGroups</T><T>System.Enum</T></TN>
        <ToString>AnonymousUsers, Custom</ToString>
        <I32>33</I32>
      </Obj>
      <B N="Enabled">true</B>
      <Nil N="DefaultDomain" />
      <S N="Comment"></S>
      <Obj N="Bindings" RefId="2">
        <TN RefId="2"><T>Microsoft.Exchange.Data.MultiValuedProperty\`1[[Microsoft.Exchange.Data.IPBinding, x]]</T></TN>
        <LST>
          <Obj RefId="3">
            <TN RefId="3"><T>Microsoft.Exchange.Data.IPBinding</T></TN>
            <ToString>0.0.0.0:25</ToString>
            <Props><I32 N="Port">25</I32></Props>
            <MS><BA N="SerializationData">AAEAAAD</BA></MS>
          </Obj>
        </LST>
      </Obj>
      <Obj N="MaxMessageSize" RefId="4">
        <TN RefId="4"><T>Microsoft.Exchange.Data.ByteQuantifiedSize</T></TN>
        <ToString>36 MB (37,748,736 bytes)</ToString>
      </Obj>
      <Obj N="Identity" RefId="5">
        <TN RefId="5"><T>Microsoft.Exchange.Data.Directory.ADObjectId</T></TN>
        <ToString>EX01\\Relay</ToString>
      </Obj>
      <Ref N="Id" RefId="5" />
    </Props>
    <MS>
      <S N="PSComputerName">ex01.contoso.com</S>
      <BA N="SerializationData">AAEAAAD</BA>
    </MS>
  </Obj>
  <Obj RefId="6">
    <TNRef RefId="0" />
    <ToString>EX01\\Other</ToString>
    <Props><Ref N="Identity" RefId="5" /></Props>
  </Obj>`;

const FROM_WORKSTATION = `
  <Obj RefId="0">
    <TN RefId="0"><T>Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector</T></TN>
    <Props>
      <Obj N="Bindings" RefId="1">
        <TN RefId="1"><T>Deserialized.Microsoft.Exchange.Data.MultiValuedProperty\`1[[Microsoft.Exchange.Data.IPBinding, x]]</T></TN>
        <LST><S>0.0.0.0:25</S></LST>
      </Obj>
      <S N="PermissionGroups">AnonymousUsers, Custom</S>
      <S N="MaxMessageSize">36 MB (37,748,736 bytes)</S>
    </Props>
  </Obj>`;

describe('shell-language.md §14: reading CLIXML', () => {
  it('§14.5: a server’s export: types, texts, lists, enums, shared objects', () => {
    const { values, warnings } = readClixml(document(FROM_SERVER));
    assert.deepEqual(warnings, []);
    const [relay, other] = values;
    assert.ok(relay instanceof PsObject && other instanceof PsObject);
    assert.equal(relay.typeName, 'Deserialized.ReceiveConnector');
    assert.equal(other.typeName, relay.typeName);
    assert.equal(relay.text, 'EX01\\Relay');
    assert.equal(relay.has('SerializationData'), false);
    assert.equal(toText(relay.get('PermissionGroups')), 'AnonymousUsers, Custom');
    assert.deepEqual(
      ['Enabled', 'DefaultDomain', 'Comment'].map((name) => relay.get(name)),
      [true, null, ''],
    );
    assert.ok(relay.get('Bindings') instanceof PsList);
    assert.equal(toText(relay.get('Bindings')), '0.0.0.0:25');
    assert.equal(relay.get('Id'), relay.get('Identity'));
    assert.equal(other.get('Identity'), relay.get('Identity'));
  });

  it('§14.5: a workstation’s export says the same', () => {
    const [live] = readClixml(document(FROM_SERVER)).values;
    const copy = readObject(FROM_WORKSTATION);
    assert.ok(live instanceof PsObject);
    assert.equal(copy.typeName, live.typeName);
    for (const name of copy.names()) assert.equal(toText(copy.get(name)), toText(live.get(name)), name);
  });

  it('§14.8: what was imported is shown by the view of its type', () => {
    const { values } = readClixml(document(FROM_SERVER));
    assert.deepEqual(formatToLines(values.slice(0, 1), { width: 119 }), [
      '',
      'Identity   Bindings     Enabled',
      '--------   --------     -------',
      'EX01\\Relay {0.0.0.0:25} True   ',
      '',
      '',
    ]);
  });

  const simple: readonly (readonly [string, PsValue])[] = [
    ['<S>a_x000D__x000A_b_x005F_x</S>', 'a\r\nb_x'],
    ['<S></S>', ''],
    ['<I64>9007199254740991</I64>', 9_007_199_254_740_991],
    ['<U64>18446744073709551615</U64>', new PsNumber('UInt64', 18_446_744_073_709_551_615n)],
    ['<Db>5.7870370370370366E-05</Db>', 5.7870370370370366e-5],
    ['<Db>-INF</Db>', Number.NEGATIVE_INFINITY],
    ['<C>65</C>', 'A'],
    ['<TS>PT10M</TS>', { $: 'timespan', ms: 600_000 }],
    ['<TS>-P1DT2H0.5S</TS>', { $: 'timespan', ms: -93_600_500 }],
    ['<DT>2026-03-02T09:14:07.1234567-08:00</DT>', new PsDateTime(Date.UTC(2026, 2, 2, 17, 14, 7, 123))],
    [
      '<G>0d1f2e3c-0000-0000-0000-000000000000</G>',
      { $: 'typed', type: 'System.Guid', text: '0d1f2e3c-0000-0000-0000-000000000000' },
    ],
    ['<Obj RefId="0"><S>text</S><MS><S N="x">y</S></MS></Obj>', 'text'],
    ['<Obj RefId="0"><TN RefId="0"><T>System.Object[]</T></TN><LST /></Obj>', []],
  ];
  for (const [body, expected] of simple) {
    it(`§14.2: ${body}`, () => assert.deepEqual(readOne(body), expected));
  }

  it('§14.2: a dictionary', () => {
    const value = readOne(
      '<Obj RefId="0"><TN RefId="0"><T>System.Collections.Hashtable</T></TN><DCT><En><S N="Key">a</S><I32 N="Value">1</I32></En></DCT></Obj>',
    );
    assert.ok(value instanceof PsHashtable);
    assert.equal(value.get('A'), 1);
  });

  it('§14.7: a missing reference and a password are empty, with a warning; what is unknown is left out', () => {
    const { values, warnings } = readClixml(
      document(
        '<Obj RefId="0"><Props><Ref N="Id" RefId="9"/><SS N="Password">01</SS><New N="x">1</New></Props></Obj><PR />',
      ),
    );
    const [object] = values;
    assert.ok(object instanceof PsObject);
    assert.deepEqual(object.names(), ['Id', 'Password']);
    assert.deepEqual([object.get('Id'), object.get('Password')], [null, null]);
    assert.equal(warnings.length, 2);
  });

  it('refuses other XML', () => assert.throws(() => readClixml('<html/>'), /no CLIXML/));
});

/** What a server hands out. */
const LIVE = fromContract({
  $: 'object',
  type: 'ReceiveConnector',
  text: 'EX01\\Relay',
  properties: [
    ['Enabled', true],
    ['MaxHopCount', 60],
    ['Banner', ''],
    ['DefaultDomain', null],
    ['PermissionGroups', { $: 'enum', type: 'PermissionGroups', text: 'AnonymousUsers, Custom', value: 33 }],
    ['MaxMessageSize', { $: 'size', bytes: 37_748_736 }],
    ['ConnectionTimeout', { $: 'timespan', ms: 600_000 }],
    ['MessageRateLimit', { $: 'unlimited' }],
    [
      'RemoteIPRanges',
      {
        $: 'list',
        items: [
          {
            $: 'typed',
            type: 'Microsoft.Exchange.Data.IPRange',
            text: '10.0.0.0/8',
            members: {
              LowerBound: { $: 'typed', type: 'Microsoft.Exchange.Data.IPvxAddress', text: '10.0.0.0' },
            },
          },
        ],
      },
    ],
    ['TlsDomainCapabilities', { $: 'list', items: [] }],
    ['Credential', { $: 'credential', user: 'u', password: 'hush' }],
    ['WhenChanged', { $: 'datetime', iso: '2026-03-02T09:14:07.123Z' }],
    ['Guid', { $: 'typed', type: 'System.Guid', text: '0d1f2e3c-0000-0000-0000-000000000000' }],
    ['Name', 'Relay "1" <a&b>\r\n_x000A_ \u{1f4e0}'],
  ],
});

describe('shell-language.md §14.8: writing CLIXML', () => {
  it('types, texts, enums with their number, lists, what lies deeper as text; no password', () => {
    const text = writeClixml([LIVE]);
    assert.equal(text.includes('hush'), false);
    assert.equal(text.replaceAll('\r\n', '').includes('\n'), false);
    const lines = text.split('\r\n').map((line) => line.trim());
    for (const expected of [
      '<T>Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector</T>',
      '<T>Microsoft.Exchange.Data.ConfigurableObject</T>',
      '<ToString>AnonymousUsers, Custom</ToString>',
      '<I32>33</I32>',
      '<S N="Banner"></S>',
      '<Nil N="DefaultDomain" />',
      '<Nil N="Credential" />',
      '<S N="LowerBound">10.0.0.0</S>',
      '<LST />',
      '<G N="Guid">0d1f2e3c-0000-0000-0000-000000000000</G>',
      '<S N="Name">Relay "1" &lt;a&amp;b&gt;_x000D__x000A__x005F_x000A_ _xD83D__xDCE0_</S>',
    ])
      assert.ok(lines.includes(expected), expected);
  });

  it('objects and type names are numbered through the whole file', () => {
    const text = writeClixml([LIVE, LIVE]);
    const ids = [...text.matchAll(/<Obj [^>]*RefId="(\d+)"/g)].map((match) => Number(match[1]));
    assert.deepEqual(
      ids,
      ids.map((_, index) => index),
    );
    const names = [...text.matchAll(/<TN RefId="(\d+)"/g)].map((match) => Number(match[1]));
    assert.deepEqual(
      names,
      names.map((_, index) => index),
    );
    assert.ok(text.includes('<TNRef RefId="0" />'));
  });

  it('what was exported comes back with equal texts for every property', () => {
    const [back] = readClixml(writeClixml([LIVE])).values;
    assert.ok(LIVE instanceof PsObject && back instanceof PsObject);
    assert.deepEqual(back.names(), LIVE.names());
    for (const name of LIVE.names()) {
      if (name !== 'Credential') assert.equal(toText(back.get(name)), toText(LIVE.get(name)), name);
    }
  });

  it('objects of Select-Object keep their name and have members only', () => {
    const selected = new PsObject({ typeName: 'Selected.ReceiveConnector' }).set('Name', 'x');
    const text = writeClixml([selected]);
    assert.ok(
      text.includes('<T>Selected.Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector</T>'),
    );
    assert.ok(text.includes('<MS>') && !text.includes('<Props>') && !text.includes('<ToString>'));
    const [back] = readClixml(text).values;
    assert.ok(back instanceof PsObject);
    assert.equal(back.typeName, 'Deserialized.Selected.ReceiveConnector');
  });

  it('a number keeps every digit', () => {
    const numbers = [0.1 + 0.2, 5e-324, 1.7976931348623157e308, 2 ** 53 - 1, -3, Number.NEGATIVE_INFINITY];
    assert.deepEqual(readClixml(writeClixml(numbers)).values, numbers);
  });

  it('an object that holds itself ends at the depth', () => {
    const loop = new PsObject({ typeName: 'PSCustomObject', text: 'loop' });
    loop.set('Self', loop);
    assert.equal(writeClixml([loop], 3).match(/<Obj /g)?.length, 3);
  });

  it('§14.3: any string survives', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('_x000A_', '_X', '_', 'x', '<&>', '\ud800'),
    );
    fc.assert(
      fc.property(
        fc.array(unit).map((parts) => parts.join('')),
        (text) => {
          const { values } = readClixml(document(`<S>${encodeString(text)}</S>`));
          assert.deepEqual(values, [text]);
        },
      ),
    );
  });
});
