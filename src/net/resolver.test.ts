import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDnsStub } from '../../test/support/dns-stub.ts';
import type { StubReply } from '../../test/support/dns-stub.ts';
import { parseDnsServer, serversOfResolvConf } from './dns-servers.ts';
import { type CachingResolver, createResolver } from './resolver.ts';

const { signal } = new AbortController();

/** Runs a test against a stub; `clock.at` moves the resolver's time. */
async function withStub(
  answer: (name: string, type: string) => StubReply,
  run: (resolver: CachingResolver, questions: readonly string[], clock: { at: number }) => Promise<void>,
): Promise<void> {
  const stub = await startDnsStub(answer);
  const clock = { at: 0 };
  const resolver = createResolver({
    servers: () => [stub.server],
    readSystemFile: async () => '',
    now: () => clock.at,
    timeoutMs: 150,
    rounds: 2,
  });
  try {
    await run(resolver, stub.questions, clock);
  } finally {
    await stub.close();
  }
}

const MX_RECORD = {
  type: 'MX',
  name: 'contoso.com',
  ttl: 60,
  data: { preference: 10, exchange: 'mx.contoso.com' },
} as const;

test('MX records are found, in lower case without trailing dot', async () => {
  await withStub(
    () => ({
      kind: 'answers',
      answers: [{ ...MX_RECORD, data: { preference: 10, exchange: 'MX.Contoso.com.' } }],
    }),
    async (resolver) => {
      const answer = await resolver.mx('contoso.com', signal);
      assert.deepEqual(answer, { kind: 'found', records: [{ preference: 10, exchange: 'mx.contoso.com' }] });
    },
  );
});

test('RFC 5321 §5.1: a name is asked for as it is, never with another domain behind it', async () => {
  await withStub(
    () => ({ kind: 'nxdomain' }),
    async (resolver, questions) => {
      assert.equal((await resolver.mx('printer', signal)).kind, 'nxdomain');
      assert.equal((await resolver.addresses('printer', signal)).kind, 'nxdomain');
      assert.deepEqual([...new Set(questions.map((question) => question.split(' ')[1]))], ['printer']);
    },
  );
});

test('RFC 7505 §3: a null MX is the root name', async () => {
  await withStub(
    () => ({ kind: 'answers', answers: [{ ...MX_RECORD, data: { preference: 0, exchange: '.' } }] }),
    async (resolver) => {
      const answer = await resolver.mx('contoso.com', signal);
      assert.deepEqual(answer, { kind: 'found', records: [{ preference: 0, exchange: '' }] });
    },
  );
});

test('the name exists without the type: empty; the name does not exist: nxdomain', async () => {
  await withStub(
    (name) => (name === 'there.example' ? { kind: 'answers', answers: [] } : { kind: 'nxdomain' }),
    async (resolver) => {
      assert.deepEqual(await resolver.mx('there.example', signal), { kind: 'empty' });
      assert.deepEqual(await resolver.mx('missing.example', signal), { kind: 'nxdomain' });
      assert.deepEqual(await resolver.addresses('missing.example', signal), { kind: 'nxdomain' });
    },
  );
});

test('what was forgotten is asked anew', async () => {
  await withStub(
    () => ({ kind: 'answers', answers: [MX_RECORD] }),
    async (resolver, questions) => {
      await resolver.mx('contoso.com', signal);
      await resolver.mx('contoso.com', signal);
      assert.equal(questions.length, 1);
      resolver.forget();
      await resolver.mx('contoso.com', signal);
      assert.equal(questions.length, 2);
    },
  );
});

for (const kind of ['servfail', 'refused', 'silent', 'garbage'] as const) {
  test(`${kind}: the answer is failed, after as many tries as allowed`, async () => {
    await withStub(
      () => ({ kind }),
      async (resolver, questions) => {
        const answer = await resolver.mx('contoso.com', signal);
        assert.equal(answer.kind, 'failed');
        assert.equal(questions.length, 2);
      },
    );
  });
}

test('RFC 7766: a truncated answer is asked for again over TCP', async () => {
  await withStub(
    () => ({ kind: 'truncated', answers: [MX_RECORD] }),
    async (resolver, questions) => {
      assert.equal((await resolver.mx('contoso.com', signal)).kind, 'found');
      assert.deepEqual(questions, ['MX contoso.com', 'MX contoso.com tcp']);
    },
  );
});

