import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from 'dns-packet';
import { DEFAULT_TRANSPORT_SERVICE } from '../../../src/config/defaults.ts';
import { createDialer } from '../../../src/net/dialer.ts';
import { createResolver } from '../../../src/net/resolver.ts';
import type { Dialer } from '../../../src/transport/dialer-port.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from '../../support/delivery-harness.ts';
import { startDnsStub } from '../../support/dns-stub.ts';
import type { DnsStub, StubReply } from '../../support/dns-stub.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';
import type { SmtpSink } from '../../support/smtp-sink.ts';

/** Delivery by DNS over the stub: real queries, and connections that a sink on loopback takes whatever their address. */

type Zone = Readonly<Record<string, StubReply>>;

const MESSAGE = 'Subject: Test\r\n\r\nHello\r\n';
const OWN_ADDRESS = '192.0.2.10';
const PUBLIC_ADDRESS = '198.51.100.10';
const LOOP = /^FAIL\/ROUTING 554 5\.4\.6/;

const mx = (preference: number, exchange: string): Answer => ({
  name: 'fabrikam.com',
  type: 'MX',
  ttl: 60,
  data: { preference, exchange },
});

function found(...answers: readonly Answer[]): StubReply {
  return { kind: 'answers', answers };
}

function a(name: string, ...addresses: readonly string[]): StubReply {
  return found(...addresses.map((data): Answer => ({ name, type: 'A', ttl: 60, data })));
}

type Play = Readonly<{
  dialed: readonly string[];
  event: string;
  delivered: boolean;
  stub: DnsStub;
}>;

function dialerTo(sink: SmtpSink, dialed: string[], dead: readonly string[]): Dialer {
  const real = createDialer();
  return {
    async dial(target, signal) {
      dialed.push(`${target.address}:${target.port}`);
      if (dead.includes(target.address)) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      return await real.dial({ ...target, address: '127.0.0.1', port: sink.port }, signal);
    },
  };
}

/** Sends one message to kate@fabrikam.com (or another) where DNS is the zone, and tells what came of it. */
async function play(
  zone: Zone,
  given: Readonly<{ dead?: readonly string[]; to?: string; hosts?: string; timeoutMs?: number }> = {},
): Promise<Play> {
  const sink = await startSmtpSink();
  const stub = await startDnsStub(
    (name, type) => zone[`${type} ${name}`] ?? zone[`* ${name}`] ?? { kind: 'answers', answers: [] },
  );
  const dialed: string[] = [];
  const resolver = createResolver({
    servers: () => [stub.server],
    readSystemFile: async () => '',
    now: Date.now,
    timeoutMs: given.timeoutMs ?? 1000,
    rounds: 1,
  });
  const snapshot = snapshotWith({
    sendConnectors: [sendConnector({ dnsRoutingEnabled: true, smartHosts: [] })],
    transportService: { ...DEFAULT_TRANSPORT_SERVICE, externalIPAddress: PUBLIC_ADDRESS },
  });
  const harness = startHarness(snapshot, {
    resolver,
    dialer: dialerTo(sink, dialed, given.dead ?? []),
    ownListeners: () => [{ address: '0.0.0.0', port: 25 }],
    ownAddresses: () => [OWN_ADDRESS, '2001:db8::10'],
  });
  try {
    await harness.send(MESSAGE, [pending(given.to ?? 'kate@fabrikam.com')], { reversePath: null });
    await until(() => harness.events.length > 0, 'an event');
    const [event] = harness.events;
    return {
      dialed,
      event: `${event?.eventId}/${event?.source} ${event?.recipientStatus.join(';')}`,
      delivered: sink.messages.length === 1,
      stub,
    };
  } finally {
    await harness.stop();
    await sink.close();
    await stub.close();
  }
}

/** Addresses that are ourselves, or nobody, when DNS gives them. */
const TRAPS: readonly (readonly [rule: string, address: string])[] = [
  ['loopback', '127.0.0.1'],
  ['any loopback', '127.66.6.6'],
  ['the unspecified address', '0.0.0.0'],
  ['our own address', OWN_ADDRESS],
  ['the public address that stands for us', PUBLIC_ADDRESS],
];

