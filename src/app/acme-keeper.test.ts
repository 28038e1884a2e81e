import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { startAcmeStub } from '../../test/support/acme-stub.ts';
import type { AcmeStub, AcmeStubOptions } from '../../test/support/acme-stub.ts';
import { authority } from '../../test/support/certificates.ts';
import { sendConnector, snapshotWith, until } from '../../test/support/delivery-harness.ts';
import { MemoryConfigStore } from '../admin/testing/memory-config-store.ts';
import { DEFAULT_ACME } from '../config/acme.ts';
import type { AcmeConfig } from '../config/acme.ts';
import { certificateName } from '../config/certificate.ts';
import type { Certificate } from '../config/certificate.ts';
import { createAcmeHttp } from '../net/acme-http.ts';
import { AcmeKeeper } from './acme-keeper.ts';
import { freePort } from '../../test/support/free-port.ts';

const CA = authority('ACME CA');
const DAY_MS = 86_400_000;

type Bench = Readonly<{
  stub: AcmeStub;
  store: MemoryConfigStore;
  keeper: AcmeKeeper;
  warnings: readonly string[];
  /** Moves the keeper's clock. */
  advance: (ms: number) => void;
  set: (changes: Partial<AcmeConfig>) => Promise<void>;
  certificates: () => readonly Certificate[];
  /** Waits until nothing is under way. */
  idle: () => Promise<void>;
}>;

async function bench(
  t: TestContext,
  options: Partial<AcmeStubOptions> = {},
  acme: Partial<AcmeConfig> = {},
): Promise<Bench> {
  const challengePort = await freePort();
  const stub = await startAcmeStub({ ca: CA, challengePort, ...options });
  const config: AcmeConfig = {
    ...DEFAULT_ACME,
    enabled: true,
    directoryUrl: stub.directoryUrl,
    contacts: ['admin@contoso.com'],
    termsOfServiceAgreed: true,
    domainNames: ['mail.contoso.com', 'relay.contoso.com'],
    challengeBindings: [`127.0.0.1:${challengePort}`],
    ...acme,
  };
  const store = new MemoryConfigStore(snapshotWith({ acme: config }));
  const warnings: string[] = [];
  let offset = 0;
  const keeper = new AcmeKeeper({
    config: store,
    http: createAcmeHttp(() => [CA.certificatePem], 'test'),
    portOffset: 0,
    logger: {
      info: () => undefined,
      warn: (_, fields) => warnings.push(String(fields?.['error'])),
      error: () => undefined,
    },
    now: () => Date.now() + offset,
    pollMs: 10,
  });
  t.after(async () => {
    await keeper.stop();
    await stub.close();
  });
  return {
    stub,
    store,
    keeper,
    warnings,
    advance: (ms) => {
      offset += ms;
      keeper.check();
    },
    async set(changes) {
      const { current } = store;
      const next = { ...current, version: current.version + 1, acme: { ...current.acme, ...changes } };
      const audit = {
        runAt: '',
        caller: '',
        command: '',
        parameters: {},
        objectModified: '',
        succeeded: true,
        error: null,
      };
      await store.commit(current.version, next, audit);
    },
    certificates: () => store.current.certificates,
    idle: async () =>
      await until(() => keeper.status().state !== 'Asking', 'the keeper comes to rest', 20_000),
  };
}

test('RFC 8555: a certificate for all names is had, used for SMTP, and not asked for again', async (t) => {
  const it = await bench(t);
  it.keeper.start();
  await it.idle();
  assert.deepEqual(it.warnings, []);
  const [certificate] = it.certificates();
  assert.deepEqual(certificate?.dnsNames, ['mail.contoso.com', 'relay.contoso.com']);
  assert.deepEqual(certificate.services, ['SMTP']);
  assert.equal(certificate.chainPem.match(/BEGIN CERTIFICATE/g)?.length, 2);
  assert.equal(it.keeper.status().state, 'Valid');
  const asked = it.stub.requests.length;
  it.keeper.check();
  await it.idle();
  assert.equal(it.stub.requests.length, asked);
  assert.equal(it.store.current.acme.account?.directoryUrl, it.stub.directoryUrl);
});

