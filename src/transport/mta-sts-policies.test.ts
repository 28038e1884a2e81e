import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolverOf } from '../../test/support/delivery-harness.ts';
import { MtaStsCache } from './mta-sts-policies.ts';
import type { FetchedPolicy } from './mta-sts-port.ts';
import type { Resolver } from './resolver-port.ts';

const DAY_MS = 86_400_000;
const { signal } = new AbortController();

type Bench = {
  id: string | null;
  at: number;
  text: string;
  fails: boolean;
  fetches: number;
  changes: number;
  cache: MtaStsCache;
  resolver: Resolver;
  mode: () => Promise<string>;
};

function text(mode: string, maxAge = 7 * 86_400): string {
  return `version: STSv1\nmode: ${mode}\nmx: mx.fabrikam.com\nmax_age: ${maxAge}\n`;
}

/** A domain whose record, policy and clock a test moves. */
function bench(): Bench {
  const fetch = async (): Promise<FetchedPolicy> => {
    made.fetches += 1;
    if (made.fails)
      return { kind: 'failed', finding: { result: 'sts-policy-fetch-error', reason: 'no answer in time' } };
    return { kind: 'found', text: made.text };
  };
  const now = (): number => made.at;
  const made: Bench = {
    id: 'a1',
    at: 1_000_000,
    text: text('enforce'),
    fails: false,
    fetches: 0,
    changes: 0,
    cache: new MtaStsCache({ fetch, now, changed: () => (made.changes += 1) }),
    resolver: resolverOf({
      txt: async () =>
        made.id === null ? { kind: 'nxdomain' } : { kind: 'found', records: [`v=STSv1; id=${made.id}`] },
    }),
    mode: async () => {
      const { policy, finding } = await made.cache.policyOf('fabrikam.com', made.resolver, signal);
      return `${policy?.mode ?? 'no policy'}${finding === null ? '' : ` (${finding.result})`}`;
    },
  };
  return made;
}

test('a policy is fetched once for each id, and again when it is a day old', async () => {
  const it = bench();
  assert.equal(await it.mode(), 'enforce');
  assert.equal(await it.mode(), 'enforce');
  assert.equal(it.fetches, 1);
  [it.id, it.text] = ['a2', text('testing')];
  assert.equal(await it.mode(), 'testing');
  it.at += DAY_MS;
  assert.equal(await it.mode(), 'testing');
  assert.deepEqual([it.fetches, it.changes], [3, 3]);
});

test('RFC 8461 §5.1: it holds until max_age although its record is gone or the new one cannot be had', async () => {
  const it = bench();
  await it.mode();
  it.id = null;
  assert.equal(await it.mode(), 'enforce');
  [it.id, it.fails] = ['a2', true];
  assert.equal(await it.mode(), 'enforce (sts-policy-fetch-error)');
  it.at += 7 * DAY_MS;
  assert.equal(await it.mode(), 'no policy (sts-policy-fetch-error)');
  it.id = null;
  assert.equal(await it.mode(), 'no policy');
});

test('after a failure a domain is asked again only after five minutes, or with another id', async () => {
  const it = bench();
  it.fails = true;
  await it.mode();
  await it.mode();
  assert.equal(it.fetches, 1);
  it.at += 300_000;
  await it.mode();
  assert.equal(it.fetches, 2);
  [it.id, it.fails] = ['a2', false];
  assert.equal(await it.mode(), 'enforce');
});

test('messages that come together wait for one fetch', async () => {
  const it = bench();
  assert.deepEqual(await Promise.all([it.mode(), it.mode(), it.mode()]), ['enforce', 'enforce', 'enforce']);
  assert.equal(it.fetches, 1);
});

test('what an earlier run knew holds without asking; what has run out is forgotten', async () => {
  const it = bench();
  await it.mode();
  const next = bench();
  next.cache.restore(it.cache.list());
  next.fails = true;
  assert.equal(await next.mode(), 'enforce');
  assert.equal(next.fetches, 0);
  next.at += 8 * DAY_MS;
  assert.deepEqual(next.cache.list(), []);
});

test('RFC 8461 §3.3: policies are refreshed although no mail goes there', async () => {
  const it = bench();
  await it.mode();
  it.at += DAY_MS / 2;
  await it.cache.refreshAll(it.resolver);
  assert.equal(it.fetches, 1);
  it.at += DAY_MS / 2;
  await it.cache.refreshAll(it.resolver);
  assert.equal(it.fetches, 2);
  assert.equal(it.cache.list()[0]?.until, it.at + 7 * DAY_MS);
});
