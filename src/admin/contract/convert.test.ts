import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Argument } from './arguments.ts';
import type { ParameterSpec } from './command-spec.ts';
import { convertArgument } from './convert.ts';
import { acts } from './specs/spec-builder.ts';
import type { Value } from './values.ts';

const list = (...items: readonly string[]): Argument => ({ kind: 'list', items });
const text = (value: string): Argument => ({ kind: 'text', value });
const number = (value: number): Argument => ({ kind: 'number', value });

describe('conversion of parameters', () => {
  const groups = acts('PermissionGroups', 'PermissionGroups', { multiple: true });
  const mechanisms = acts('AuthMechanism', 'AuthMechanisms', { multiple: true });
  const role = acts('TransportRole', 'ServerRole');
  const ranges = acts('RemoteIPRanges', 'MultiValuedProperty', { multiple: true, editable: true });
  const rows: readonly (readonly [string, ParameterSpec, Value, Argument | 'E03'])[] = [
    [
      'flags as an array',
      groups,
      ['AnonymousUsers', 'ExchangeServers'],
      list('AnonymousUsers', 'ExchangeServers'),
    ],
    [
      'flags as one text, in declared order',
      groups,
      'ExchangeServers, AnonymousUsers',
      list('AnonymousUsers', 'ExchangeServers'),
    ],
    ['short forms', groups, ['Anonymous', 'Partner'], list('AnonymousUsers', 'Partners')],
    ['an ambiguous prefix', groups, 'Exchange', 'E03'],
    ['an exact name that is also a prefix', mechanisms, 'BasicAuth', list('BasicAuth')],
    ['a number of flags', mechanisms, 33, list('Tls', 'ExternalAuthoritative')],
    ['a number with an unknown bit', mechanisms, 65, 'E03'],
    ['$null empties flags', groups, null, list()],
    ['any letter case', role, 'FrontEndTransport', text('FrontendTransport')],
    ['a short role', role, 'Hub', text('HubTransport')],
    ['a role by its number', role, 16384, text('FrontendTransport')],
    ['two roles', role, ['Hub', 'Frontend'], 'E03'],
    [
      'an enum value from an object',
      role,
      { $: 'enum', type: 'ServerRole', text: 'HubTransport', value: 32 },
      text('HubTransport'),
    ],
    ['a scalar in place of a list', ranges, '10.0.0.1', list('10.0.0.1')],
    ['$null clears a list', ranges, null, list()],
    [
      'the list of an object',
      ranges,
      { $: 'list', items: [{ $: 'typed', type: 'IPRange', text: '10.0.0.0/8' }] },
      list('10.0.0.0/8'),
    ],
    [
      'an edit hashtable, keys in any case',
      ranges,
      {
        $: 'table',
        entries: [
          ['ADD', ['a', 'b']],
          ['remove', 'c'],
        ],
      },
      { kind: 'edit', add: ['a', 'b'], remove: ['c'] },
    ],
    ['another key', ranges, { $: 'table', entries: [['Set', 'a']] }, 'E03'],
    [
      'a hashtable where nothing is edited',
      acts('B', 'MultiValuedProperty', { multiple: true }),
      { $: 'table', entries: [] },
      'E03',
    ],
    ['a Boolean', acts('Enabled', 'Boolean'), true, { kind: 'boolean', value: true }],
    ['a number as a Boolean', acts('Enabled', 'Boolean'), 0, { kind: 'boolean', value: false }],
    ['text as a Boolean', acts('Enabled', 'Boolean'), 'true', 'E03'],
    ['$null as a Boolean', acts('Enabled', 'Boolean'), null, 'E03'],
    ['a size', acts('S', 'ByteQuantifiedSize'), '36MB', number(37_748_736)],
    ['a size value', acts('S', 'ByteQuantifiedSize'), { $: 'size', bytes: 5 }, number(5)],
    ['unlimited in any case', acts('M', 'Unlimited'), 'UNLIMITED', { kind: 'unlimited' }],
    ['an unlimited value', acts('M', 'Unlimited'), { $: 'unlimited' }, { kind: 'unlimited' }],
    ['an unlimited count', acts('M', 'Unlimited'), '20', number(20)],
    ['an unlimited size', acts('M', 'Unlimited', { of: 'ByteQuantifiedSize' }), '20KB', number(20_480)],
    ['a count with a unit', acts('M', 'Unlimited'), '20KB', 'E03'],
    ['a time span', acts('T', 'EnhancedTimeSpan'), '1.02:03:04', number(93_784_000)],
    ['no time span', acts('T', 'EnhancedTimeSpan'), 'soon', 'E03'],
    ['a whole number as text', acts('N', 'Int32'), ' 42 ', number(42)],
    ['a fraction', acts('N', 'Int32'), 4.5, 'E03'],
    ['empty text is $null', acts('F', 'Fqdn'), '', { kind: 'null' }],
    ['a number as a name', acts('Name', 'String'), 123, text('123')],
    ['two names', acts('Name', 'String'), ['a', 'b'], 'E03'],
    ['a secure string', acts('P', 'SecureString'), { $: 'secret', text: 'x' }, { kind: 'secret', text: 'x' }],
    ['a plain password', acts('P', 'SecureString'), 'x', { kind: 'secret', text: 'x' }],
    [
      'an object as identity is its guid',
      acts('Identity', 'ReceiveConnectorIdParameter'),
      { $: 'object', type: 'ReceiveConnector', text: 'EX1\\Relay', properties: [['Guid', 'g1']] },
      text('g1'),
    ],
    [
      'an object without a guid is its text',
      acts('Identity', 'QueueIdentity'),
      { $: 'object', type: 'Queue', text: 'EX1\\3', properties: [] },
      text('EX1\\3'),
    ],
  ];
  for (const [title, spec, value, expected] of rows) {
    it(title, () => {
      const result = convertArgument(spec, value);
      if (expected === 'E03') assert.equal('id' in result ? result.id : JSON.stringify(result), 'E03');
      else assert.deepEqual(result, expected);
    });
  }

  it('E03: an error never quotes what may be a secret', () => {
    const spec = acts('AuthenticationCredential', 'PSCredential');
    for (const value of ['hidden', { $: 'secret', text: 'hidden' }] as const) {
      assert.doesNotMatch(JSON.stringify(convertArgument(spec, value)), /hidden/);
    }
  });
});
