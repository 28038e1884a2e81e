import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findProgram } from '../../../bench/peers/program.ts';
import { daneOutcome, tlsaRecord } from '../../support/dane-bench.ts';
import type { DaneCase } from '../../support/dane-bench.ts';

/** Chains that openssl made, for TLSA records of usage 2. RFC 7671 §5.2, RFC 5280 §6.1 */

const skip = findProgram('openssl') === null ? 'openssl is not installed' : false;
const folder = mkdtempSync(join(tmpdir(), 'postern-dane-'));
after(() => rmSync(folder, { recursive: true, force: true }));

type Made = Readonly<{ name: string; pem: string; certificatePem: string }>;

/** @param extensions lines of openssl's own language: x509v3_config(5) */
function make(name: string, issuer: Made | null, extensions: readonly string[]): Made {
  const path = (end: string, of = name): string => join(folder, `${of}.${end}`);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: 'ignore' });
  };
  writeFileSync(path('ext'), `${extensions.join('\n')}\n`);
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', path('key'));
  openssl('req', '-new', '-key', path('key'), '-subj', `/CN=${name}`, '-out', path('csr'));
  const signer =
    issuer === null
      ? ['-signkey', path('key')]
      : ['-CA', path('crt', issuer.name), '-CAkey', path('key', issuer.name), '-CAcreateserial'];
  const request = ['-req', '-in', path('csr'), '-days', '30', '-extfile', path('ext'), '-out', path('crt')];
  openssl('x509', ...request, ...signer);
  const certificatePem = readFileSync(path('crt'), 'utf8');
  return { name, certificatePem, pem: `${readFileSync(path('key'), 'utf8')}${certificatePem}` };
}

const AUTHORITY = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'] as const;
const HOST = ['basicConstraints=critical,CA:FALSE', 'subjectAltName=DNS:mx.fabrikam.com'] as const;

/** What a host shows, with the authorities that it sends. */
function sent(host: Made, ...authorities: readonly Made[]): Readonly<{ pem: string }> {
  return { pem: [host.pem, ...authorities.map(({ certificatePem }) => certificatePem)].join('') };
}

type Case = readonly [rule: string, given: DaneCase, isTaken: boolean];

/** Authorities that were sent, or stand in the record whole. */
function chainCases(root: Made): readonly Case[] {
  const middle = make('middle', root, AUTHORITY);
  const host = make('host', middle, HOST);
  const single = make('single', root, HOST);
  const stranger = make('stranger', null, AUTHORITY);
  const ofRoot = { tlsa: [tlsaRecord(2, 1, 1, root)] };
  const certificate = sent(host, middle);
  return [
    ['the root, two steps above', { ...ofRoot, certificate: sent(host, middle, root) }, true],
    ['the authority between', { tlsa: [tlsaRecord(2, 0, 1, middle)], certificate }, true],
    ['a digest of an authority that was not sent', { ...ofRoot, certificate }, false],
    ['2 0 0: its whole certificate', { tlsa: [tlsaRecord(2, 0, 0, root)], certificate }, true],
    ['2 0 0: right above the host', { tlsa: [tlsaRecord(2, 0, 0, root)], certificate: sent(single) }, true],
    ['2 1 0: its key', { tlsa: [tlsaRecord(2, 1, 0, root)], certificate }, true],
    ['2 0 0 of another', { tlsa: [tlsaRecord(2, 0, 0, stranger)], certificate }, false],
    ['2 1 0 of another', { tlsa: [tlsaRecord(2, 1, 0, stranger)], certificate }, false],
    ['a gap in what was sent', { ...ofRoot, certificate: sent(host, root) }, false],
  ];
}

/** One authority between root and host that says this of itself. */
const BETWEEN: readonly (readonly [rule: string, extensions: readonly string[], isTaken: boolean])[] = [
  [
    'as many authorities as pathlen allows',
    ['basicConstraints=critical,CA:TRUE,pathlen:0', AUTHORITY[1]],
    true,
  ],
  ['without the right to sign', [AUTHORITY[0], 'keyUsage=critical,cRLSign'], false],
  ['no authority', ['basicConstraints=critical,CA:FALSE', AUTHORITY[1]], false],
  ['permitted names', [...AUTHORITY, 'nameConstraints=critical,permitted;DNS:fabrikam.com'], true],
  [
    'names that are not permitted',
    [...AUTHORITY, 'nameConstraints=critical,permitted;DNS:contoso.com'],
    false,
  ],
  ['names that are excluded', [...AUTHORITY, 'nameConstraints=critical,excluded;DNS:.fabrikam.com'], false],
  ['an unknown critical extension', [...AUTHORITY, '1.2.3.4=critical,DER:0500'], false],
  ['an unknown extension that is not critical', [...AUTHORITY, '1.2.3.4=DER:0500'], true],
];

/** A host right below the root. */
const HOSTS: readonly (readonly [rule: string, extensions: readonly string[], isTaken: boolean])[] = [
  ['a certificate that is not for servers', [...HOST, 'extendedKeyUsage=clientAuth'], false],
  ['a wildcard for a part of a label', [HOST[0], 'subjectAltName=DNS:m*.fabrikam.com'], false],
  ['a wildcard for a label', [HOST[0], 'subjectAltName=DNS:*.fabrikam.com'], true],
  ['an unknown critical extension of the host', [...HOST, '1.2.3.4=critical,DER:0500'], false],
];

function cases(): readonly Case[] {
  const root = make('root', null, AUTHORITY);
  const tlsa = [tlsaRecord(2, 1, 1, root)];
  const short = make('short', root, ['basicConstraints=critical,CA:TRUE,pathlen:0', AUTHORITY[1]]);
  const below = make('below', short, AUTHORITY);
  const deep = sent(make('deep', below, HOST), below, short, root);
  return [
    ...chainCases(root),
    ...BETWEEN.map(([rule, extensions, isTaken], index): Case => {
      const between = make(`between-${index}`, root, extensions);
      const certificate = sent(make(`under-${index}`, between, HOST), between, root);
      return [rule, { tlsa, certificate }, isTaken];
    }),
    ...HOSTS.map(([rule, extensions, isTaken], index): Case => {
      const certificate = sent(make(`host-${index}`, root, extensions), root);
      return [rule, { tlsa, certificate }, isTaken];
    }),
    ['one authority more than pathlen allows', { tlsa, certificate: deep }, false],
  ];
}

for (const [rule, given, isTaken] of skip === false ? cases() : []) {
  test(`RFC 7671 §5.2: TLSA of an authority: ${rule}`, async () => {
    const { what, results } = await daneOutcome(given);
    if (isTaken) assert.deepEqual([what, results], ['tls', ['tlsa ok']]);
    else assert.match(what, /451 4\.7\.32[35] (?:validation-failure|certificate-host-mismatch): /);
  });
}

if (skip !== false) test('RFC 7671 §5.2: TLSA of an authority', { skip });