for (const [rule, address] of TRAPS) {
  test(`own-address protection: ${rule} ${address} is never connected to, by MX, alias or A`, async () => {
    const host = a('relay.other.example', address);
    const byMx = await play({
      'MX fabrikam.com': found(mx(10, 'relay.other.example')),
      'A relay.other.example': host,
    });
    assert.match(byMx.event, LOOP);
    assert.deepEqual(byMx.dialed, []);
    const alias: Answer = { name: 'fabrikam.com', type: 'CNAME', ttl: 60, data: 'relay.other.example' };
    const byAlias = await play({
      '* fabrikam.com': found(alias),
      'A relay.other.example': host,
    });
    assert.match(byAlias.event, LOOP);
    assert.deepEqual(byAlias.dialed, []);
    const literal = await play({}, { to: `kate@[${address}]` });
    assert.match(literal.event, LOOP);
    assert.deepEqual(literal.dialed, []);
  });
}

for (const data of ['::1', '::', '::ffff:127.0.0.1', '::ffff:192.0.2.10', '2001:db8::10']) {
  test(`own-address protection: the AAAA record ${data} is never connected to`, async () => {
    const played = await play({
      'MX fabrikam.com': found(mx(10, 'six.example')),
      'AAAA six.example': found({ name: 'six.example', type: 'AAAA', ttl: 60, data }),
    });
    assert.match(played.event, LOOP);
    assert.deepEqual(played.dialed, []);
  });
}

test('RFC 5321 §5.1: our address among the exchanges: equal and worse ones are left out, better ones are tried', async () => {
  const records = [
    mx(5, 'best.example'),
    mx(10, 'alias-of-us.example'),
    mx(10, 'equal.example'),
    mx(20, 'worse.example'),
  ];
  const hosts: Zone = {
    'A best.example': a('best.example', '203.0.113.1'),
    'A alias-of-us.example': a('alias-of-us.example', OWN_ADDRESS),
    'A equal.example': a('equal.example', '203.0.113.2'),
    'A worse.example': a('worse.example', '203.0.113.3'),
  };
  const better = await play({ ...hosts, 'MX fabrikam.com': found(...records) }, { dead: ['203.0.113.1'] });
  assert.match(better.event, /^DEFER/);
  assert.deepEqual(better.dialed, ['203.0.113.1:25']);
  const none = await play({ ...hosts, 'MX fabrikam.com': found(...records.slice(1)) });
  assert.match(none.event, LOOP);
  assert.deepEqual(none.dialed, []);
});

test('a private address is a host like any other: internal domains have them', async () => {
  const played = await play({
    'MX fabrikam.com': found(mx(10, 'inside.example')),
    'A inside.example': a('inside.example', '10.1.2.3'),
  });
  assert.equal(played.delivered, true);
  assert.deepEqual(played.dialed, ['10.1.2.3:25']);
});

test('a loopback address beside a real one does not keep the mail: the real one is used', async () => {
  const played = await play({
    'MX fabrikam.com': found(mx(10, 'half.example'), mx(20, 'whole.example')),
    'A half.example': a('half.example', '127.0.0.1'),
    'A whole.example': a('whole.example', '203.0.113.9'),
  });
  assert.equal(played.delivered, true);
  assert.deepEqual(played.dialed, ['203.0.113.9:25']);
});

test('groups, broadcast and "this network" are nobody: the mail waits', async () => {
  const played = await play({
    'MX fabrikam.com': found(mx(10, 'odd.example')),
    'A odd.example': a('odd.example', '224.0.0.5', '255.255.255.255', '0.1.2.3'),
  });
  assert.match(played.event, /^DEFER\/SMTP .*451 4\.4\.4 The name odd\.example has no address/);
  assert.deepEqual(played.dialed, []);
});

test('a hundred exchanges that do not answer: twenty connections, then the queue waits', async () => {
  const zone: Record<string, StubReply> = {};
  const records: Answer[] = [];
  const dead: string[] = [];
  for (let index = 0; index < 100; index += 1) {
    const name = `mx${index}.example`;
    records.push(mx(10, name));
    dead.push(`203.0.113.${index}`);
    zone[`A ${name}`] = a(name, `203.0.113.${index}`);
  }
  zone['MX fabrikam.com'] = { kind: 'truncated', answers: records };
  const played = await play(zone, { dead });
  assert.match(played.event, /^DEFER/);
  assert.equal(new Set(played.dialed).size, 20);
  assert.equal(played.stub.questions.includes('MX fabrikam.com tcp'), true);
  const lookedUp = played.stub.questions.filter((question) => question.startsWith('A mx'));
  assert.equal(lookedUp.length, 50);
});