test('RFC 8555 §6.5: a nonce that is refused is replaced by the one that came along', async (t) => {
  const it = await bench(t, { refuseNonce: 3 });
  it.keeper.start();
  await it.idle();
  assert.deepEqual(it.warnings, []);
  assert.equal(it.certificates().length, 1);
  assert.ok(it.stub.requests.some((request) => request.endsWith('badNonce')));
});

test('it is renewed before it ends, over the same account; connectors that name it follow', async (t) => {
  const it = await bench(t);
  it.keeper.start();
  await it.idle();
  const [first] = it.certificates();
  assert.ok(first !== undefined);
  const connector = sendConnector({ tlsCertificateName: certificateName(first) });
  const { current } = it.store;
  const audit = {
    runAt: '',
    caller: '',
    command: '',
    parameters: {},
    objectModified: '',
    succeeded: true,
    error: null,
  };
  const next = { ...current, version: current.version + 1, sendConnectors: [connector] };
  await it.store.commit(current.version, next, audit);
  it.advance(59 * DAY_MS);
  await it.idle();
  assert.equal(it.certificates()[0], first);
  it.advance(2 * DAY_MS);
  await it.idle();
  const [second, ...others] = it.certificates();
  assert.notEqual(second?.thumbprint, first.thumbprint);
  assert.deepEqual(others, []);
  assert.equal(it.stub.accounts(), 1);
  assert.ok(second !== undefined);
  assert.equal(it.store.current.sendConnectors[0]?.tlsCertificateName, certificateName(second));
});

test('other names, once they are set, are asked for at once', async (t) => {
  const it = await bench(t);
  it.keeper.start();
  await it.idle();
  await it.set({ domainNames: ['new.contoso.com'] });
  await it.idle();
  assert.deepEqual(it.certificates()[0]?.dnsNames, ['new.contoso.com']);
});

