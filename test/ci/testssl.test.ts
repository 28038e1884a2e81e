import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type UnpackedPackages, unpackPackages } from '../support/debian-packages.ts';
import { Postern, run } from '../support/postern.ts';
import { NO_TARPIT } from '../support/relay.ts';

/** Unpacked before the tests are declared, so that they are skipped with the reason where it cannot be had. */
const packages = await unpackPackages(['testssl.sh']);
const skip = typeof packages === 'string' ? packages : false;

type Finding = Readonly<{ id: string; severity: string; finding: string }>;

const OLD = ['SSLv2', 'SSLv3', 'TLS1', 'TLS1_1'];

/** A kind of connector, its port, and the old protocols that it may speak. */
const KINDS: readonly (readonly [kind: string, port: number, settings: string, old: readonly string[]])[] = [
  ['opportunistic STARTTLS, as new connectors are', 3025, '', []],
  ['TLS required', 3026, '-RequireTLS $true -AuthMechanism Tls', []],
  ['TLS 1.0 and 1.1 allowed for old devices', 3027, '-TlsMinimumVersion Tls10', ['TLS1', 'TLS1_1']],
];

/** Protocols alone (`-p`), some 30 seconds of a core for each connector. Not looked at: classes of ciphers (`-s`),
 *  single ciphers and curves (`-f`, `-S`) and known weaknesses (`-U`). Old protocols are the only findings there may be. */
describe('testssl.sh on each kind of connector', { skip }, () => {
  let postern: Postern;

  before(async () => {
    postern = await Postern.start();
    const connectors = KINDS.map(
      ([, port, settings]) =>
        `New-ReceiveConnector -Name "Port ${port}" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:${port} -RemoteIpRanges 127.0.0.0/8 ${settings} -PermissionGroups AnonymousUsers`,
    );
    await postern.mustShell([...connectors, NO_TARPIT].join('\n'));
  });
  after(async () => {
    await postern[Symbol.asyncDispose]();
    if (typeof packages !== 'string') packages.remove();
  });

  for (const [kind, port, , old] of KINDS) {
    it(`${kind}: old protocols only where they are allowed`, async () => {
      const findings = await scan(port + postern.portOffset);
      const offered = OLD.filter((id) =>
        findings.some((one) => one.id === id && one.finding.startsWith('offered')),
      );
      assert.deepEqual(offered, old);
      for (const id of ['TLS1_2', 'TLS1_3'])
        assert.match(findings.find((one) => one.id === id)?.finding ?? '', /^offered/, id);
      const bad = findings.filter(({ severity }) => ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].includes(severity));
      assert.deepEqual(
        bad.map(({ id }) => id),
        old,
      );
    });
  }
});

/** Protocols by sockets of its own, as the system's OpenSSL may know no old ones; bounded. */
async function scan(port: number): Promise<readonly Finding[]> {
  const { folder, path } = unpacked(packages);
  const json = join(folder, `${port}.json`);
  const env = {
    ...process.env,
    PATH: `${resolverless(folder)}:${process.env['PATH'] ?? ''}`,
    TESTSSL_INSTALL_DIR: path('testssl.sh', 'etc/testssl'),
  };
  const args = ['--quiet', '--color', '0', '--warnings', 'off', '-n', 'none', '-t', 'smtp', '-p'];
  const program = path('testssl.sh', 'usr/bin/testssl');
  const all = [...args, '--jsonfile', json, `127.0.0.1:${port}`];
  const result = await run(program, all, '', { env, timeoutMs: 150_000 });
  assert.notEqual(result.status, -1, `testssl.sh did not end in time:\n${result.stdout}`);
  const findings: unknown = JSON.parse(readFileSync(json, 'utf8'));
  assert.ok(Array.isArray(findings) && findings.every(isFinding), 'its JSON has another form');
  return findings;
}

function isFinding(value: unknown): value is Finding {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['id', 'severity', 'finding'].every((name) => name in value)
  );
}

/** It insists on a program for look-ups and needs none for an address. */
function resolverless(folder: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'host'), '#!/bin/sh\nexit 1\n');
  chmodSync(join(bin, 'host'), 0o755);
  return bin;
}

function unpacked(found: UnpackedPackages | string): UnpackedPackages {
  if (typeof found === 'string') throw new Error(found);
  return found;
}
