import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendConnector } from '../../test/support/delivery-harness.ts';
import type { SendConnector } from '../config/send-connector.ts';
import { route } from './route.ts';
import { selectSendConnector } from './select-send-connector.ts';

const MB = 1_048_576;

function connector(name: string, spaces: string, changes: Partial<SendConnector> = {}): SendConnector {
  const addressSpaces = spaces.split(',').map((text) => {
    const [domain = '', cost = '1'] = text.split(';');
    return { type: 'SMTP', domain, cost: Number(cost) };
  });
  return sendConnector({ name, addressSpaces, ...changes });
}

const CASES: readonly Readonly<{
  rule: string;
  connectors: readonly SendConnector[];
  domain: string;
  sizeBytes?: number;
  expect: string;
}>[] = [
  {
    rule: 'F3: specificity beats cost',
    connectors: [connector('All', '*;1'), connector('Sub', '*.contoso.com;100')],
    domain: 'a.contoso.com',
    expect: 'Sub',
  },
  {
    rule: 'F4: an exact space does not match subdomains',
    connectors: [connector('Exact', 'contoso.com')],
    domain: 'a.contoso.com',
    expect: 'none',
  },
  {
    rule: 'F4: *.contoso.com matches contoso.com itself',
    connectors: [connector('Sub', '*.contoso.com')],
    domain: 'contoso.com',
    expect: 'Sub',
  },
  {
    rule: '*.contoso.com does not match notcontoso.com',
    connectors: [connector('Sub', '*.contoso.com')],
    domain: 'notcontoso.com',
    expect: 'none',
  },
  {
    rule: 'an exact space wins over *. of the same name',
    connectors: [connector('Sub', '*.contoso.com'), connector('Exact', 'contoso.com;50')],
    domain: 'contoso.com',
    expect: 'Exact',
  },
  {
    rule: 'the longest suffix wins',
    connectors: [connector('Short', '*.com'), connector('Long', '*.b.com;9'), connector('All', '*')],
    domain: 'a.b.com',
    expect: 'Long',
  },
  {
    rule: 'F5: a connector that is too small hands over to a less specific one',
    connectors: [connector('Exact', 'contoso.com', { maxMessageSize: MB }), connector('All', '*')],
    domain: 'contoso.com',
    sizeBytes: 2 * MB,
    expect: 'All',
  },
  {
    rule: 'F6: all too small is not the same as no match',
    connectors: [
      connector('Exact', 'contoso.com', { maxMessageSize: MB }),
      connector('All', '*', { maxMessageSize: MB }),
    ],
    domain: 'contoso.com',
    sizeBytes: 2 * MB,
    expect: 'tooLarge',
  },
  {
    rule: 'F7: at equal cost the lower name wins, without case',
    connectors: [connector('beta', '*'), connector('Alpha', '*')],
    domain: 'contoso.com',
    expect: 'Alpha',
  },
  {
    rule: 'the lower cost wins',
    connectors: [connector('Alpha', '*;2'), connector('Beta', '*;1')],
    domain: 'contoso.com',
    expect: 'Beta',
  },
  {
    rule: 'a disabled connector does not count',
    connectors: [connector('Off', 'contoso.com', { enabled: false }), connector('All', '*')],
    domain: 'contoso.com',
    expect: 'All',
  },
  {
    rule: 'an address literal matches * alone',
    connectors: [connector('Sub', '*.1]'), connector('All', '*')],
    domain: '[192.0.2.1]',
    expect: 'All',
  },
  {
    rule: 'a space that is not SMTP does not count',
    connectors: [sendConnector({ name: 'X400', addressSpaces: [{ type: 'X400', domain: '*', cost: 1 }] })],
    domain: 'contoso.com',
    expect: 'none',
  },
  {
    rule: 'a message of exactly MaxMessageSize passes; unlimited takes all',
    connectors: [connector('Exact', 'contoso.com', { maxMessageSize: MB })],
    domain: 'contoso.com',
    sizeBytes: MB,
    expect: 'Exact',
  },
];

for (const { rule, connectors, domain, sizeBytes = 1000, expect } of CASES) {
  test(rule, () => {
    const choice = selectSendConnector(connectors, domain, sizeBytes);
    assert.equal(choice.kind === 'found' ? choice.connector.name : choice.kind, expect);
  });
}

test('mail-flow.md §4.2: the key of a DNS connector is the domain, of smart hosts their list, of a drop folder its name', () => {
  const keyOf = (changes: Partial<SendConnector>): string => {
    const found = route([sendConnector({ guid: 'g', ...changes })], 'fabrikam.com', 1);
    return found.kind === 'nextHop'
      ? `${found.nextHop.deliveryType} ${found.nextHop.nextHopDomain} ${found.nextHop.nextHopConnector}`
      : found.kind;
  };
  assert.equal(keyOf({ dnsRoutingEnabled: true, smartHosts: [] }), 'DnsConnectorDelivery fabrikam.com g');
  assert.equal(
    keyOf({ smartHosts: ['[10.10.10.100]', 'relay.tailspintoys.com'] }),
    'SmartHostConnectorDelivery [10.10.10.100],relay.tailspintoys.com g',
  );
  assert.equal(keyOf({ name: 'Sandbox', dropDirectory: 'drop' }), 'DropFolderDelivery Sandbox g');
});
