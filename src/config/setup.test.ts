import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatBinding } from './binding.ts';
import { permissionGroupsOf } from './permission-groups.ts';
import { freshSnapshot, sampleConnector } from './testing/sample.ts';
import { validateReceiveConnector } from './validate.ts';

describe('§2: the connectors of a fresh server', () => {
  const snapshot = freshSnapshot();
  const table: readonly (readonly [string, string, string, string, string])[] = [
    [
      'Default EX1',
      'HubTransport',
      '0.0.0.0:2525, [::]:2525',
      'Tls, Integrated, BasicAuth, ExchangeServer',
      'ExchangeUsers, ExchangeServers, ExchangeLegacyServers',
    ],
    [
      'Client Proxy EX1',
      'HubTransport',
      '[::]:465, 0.0.0.0:465',
      'Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer',
      'ExchangeUsers, ExchangeServers',
    ],
    [
      'Default Frontend EX1',
      'FrontendTransport',
      '[::]:25, 0.0.0.0:25',
      'Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer',
      'AnonymousUsers, ExchangeServers, ExchangeLegacyServers',
    ],
    [
      'Outbound Proxy Frontend EX1',
      'FrontendTransport',
      '[::]:717, 0.0.0.0:717',
      'Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer',
      'ExchangeServers',
    ],
    [
      'Client Frontend EX1',
      'FrontendTransport',
      '[::]:587, 0.0.0.0:587',
      'Tls, Integrated, BasicAuth, BasicAuthRequireTLS',
      'ExchangeUsers',
    ],
  ];
  it('are these five, in this order, with these settings', () => {
    const shown = snapshot.receiveConnectors.map((one) => [
      one.name,
      one.transportRole,
      one.bindings.map(formatBinding).join(', '),
      one.authMechanism.join(', '),
      permissionGroupsOf(one.entries, snapshot.server.domain).join(', '),
    ]);
    assert.deepEqual(shown, table);
  });
  it('have the limits of the table', () => {
    const limits = snapshot.receiveConnectors.map((one) => [
      one.messageRateLimit,
      one.messageRateSource,
      one.maxInboundConnection,
      one.maxInboundConnectionPerSource,
      one.maxInboundConnectionPercentagePerSource,
      one.maxRecipientsPerMessage,
      one.protocolLoggingLevel,
      `${one.maxHopCount}/${one.maxLocalHopCount}`,
    ]);
    assert.deepEqual(limits, [
      [null, 'IPAddress', 5000, null, 100, 5000, 'None', '60/5'],
      [5, 'User', 5000, 20, 2, 200, 'None', '60/5'],
      [null, 'IPAddress', 5000, 20, 2, 200, 'Verbose', '60/5'],
      [null, 'IPAddress', 5000, 20, 2, 200, 'None', '60/5'],
      [5, 'User', 5000, 20, 2, 200, 'None', '60/5'],
    ]);
  });
  it('RFC 5321 §4.5.3.1.8, §4.5.3.2.7: a hundred recipients and five minutes between commands, at least', () => {
    const made = sampleConnector({ name: 'New', on: '0.0.0.0:26', from: '10.0.0.1' });
    for (const connector of [...snapshot.receiveConnectors, made]) {
      assert.ok(connector.maxRecipientsPerMessage >= 100, connector.name);
      assert.ok(connector.connectionInactivityTimeoutMs >= 300_000, connector.name);
      assert.ok(connector.maxMessageSize >= 65_536, connector.name);
    }
  });

  it('are valid beside one another', () => {
    for (const connector of snapshot.receiveConnectors)
      assert.equal(validateReceiveConnector(connector, snapshot), null, connector.name);
  });
  it('a fresh server has no Send connector, a sandbox has one for everything', () => {
    assert.deepEqual(snapshot.sendConnectors, []);
  });
});