test('SERVFAIL and silence of one exchange do not stop the others', async () => {
  const played = await play(
    {
      'MX fabrikam.com': found(mx(10, 'broken.example'), mx(20, 'silent.example'), mx(30, 'good.example')),
      '* broken.example': { kind: 'servfail' },
      '* silent.example': { kind: 'silent' },
      'A good.example': a('good.example', '203.0.113.7'),
    },
    { timeoutMs: 100 },
  );
  assert.equal(played.delivered, true);
});

const WAITS: readonly (readonly [rule: string, zone: Zone, reason: RegExp])[] = [
  ['MX: SERVFAIL', { 'MX fabrikam.com': { kind: 'servfail' } }, /451 4\.4\.3 .*SERVFAIL/],
  ['MX: no answer', { 'MX fabrikam.com': { kind: 'silent' } }, /451 4\.4\.3 .*no answer in time/],
  ['MX: no DNS message', { 'MX fabrikam.com': { kind: 'garbage' } }, /451 4\.4\.3/],
  [
    'MX: aliases that lead round',
    {
      'MX fabrikam.com': found({ name: 'fabrikam.com', type: 'CNAME', ttl: 60, data: 'b.example' }),
      'MX b.example': found({ name: 'b.example', type: 'CNAME', ttl: 60, data: 'fabrikam.com' }),
    },
    /451 4\.4\.3 .*too many aliases/,
  ],
  [
    'A: SERVFAIL',
    { 'MX fabrikam.com': found(mx(1, 'a.example')), '* a.example': { kind: 'servfail' } },
    /451 4\.4\.3 .*a\.example.*SERVFAIL/,
  ],
];

for (const [rule, zone, reason] of WAITS) {
  test(`what may pass is waited for: ${rule}`, async () => {
    const played = await play(zone, { timeoutMs: 100 });
    assert.match(played.event, /^DEFER\/SMTP/);
    assert.match(played.event, reason);
  });
}

test('RFC 5321 §5.1: exchanges without an address are an error, and the address of the domain itself is never used', async () => {
  const played = await play({
    'MX fabrikam.com': found(mx(10, 'nowhere.example'), mx(20, 'empty.example')),
    'A fabrikam.com': a('fabrikam.com', '203.0.113.9'),
    'A empty.example': found(),
  });
  assert.deepEqual(played.dialed, []);
  assert.match(played.event, /^FAIL\/DNS .*550 5\.4\.4 SMTPSEND\.DNS\.NonExistentDomain/);
});

test('RFC 5321 §5.1: one exchange whose address cannot be asked for now makes the mail wait', async () => {
  const played = await play({
    'MX fabrikam.com': found(mx(10, 'nowhere.example'), mx(20, 'broken.example')),
    '* broken.example': { kind: 'servfail' },
  });
  assert.match(played.event, /^DEFER/);
});

test('without MX an address that may not be used does not hide one that may', async () => {
  const played = await play({
    'A fabrikam.com': a('fabrikam.com', '224.0.0.5', '203.0.113.9'),
    'MX fabrikam.com': found(),
  });
  assert.equal(played.delivered, true);
});

test('a domain with neither MX nor address does not exist for mail: 5.4.4', async () => {
  assert.match((await play({})).event, /^FAIL\/DNS 550 5\.4\.4 SMTPSEND\.DNS\.NonExistentDomain/);
});

test('a chain of aliases to an exchange is followed', async () => {
  const cname = (name: string, data: string): Answer => ({ name, type: 'CNAME', ttl: 60, data });
  const played = await play({
    'MX fabrikam.com': found(mx(10, 'one.example')),
    'A one.example': found(cname('one.example', 'two.example'), cname('two.example', 'three.example')),
    'A three.example': a('three.example', '203.0.113.4'),
  });
  assert.equal(played.delivered, true);
});

test('RFC 5891: an internationalized domain is asked for by its A-label', async () => {
  const played = await play(
    { 'A xn--bcher-kva.example': a('xn--bcher-kva.example', '203.0.113.5') },
    { to: 'kate@bücher.example' },
  );
  assert.equal(played.delivered, true);
  assert.equal(played.stub.questions[0], 'MX xn--bcher-kva.example');
});
