import assert from 'node:assert/strict';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { authority, certificateOf, issue } from '../../test/support/certificates.ts';
import { sendConnector, snapshotWith, until } from '../../test/support/delivery-harness.ts';
import { selectCertificate } from '../access/select-certificate.ts';
import { MemoryConfigStore } from '../admin/testing/memory-config-store.ts';
import { certificateName } from '../config/certificate.ts';
import type { Certificate } from '../config/certificate.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { createCertificateTools } from '../net/certificate-tools.ts';
import type { Logger } from '../transport/events.ts';
import { CertificateFile } from './certificate-file.ts';
import { certificateWarnings, ensureCertificate, reportCertificates } from './certificates.ts';

const CA = authority('Mail CA');
const DAY_MS = 86_400_000;
const made = createCertificateTools();
const tools = async (): Promise<typeof made> => made;

function recording(): Readonly<{ logger: Logger; lines: string[] }> {
  const lines: string[] = [];
  const line = (text: string, fields?: Readonly<Record<string, unknown>>): void => {
    const event = fields?.['event'];
    lines.push(typeof event === 'number' ? `${event} ${text}` : text);
  };
  return { logger: { info: line, warn: line, error: line }, lines };
}

type FileBench = Readonly<{ folder: string; store: MemoryConfigStore; lines: readonly string[] }>;

async function fileBench(t: TestContext): Promise<FileBench> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-server-pem-'));
  const store = new MemoryConfigStore(snapshotWith());
  const { logger, lines } = recording();
  const world = { config: store, tools, folder, logger, now: Date.now, lookEveryMs: 10 };
  const file = new CertificateFile(world);
  file.start();
  t.after(async () => {
    await file.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { folder, store, lines };
}

async function put({ folder }: FileBench, pem: string): Promise<void> {
  await writeFile(join(folder, 'new.pem'), pem);
  await rename(join(folder, 'new.pem'), join(folder, 'server.pem'));
}

test('a server.pem that is put there while the server runs is taken in, and each later one', async (t) => {
  const bench = await fileBench(t);
  const { fqdn } = bench.store.current.server;
  const shown = (): string | undefined =>
    selectCertificate(bench.store.current.certificates, { tlsCertificateName: null, fqdn }, Date.now())
      ?.thumbprint;
  for (const age of [2, 1]) {
    const made = issue([fqdn], { issuer: CA, notBefore: Date.now() - age * DAY_MS });
    await put(bench, `${made.pem}${CA.certificatePem}`);
    const expected = certificateOf(made).thumbprint;
    await until(() => shown() === expected, 'the certificate is the one that connectors present');
  }
  await until(() => bench.lines.length === 2, 'both were told of');
  assert.deepEqual(await readdir(bench.folder), ['server.pem.imported']);
});

test('a server.pem that does not do is told once, left alone, and looked at again when it changed', async (t) => {
  const bench = await fileBench(t);
  await put(bench, issue(['ex1.contoso.com']).certificatePem);
  await until(() => bench.lines.length > 0, 'it was told of');
  await put(bench, 'half of a file, or quite another one');
  await until(() => bench.lines.length > 1, 'the next one was told of');
  assert.match(bench.lines[0] ?? '', /no private key/);
  assert.match(bench.lines[1] ?? '', /cannot be read/);
  assert.deepEqual(bench.store.current.certificates, []);
  await put(bench, issue(['ex1.contoso.com']).pem);
  await until(() => bench.store.current.certificates.length === 1, 'a good one is taken in');
  assert.equal(bench.lines.length, 3);
});

const HOST = 'ex1.contoso.com';

function expiringIn(days: number, changes: Partial<Certificate> = {}): Certificate {
  return certificateOf(issue([HOST], { issuer: CA, notAfter: Date.now() + days * DAY_MS }), changes);
}

test('Exchange: events 12016 and 12017, for certificates that are enabled for SMTP', () => {
  const cases: readonly (readonly [Certificate, RegExp | null])[] = [
    [expiringIn(31), null],
    [expiringIn(29), /^12017 A TLS certificate expires soon$/],
    [expiringIn(-0.5), /^12016 A TLS certificate has expired$/],
    [expiringIn(-0.5, { services: ['IIS'] }), null],
  ];
  for (const [certificate, expected] of cases) {
    const { logger, lines } = recording();
    const snapshot = snapshotWith({ certificates: [certificate], receiveConnectors: [] });
    reportCertificates(snapshot, Date.now(), logger);
    const warnings = certificateWarnings(snapshot, Date.now());
    assert.equal(lines.length, expected === null ? 0 : 1);
    assert.equal(warnings.length, lines.length, 'status and overview say the same');
    if (expected === null) continue;
    assert.match(lines[0] ?? '', expected);
    assert.match(warnings[0] ?? '', new RegExp(`${certificate.thumbprint}.*-ExchangeCertificate`));
  }
});

test('a certificate that another one replaced is not warned of, unless a connector names it', () => {
  const [old, next] = [expiringIn(5), expiringIn(60)];
  const certificates = [old, next];
  const connector = sendConnector({ tlsCertificateName: certificateName(old) });
  const warned = (snapshot: Partial<ConfigSnapshot>): number =>
    certificateWarnings(snapshotWith({ receiveConnectors: [], ...snapshot }), Date.now()).length;
  assert.equal(warned({ certificates: [old] }), 1);
  assert.equal(warned({ certificates }), 0);
  assert.equal(
    warned({ certificates, sendConnectors: [connector] }),
    0,
    'it has the same issuer and subject',
  );
  const other = certificateOf(issue([HOST], { notAfter: Date.now() + 60 * DAY_MS }));
  assert.equal(warned({ certificates: [old, other], sendConnectors: [connector] }), 1);
  assert.equal(warned({ certificates: [old, other] }), 0);
});

test('Exchange: event 12014, a Receive connector that offers TLS and has no certificate', () => {
  const { logger, lines } = recording();
  const { receiveConnectors } = snapshotWith();
  reportCertificates(snapshotWith({ certificates: [] }), Date.now(), logger);
  const offering = receiveConnectors.filter(
    ({ enabled, authMechanism }) => enabled && authMechanism.includes('Tls'),
  );
  assert.equal(lines.length, offering.length);
  assert.ok(lines.every((line) => line.startsWith('12014 ')));
});

test('an own certificate is made where there is none or it has expired; one of an authority stays', async () => {
  const made = async (certificates: readonly Certificate[]): Promise<number> => {
    const config = new MemoryConfigStore(snapshotWith({ certificates }));
    await ensureCertificate({ config, tools, logger: recording().logger, now: Date.now });
    return config.current.certificates.length - certificates.length;
  };
  assert.equal(await made([]), 1);
  assert.equal(await made([certificateOf(issue([HOST]))]), 0);
  assert.equal(await made([certificateOf(issue([HOST], { notAfter: Date.now() - 1000 }))]), 1);
  assert.equal(await made([expiringIn(-0.5)]), 0);
});