test('RFC 8555 §8.3: a name that cannot be checked: the reason is logged and shown, the next try is an hour later', async (t) => {
  const it = await bench(t, { challengePort: 1 });
  it.keeper.start();
  await it.idle();
  assert.match(it.warnings[0] ?? '', /^unauthorized for mail\.contoso\.com: the answer was "/);
  assert.deepEqual(it.certificates(), []);
  const { state, lastError, nextAttempt } = it.keeper.status();
  assert.deepEqual([state, lastError], ['Failed', it.warnings[0]]);
  assert.ok((nextAttempt ?? 0) > Date.now() + 3_500_000);
  assert.match(it.keeper.warnings()[0] ?? '', /No certificate could be had from the authority: unauthorized/);
  it.advance(1_800_000);
  await it.idle();
  assert.equal(it.warnings.length, 1);
  it.advance(1_900_000);
  await it.idle();
  assert.equal(it.warnings.length, 2);
  it.advance(3_700_000);
  await it.idle();
  assert.equal(it.warnings.length, 2);
  it.keeper.renewNow();
  await it.idle();
  assert.equal(it.warnings.length, 3);
});

test('an old certificate stays in use while a new one cannot be had', async (t) => {
  let failing = false;
  const it = await bench(t, {
    fail: (path) =>
      failing && path === '/order'
        ? { status: 429, type: 'rateLimited', detail: 'too many certificates' }
        : null,
  });
  it.keeper.start();
  await it.idle();
  failing = true;
  it.advance(61 * DAY_MS);
  await it.idle();
  assert.deepEqual(it.warnings, ['rateLimited: too many certificates']);
  assert.equal(it.certificates().length, 1);
});

test('an account that the authority has forgotten is made anew', async (t) => {
  const it = await bench(t);
  await it.set({
    account: { directoryUrl: it.stub.directoryUrl, url: `${it.stub.directoryUrl}/gone`, privateKeyPem: KEY },
  });
  it.keeper.start();
  await it.idle();
  assert.match(it.warnings[0] ?? '', /accountDoesNotExist/);
  it.keeper.renewNow();
  await it.idle();
  assert.equal(it.certificates().length, 1);
});

const KEY = authority('any').key.export({ type: 'pkcs8', format: 'pem' }).toString();

test('a binding that cannot be had is named', async (t) => {
  const taken = createServer();
  await new Promise<void>((resolve) => {
    taken.listen(0, '127.0.0.1', resolve);
  });
  const address = taken.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  const it = await bench(t, {}, { challengeBindings: [`127.0.0.1:${address.port}`] });
  it.keeper.start();
  await it.idle();
  assert.match(it.warnings[0] ?? '', new RegExp(`EADDRINUSE.*${address.port}`));
  taken.close();
});

test('an authority whose certificate is not trusted is not asked', async (t) => {
  const it = await bench(t, { ca: authority('Nobody knows') });
  it.keeper.start();
  await it.idle();
  assert.match(it.warnings[0] ?? '', /certificate/);
  assert.deepEqual(it.stub.requests, []);
});

test('one certificate for each set of names; one that cannot be had leaves the others theirs', async (t) => {
  let refused = 1;
  const it = await bench(
    t,
    {
      fail: (path) =>
        path === '/order' && refused-- > 0 ? { status: 429, type: 'rateLimited', detail: 'too many' } : null,
    },
    { additionalCertificates: ['smtp.contoso.com', 'a.fabrikam.com;b.fabrikam.com'] },
  );
  const shown = (): readonly string[] => it.certificates().map(({ dnsNames }) => dnsNames.join());
  it.keeper.start();
  await it.idle();
  assert.deepEqual(it.warnings, ['rateLimited: too many']);
  assert.deepEqual(shown(), ['smtp.contoso.com', 'a.fabrikam.com,b.fabrikam.com']);
  it.keeper.renewNow();
  await it.idle();
  assert.equal(it.keeper.status().state, 'Valid');
  const all = ['mail.contoso.com,relay.contoso.com', 'smtp.contoso.com', 'a.fabrikam.com,b.fabrikam.com'];
  assert.deepEqual(shown().toSorted(), all.toSorted());
  assert.equal(it.stub.accounts(), 1);

  await it.set({ additionalCertificates: ['a.fabrikam.com', 'smtp.contoso.com'] });
  await it.idle();
  const others = ['mail.contoso.com,relay.contoso.com', 'a.fabrikam.com', 'smtp.contoso.com'];
  assert.deepEqual(
    shown().toSorted(),
    others.toSorted(),
    'what shares a name with a new one is replaced by it',
  );
});

test('each certificate is renewed when it is due, at the latest after two thirds of its life', async (t) => {
  const it = await bench(t, { lifeMs: 30 * DAY_MS }, { additionalCertificates: ['smtp.contoso.com'] });
  it.keeper.start();
  await it.idle();
  const orders = (): number => it.stub.requests.filter((path) => path === '/order').length;
  assert.equal(orders(), 2);
  it.advance(19 * DAY_MS);
  await it.idle();
  assert.equal(orders(), 2);
  it.advance(2 * DAY_MS);
  await it.idle();
  assert.equal(orders(), 4);
});

test('RFC 8555 §7.3.4: where the authority demands it a new account is bound to an external one', async (t) => {
  const macKey = Buffer.from('a key of the authority');
  const it = await bench(t, { externalAccount: { keyId: 'kid-1', macKey } });
  it.keeper.start();
  await it.idle();
  assert.match(it.warnings[0] ?? '', /externalAccountRequired: .*Set-AcmeConfig -ExternalAccountCredential/);
  await it.set({ externalAccount: { user: 'kid-1', password: Buffer.from('wrong').toString('base64url') } });
  await it.idle();
  assert.match(it.warnings[1] ?? '', /the external account is not known/);
  await it.set({ externalAccount: { user: 'kid-1', password: macKey.toString('base64url') } });
  await it.idle();
  assert.equal(it.warnings.length, 2);
  assert.equal(it.certificates().length, 1);
});
