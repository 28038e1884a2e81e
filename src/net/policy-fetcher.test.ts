import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import { authority, issue } from '../../test/support/certificates.ts';
import type { Issued } from '../../test/support/certificates.ts';
import { resolverOf } from '../../test/support/delivery-harness.ts';
import type { FetchedPolicy } from '../transport/mta-sts-port.ts';
import { createPolicyFetcher } from './policy-fetcher.ts';

const CA = authority('Policy CA');
const GOOD = issue(['mta-sts.fabrikam.com'], { issuer: CA });
const POLICY = 'version: STSv1\nmode: enforce\nmx: mx.fabrikam.com\nmax_age: 86400\n';

/** Fetches the policy of fabrikam.com from a host that answers so. */
async function fetched(
  certificate: Issued,
  answer: RequestListener,
  addresses: readonly string[] = ['127.0.0.1'],
): Promise<FetchedPolicy> {
  const server = createServer({ key: certificate.pem, cert: certificate.pem }, answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const place = server.address();
  if (place === null || typeof place === 'string') throw new TypeError('no port');
  const fetch = createPolicyFetcher({
    trustedRoots: () => [CA.certificatePem],
    port: place.port,
    timeoutMs: 1000,
  });
  const records = addresses.map((address) => ({ family: 4, address }) as const);
  const resolver = resolverOf({
    addresses: async (host) =>
      host === 'mta-sts.fabrikam.com' && records.length > 0
        ? { kind: 'found', records }
        : { kind: 'nxdomain' },
  });
  try {
    return await fetch('fabrikam.com', resolver);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function failure(result: FetchedPolicy): string {
  return result.kind === 'failed' ? `${result.finding.result}: ${result.finding.reason}` : result.kind;
}

test('RFC 8461 §3.3: the policy comes from its well-known place, from the next address where one does not answer', async () => {
  const paths: string[] = [];
  const found = await fetched(
    GOOD,
    (request, response) => {
      paths.push(`${request.headers.host} ${request.url}`);
      response.setHeader('content-type', 'text/plain; charset=utf-8').end(POLICY);
    },
    ['127.0.0.99', '127.0.0.1'],
  );
  assert.deepEqual(found, { kind: 'found', text: POLICY });
  assert.deepEqual(paths, ['mta-sts.fabrikam.com /.well-known/mta-sts.txt']);
});

const ANSWERS: readonly (readonly [
  rule: string,
  certificate: Issued,
  answer: RequestListener,
  expect: RegExp,
])[] = [
  [
    'no authority that we trust',
    issue(['mta-sts.fabrikam.com']),
    (_, r) => r.end(POLICY),
    /^sts-webpki-invalid: /,
  ],
  ['another name', issue(['fabrikam.com'], { issuer: CA }), (_, r) => r.end(POLICY), /^sts-webpki-invalid: /],
  [
    'expired',
    issue(['mta-sts.fabrikam.com'], { issuer: CA, notAfter: Date.now() - 1000 }),
    (_, r) => r.end(POLICY),
    /^sts-webpki-invalid: /,
  ],
  [
    'a redirection is not followed',
    GOOD,
    (_, r) => r.writeHead(301, { location: 'https://127.0.0.1/' }).end(),
    /^sts-policy-fetch-error: mta-sts.fabrikam.com answered 301/,
  ],
  ['not found', GOOD, (_, r) => r.writeHead(404).end(), /answered 404/],
  ['not text', GOOD, (_, r) => r.setHeader('content-type', 'text/html').end(POLICY), /is not text\/plain/],
  [
    'too large',
    GOOD,
    (_, r) => r.setHeader('content-type', 'text/plain').end('x'.repeat(70_000)),
    /larger than 65536 octets/,
  ],
  ['silence', GOOD, () => undefined, /^sts-policy-fetch-error: .*no answer in time/],
];

for (const [rule, certificate, answer, expect] of ANSWERS) {
  test(`RFC 8461 §3.3: no policy: ${rule}`, async () => {
    assert.match(failure(await fetched(certificate, answer)), expect);
  });
}

test('a policy host without address is a failure that says so', async () => {
  assert.match(failure(await fetched(GOOD, () => undefined, [])), /mta-sts.fabrikam.com has no address/);
});
