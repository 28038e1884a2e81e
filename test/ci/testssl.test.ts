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

/** Protocols and classes of ciphers. `-f`, `-S` and `-U` take minutes: each cipher and curve is a connection of its own. */
const CIPHERS = ['-p', '-s'] as const;
/** Heartbleed, CCS, Ticketbleed, ROBOT, renegotiation, CRIME, fallback, SWEET32, FREAK, DROWN, BEAST, LUCKY13, RC4. */
const ALL = [
  ...CIPHERS,
  ...['-H', '-I', '-T', '-BB', '-R', '-C', '-Z', '-W', '-F', '-D', '-A', '-L', '-4'],
] as const;

/** Ids of what `ALL` looks at beyond protocols. */
const LOOKED_AT = [
  ...['heartbleed', 'CCS', 'ticketbleed', 'ROBOT', 'secure_renego', 'secure_client_renego', 'CRIME_TLS'],
  ...['fallback_SCSV', 'SWEET32', 'FREAK', 'DROWN', 'BEAST', 'LUCKY13', 'RC4'],
];

const OLD = ['SSLv2', 'SSLv3', 'TLS1', 'TLS1_1'];

/** CBC with TLS 1.2: devices need it, and OpenSSL's own countermeasures are in place. */
const CBC = ['cipherlist_AVERAGE', 'LUCKY13'];
/** Old protocols bring old ciphers along. */
const OF_OLD = ['TLS1', 'TLS1_1', 'BEAST', 'BEAST_CBC_TLS1', 'cipherlist_3DES_IDEA', 'SWEET32'];

type Kind = Readonly<{
  kind: string;
  port: number;
  /** Of a connector that is made for the test; null: the one that setup makes. */
  settings: string | null;
  checks: readonly string[];
  /** Old protocols that it may speak. */
  old: readonly string[];
  /** Findings that may be worse than OK. */
  weak: readonly string[];
}>;

const KINDS: readonly Kind[] = [
  { kind: 'Default Frontend', port: 25, settings: null, checks: ALL, old: [], weak: CBC },
  {
    kind: 'TLS 1.0 and 1.1 allowed for old devices',
    port: 3027,
    settings: '-TlsMinimumVersion Tls10',
    checks: ALL,
    old: ['TLS1', 'TLS1_1'],
    weak: [...CBC, ...OF_OLD],
  },
  { kind: 'Client Frontend', port: 587, settings: null, checks: CIPHERS, old: [], weak: CBC },
  {
    kind: 'TLS required',
    port: 3026,
    settings: '-RequireTLS $true -AuthMechanism Tls',
    checks: ['-p'],
    old: [],
    weak: [],
  },
];

/** The smallest machine has two cores, and a run begins with seconds of one. */
const AT_ONCE = 2;

describe('testssl.sh on each kind of connector', { skip }, () => {
  let postern: Postern;
  const scans = new Map<Kind, Promise<readonly Finding[]>>();

  before(async () => {
    postern = await Postern.start();
    const connectors = KINDS.flatMap(({ port, settings }) =>
      settings === null
        ? []
        : [
            `New-ReceiveConnector -Name "Port ${port}" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:${port} -RemoteIpRanges 127.0.0.0/8 ${settings} -PermissionGroups AnonymousUsers`,
          ],
    );
    await postern.mustShell([...connectors, NO_TARPIT].join('\n'));
    const running: Promise<unknown>[] = [];
    for (const [index, kind] of KINDS.entries()) {
      const free = running[index - AT_ONCE] ?? Promise.resolve();
      const scanned = free.then(() => scan(kind.port + postern.portOffset, kind.checks));
      scans.set(kind, scanned);
      running.push(scanned.catch(() => undefined));
    }
  });
  after(async () => {
    await Promise.allSettled(scans.values());
    await postern[Symbol.asyncDispose]();
    if (typeof packages !== 'string') packages.remove();
  });

  for (const kind of KINDS) {
    it(`${kind.kind}: old protocols and weaknesses only where they are allowed`, async () => {
      const findings = (await scans.get(kind)) ?? [];
      const textOf = (id: string): string => findings.find((one) => one.id === id)?.finding ?? '';
      assert.deepEqual(
        OLD.filter((id) => textOf(id).startsWith('offered')),
        kind.old,
      );
      for (const id of ['TLS1_2', 'TLS1_3']) assert.match(textOf(id), /^offered/, id);
      if (kind.checks === ALL)
        for (const id of LOOKED_AT)
          assert.ok(
            findings.some((one) => one.id === id),
            `${id} was not looked at`,
          );
      const bad = findings.filter(({ severity }) => ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].includes(severity));
      assert.deepEqual(
        bad.filter(({ id }) => !kind.weak.includes(id)),
        [],
      );
      if (kind.old.length > 0)
        assert.ok(
          bad.some(({ id }) => id === 'TLS1'),
          'that TLS 1.0 is offered is a finding',
        );
    });
  }

  it('TLS 1.0 is shown at the one connector that allows it', async () => {
    const command = `(Get-ReceiveConnector | Where-Object TlsMinimumVersion -ne Tls12).Name`;
    assert.equal((await postern.mustShell(command)).trim(), 'Port 3027');
  });
});

/** Mostly by sockets of its own, as the system's OpenSSL knows no old protocols; bounded. */
async function scan(port: number, checks: readonly string[]): Promise<readonly Finding[]> {
  const { folder, path } = unpacked(packages);
  const json = join(folder, `${port}.json`);
  const env = {
    ...process.env,
    PATH: `${resolverless(folder)}:${process.env['PATH'] ?? ''}`,
    TESTSSL_INSTALL_DIR: path('testssl.sh', 'etc/testssl'),
  };
  const args = ['--quiet', '--color', '0', '--warnings', 'off', '-n', 'none', '-t', 'smtp', ...checks];
  const program = path('testssl.sh', 'usr/bin/testssl');
  const all = [...args, '--jsonfile', json, `127.0.0.1:${port}`];
  const result = await run(program, all, '', { env, timeoutMs: 600_000 });
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