test('Exchange: -InternalDNSProtocolOption: UDP alone does not ask again, TCP alone never asks over UDP', async () => {
  const stub = await startDnsStub(() => ({ kind: 'truncated', answers: [MX_RECORD] }));
  let protocol: 'UseUdpOnly' | 'UseTcpOnly' = 'UseUdpOnly';
  const resolver = createResolver({
    servers: () => [stub.server],
    protocol: () => protocol,
    readSystemFile: async () => '',
    now: () => 0,
    timeoutMs: 150,
    rounds: 1,
  });
  const refused = await resolver.mx('contoso.com', signal);
  assert.match(refused.kind === 'failed' ? refused.reason : '', /truncated/);
  protocol = 'UseTcpOnly';
  assert.equal((await resolver.mx('contoso.com', signal)).kind, 'found');
  assert.deepEqual(stub.questions, ['MX contoso.com', 'MX contoso.com tcp']);
  await stub.close();
});

test('other servers are asked at once when the setting changes: what the first ones said is forgotten', async () => {
  const first = await startDnsStub(() => ({ kind: 'answers', answers: [MX_RECORD] }));
  const second = await startDnsStub(() => ({ kind: 'nxdomain' }));
  let server = first.server;
  const resolver = createResolver({
    servers: () => [server],
    readSystemFile: async () => '',
    now: () => 0,
    timeoutMs: 150,
  });
  assert.equal((await resolver.mx('contoso.com', signal)).kind, 'found');
  ({ server } = second);
  assert.equal((await resolver.mx('contoso.com', signal)).kind, 'nxdomain');
  await first.close();
  await second.close();
});

test('RFC 5452 §9: an answer with another id does not count', async () => {
  const forged = { ...MX_RECORD, data: { preference: 1, exchange: 'evil.example' } };
  await withStub(
    () => ({ kind: 'forgedFirst', forged: [forged], answers: [MX_RECORD] }),
    async (resolver) => {
      const answer = await resolver.mx('contoso.com', signal);
      assert.deepEqual(answer, { kind: 'found', records: [{ preference: 10, exchange: 'mx.contoso.com' }] });
    },
  );
});

test('records of a name that was not asked for do not count', async () => {
  await withStub(
    () => ({ kind: 'answers', answers: [{ ...MX_RECORD, name: 'other.example' }] }),
    async (resolver) => assert.deepEqual(await resolver.mx('contoso.com', signal), { kind: 'empty' }),
  );
});

test('addresses: A and AAAA together, a CNAME in the answer followed', async () => {
  await withStub(
    (_, type) => ({
      kind: 'answers',
      answers:
        type === 'A'
          ? [
              { type: 'CNAME', name: 'mx.example', ttl: 60, data: 'host.example' },
              { type: 'A', name: 'host.example', ttl: 60, data: '192.0.2.1' },
            ]
          : [{ type: 'AAAA', name: 'mx.example', ttl: 60, data: '2001:db8::1' }],
    }),
    async (resolver) => {
      assert.deepEqual(await resolver.addresses('mx.example', signal), {
        kind: 'found',
        aliased: true,
        records: [
          { family: 4, address: '192.0.2.1' },
          { family: 6, address: '2001:db8::1' },
        ],
      });
    },
  );
});

test('a CNAME without its target is asked for; a loop of them ends as failed', async () => {
  await withStub(
    (name) => ({
      kind: 'answers',
      answers: [{ type: 'CNAME', name, ttl: 60, data: name === 'a.example' ? 'b.example' : 'a.example' }],
    }),
    async (resolver, questions) => {
      const answer = await resolver.mx('a.example', signal);
      assert.deepEqual(answer, { kind: 'failed', reason: 'too many aliases' });
      assert.equal(questions.length, 8);
    },
  );
});

test('answers are kept for their TTL, and failures are not kept', async () => {
  let failing = false;
  await withStub(
    () => (failing ? { kind: 'servfail' } : { kind: 'answers', answers: [MX_RECORD] }),
    async (resolver, questions, clock) => {
      await resolver.mx('contoso.com', signal);
      await resolver.mx('CONTOSO.com', signal);
      assert.equal(questions.length, 1);
      clock.at = 60_000;
      failing = true;
      assert.equal((await resolver.mx('contoso.com', signal)).kind, 'failed');
      failing = false;
      assert.equal((await resolver.mx('contoso.com', signal)).kind, 'found');
    },
  );
});

