import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReceiveConnector } from './receive-connector.ts';
import { freshSnapshot, type Sample, sampleConnector } from './testing/sample.ts';
import { receiveConnectorWarnings, validateReceiveConnector } from './validate.ts';

const relay = (part: Partial<Sample> = {}): ReceiveConnector =>
  sampleConnector({ name: 'Anonymous Relay', on: '0.0.0.0:25', from: '192.168.5.10', ...part });

describe('a Receive connector as it would be', () => {
  const table: readonly (readonly [string, Partial<Sample>, string])[] = [
    ["the article's connector", {}, 'ok'],
    ['a name of 65 characters', { name: 'x'.repeat(65) }, 'E21'],
    ['a name with a backslash', { name: 'a\\b' }, 'E06'],
    ['a name in use, in other case', { name: 'default frontend ex1' }, 'E20'],
    ['a comment of 513 characters', { comment: 'x'.repeat(513) }, 'E06'],
    ['a bad Fqdn', { fqdn: 'not a name' }, 'E07'],
    ['a banner without 220', { banner: 'hello' }, 'E08'],
    ['a banner of two lines', { banner: '220 a\r\n220 b' }, 'E08'],
    ['220 alone', { banner: '220' }, 'ok'],
    ['a hop count of 0', { maxHopCount: 0 }, 'E09'],
    ['an unlimited MaxInboundConnection', { maxInboundConnection: null }, 'ok'],
    ['10,001 connections a source', { maxInboundConnectionPerSource: 10_001 }, 'E09'],
    ['a message size below 64 KB', { maxMessageSize: 65_535 }, 'E09'],
    ['equal timeouts', { connectionTimeoutMs: 300_000 }, 'E19'],
    ['BasicAuthRequireTLS without Tls', { authMechanism: ['BasicAuth', 'BasicAuthRequireTLS'] }, 'E13'],
    ['RequireTLS without Tls', { authMechanism: [], requireTLS: true }, 'E14'],
    ['domain security without Tls', { authMechanism: [], domainSecureEnabled: true }, 'E14'],
    ['BINARYMIME without CHUNKING', { chunkingEnabled: false }, 'E15'],
    ['long addresses in the front end', { longAddressesEnabled: true }, 'E15'],
    ['externally secured without ExchangeServers', { authMechanism: ['ExternalAuthoritative'] }, 'E16'],
    [
      'ExchangeServer with a foreign Fqdn',
      { authMechanism: ['Tls', 'ExchangeServer'], fqdn: 'other.contoso.com' },
      'E17',
    ],
    ['ExchangeServer with the short name', { authMechanism: ['Tls', 'ExchangeServer'], fqdn: 'ex1' }, 'ok'],
    [
      'externally secured and BasicAuth',
      { authMechanism: ['BasicAuth', 'ExternalAuthoritative'], groups: ['ExchangeServers'] },
      'E18',
    ],
    [
      'externally secured and anonymous',
      { authMechanism: ['ExternalAuthoritative'], groups: ['ExchangeServers', 'AnonymousUsers'] },
      'E18',
    ],
    [
      'externally secured with Tls',
      { authMechanism: ['Tls', 'ExternalAuthoritative'], groups: ['ExchangeServers'] },
      'ok',
    ],
    ['a DefaultDomain that is not accepted', { defaultDomain: 'fabrikam.com' }, 'E22'],
    ['a DefaultDomain that is', { defaultDomain: 'contoso.com' }, 'ok'],
    ['the ranges of Default Frontend', { from: '0.0.0.0/0' }, 'E10'],
    ['port 25 in the Transport service', { transportRole: 'HubTransport' }, 'E11'],
  ];
  for (const [what, part, expected] of table) {
    it(`${what}: ${expected}`, () =>
      assert.equal(validateReceiveConnector(relay(part), freshSnapshot())?.id ?? 'ok', expected));
  }
  it('§4.2: groups that nobody can use are warned of', () => {
    const { server } = freshSnapshot();
    const warned = (part: Partial<Sample>): number => receiveConnectorWarnings(relay(part), server).length;
    assert.equal(warned({ groups: ['ExchangeServers'] }), 1);
    assert.equal(warned({ groups: ['ExchangeUsers'] }), 1);
    assert.equal(warned({ groups: ['Partners'] }), 1);
    assert.equal(warned({ groups: ['AnonymousUsers'] }), 0);
    assert.equal(warned({ from: '0.0.0.0' }), 1);
  });
});