test('RFC 2308: "no" is kept as long as the SOA says', async () => {
  const soa = {
    type: 'SOA',
    name: 'example',
    ttl: 30,
    data: {
      mname: 'ns.example',
      rname: 'x.example',
      serial: 1,
      refresh: 1,
      retry: 1,
      expire: 1,
      minimum: 20,
    },
  } as const;
  await withStub(
    () => ({ kind: 'nxdomain', authorities: [soa] }),
    async (resolver, questions, clock) => {
      await resolver.mx('no.example', signal);
      clock.at = 19_999;
      await resolver.mx('no.example', signal);
      assert.equal(questions.length, 1);
      clock.at = 20_000;
      await resolver.mx('no.example', signal);
      assert.equal(questions.length, 2);
    },
  );
});

test('the next server is asked when one does not answer', async () => {
  const stub = await startDnsStub(() => ({ kind: 'answers', answers: [MX_RECORD] }));
  const silent = await startDnsStub(() => ({ kind: 'silent' }));
  const resolver = createResolver({
    servers: () => [silent.server, stub.server],
    readSystemFile: async () => '',
    now: () => 0,
    timeoutMs: 100,
  });
  assert.equal((await resolver.mx('contoso.com', signal)).kind, 'found');
  await stub.close();
  await silent.close();
});

test('names of the hosts file and localhost need no query', async () => {
  const resolver = createResolver({
    servers: () => ['127.0.0.1:1'],
    readSystemFile: async (name) => (name === 'hosts' ? '10.0.0.5 Relay relay.corp # the relay\n' : ''),
    now: () => 0,
  });
  assert.deepEqual(await resolver.addresses('relay.corp', signal), {
    kind: 'found',
    records: [{ family: 4, address: '10.0.0.5' }],
  });
  assert.equal((await resolver.addresses('localhost', signal)).kind, 'found');
});

test('an aborted caller gets failed at once', async () => {
  await withStub(
    () => ({ kind: 'silent' }),
    async (resolver) => {
      const answer = await resolver.mx('contoso.com', AbortSignal.timeout(20));
      assert.deepEqual(answer, { kind: 'failed', reason: 'the query was stopped' });
    },
  );
});

test('server lists: address, address:port, IPv6, and what is none', () => {
  assert.deepEqual(parseDnsServer('192.0.2.53'), { address: '192.0.2.53', port: 53 });
  assert.deepEqual(parseDnsServer('192.0.2.53:5353'), { address: '192.0.2.53', port: 5353 });
  assert.deepEqual(parseDnsServer('2001:db8::53'), { address: '2001:db8::53', port: 53 });
  assert.deepEqual(parseDnsServer('[2001:db8::53]:54'), { address: '2001:db8::53', port: 54 });
  assert.equal(parseDnsServer('dns.example'), null);
  assert.equal(parseDnsServer('192.0.2.53:70000'), null);
  assert.deepEqual(
    serversOfResolvConf('# x\nnameserver 192.0.2.1\nnameserver 2001:db8::1\noptions ndots:1\n'),
    [
      { address: '192.0.2.1', port: 53 },
      { address: '2001:db8::1', port: 53 },
    ],
  );
  assert.deepEqual(serversOfResolvConf(''), [{ address: '127.0.0.1', port: 53 }]);
});

test('RFC 1035 §3.5: an address is asked for by its reversed octets, an IPv6 address by its nibbles', async () => {
  await withStub(
    (name, type) =>
      type === 'PTR' && name === '10.5.168.192.in-addr.arpa'
        ? { kind: 'answers', answers: [{ name, type, ttl: 60, data: 'Printer.Contoso.com.' }] }
        : { kind: 'nxdomain' },
    async (resolver, questions) => {
      const found = await resolver.names('192.168.5.10', signal);
      assert.deepEqual(found, { kind: 'found', records: ['printer.contoso.com'] });
      assert.deepEqual(await resolver.names('2001:db8::1', signal), { kind: 'nxdomain' });
      assert.deepEqual(await resolver.names('::1', signal), { kind: 'found', records: ['localhost'] });
      assert.deepEqual(questions, [
        'PTR 10.5.168.192.in-addr.arpa',
        `PTR 1.0.0.0.${'0.'.repeat(20)}8.b.d.0.1.0.0.2.ip6.arpa`,
      ]);
    },
  );
});
