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

/** Old protocols, and weaknesses that a client of a connector might meet. Ticketbleed and BREACH are of HTTPS: testssl.sh
 *  does not look for them behind STARTTLS. */
const OLD = ['SSLv2', 'SSLv3', 'TLS1', 'TLS1_1'];
const WEAKNESSES: readonly (readonly [option: string, ...ids: readonly string[]])[] = [
  ['--heartbleed', 'heartbleed'],
  ['--ccs-injection', 'CCS'],
  ['--renegotiation', 'secure_renego', 'secure_client_renego'],
  ['--crime', 'CRIME_TLS'],
  ['--poodle', 'POODLE_SSL'],
  ['--tls-fallback', 'fallback_SCSV'],
  ['--sweet32', 'SWEET32'],
  ['--freak', 'FREAK'],
  ['--drown', 'DROWN'],
  ['--logjam', 'LOGJAM'],
  ['--beast', 'BEAST'],
  ['--lucky13', 'LUCKY13'],
  ['--rc4', 'RC4'],
];

/** Takes half as long as all the others together, and depends on the ciphers alone: looked for once for each choice of them. */
const ROBOT = ['--robot', 'ROBOT'] as const;

/** CBC is left to old clients of TLS 1.2; OpenSSL answers its timing (CVE-2013-0169). Told, not held against us. */
const KNOWN = ['LUCKY13'];

/** A kind of connector, its port, how it is made where setup did not make it, the old protocols that it may speak, and
 *  what follows from these. */
const KINDS: readonly Readonly<{
  kind: string;
  port: number;
  settings?: string;
  old?: readonly string[];
  weak?: readonly string[];
  robot?: boolean;
}>[] = [
  { kind: 'Default Frontend', port: 25, robot: true },
  { kind: 'Client Frontend, submission', port: 587 },
  {
    kind: 'TLS 1.0 and 1.1 allowed for old devices',
    port: 3027,
    settings: '-Custom -TlsMinimumVersion Tls10 -PermissionGroups AnonymousUsers',
    old: ['TLS1', 'TLS1_1'],
    weak: ['BEAST', 'BEAST_CBC_TLS1'],
    robot: true,
  },
  { kind: 'mutual TLS, for partners', port: 3028, settings: '-Partner' },
];

/** One scan of each kind, side by side. Not looked at: classes of ciphers (`-s`), single ciphers and curves (`-f`, `-S`). */
describe('testssl.sh on each kind of connector', { skip, concurrency: KINDS.length }, () => {
  let postern: Postern;

  before(async () => {
    postern = await Postern.start();
    const connectors = KINDS.flatMap(({ port, settings }) =>
      settings === undefined
        ? []
        : `New-ReceiveConnector -Name "Port ${port}" -TransportRole FrontendTransport -Bindings 0.0.0.0:${port} -RemoteIpRanges 127.0.0.0/8 ${settings}`,
    );
    await postern.mustShell([...connectors, NO_TARPIT].join('\n'));
  });
  after(async () => {
    await postern[Symbol.asyncDispose]();
    if (typeof packages !== 'string') packages.remove();
  });

  for (const { kind, port, old = [], weak = [], robot = false } of KINDS) {
    const looked = robot ? [...WEAKNESSES, ROBOT] : WEAKNESSES;
    it(`${kind}: old protocols only where they are allowed, and no weakness beside theirs`, async (t) => {
      const findings = await scan(
        port + postern.portOffset,
        looked.map(([option]) => option),
      );
      const of = (id: string): string => findings.find((one) => one.id === id)?.finding ?? '';
      assert.deepEqual(
        OLD.filter((id) => of(id).startsWith('offered')),
        old,
      );
      for (const id of ['TLS1_2', 'TLS1_3']) assert.match(of(id), /^offered/, id);
      assert.deepEqual(
        looked.flatMap(([, ...ids]) => ids).filter((id) => of(id) === ''),
        [],
        'all of them were looked for',
      );
      for (const id of KNOWN) t.diagnostic(`${id}: ${of(id)}`);
      const bad = findings.filter(({ severity }) => ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].includes(severity));
      assert.deepEqual(
        bad
          .map(({ id }) => id)
          .filter((id) => !KNOWN.includes(id))
          .toSorted(),
        [...old, ...weak].toSorted(),
      );
    });
  }
});

/** A scan takes one to two minutes of a core; they go side by side, so this bounds all of them. */
const SCAN_MS = 900_000;

/** Protocols by sockets of its own, as the system's OpenSSL may know no old ones; bounded. */
async function scan(port: number, options: readonly string[]): Promise<readonly Finding[]> {
  const { folder, path } = unpacked(packages);
  const json = join(folder, `${port}.json`);
  const env = {
    ...process.env,
    PATH: `${resolverless(folder)}:${process.env['PATH'] ?? ''}`,
    TESTSSL_INSTALL_DIR: path('testssl.sh', 'etc/testssl'),
  };
  const args = ['--quiet', '--color', '0', '--warnings', 'off', '-n', 'none', '-t', 'smtp', '-p'];
  const program = path('testssl.sh', 'usr/bin/testssl');
  const all = [...args, ...options, '--jsonfile', json, `127.0.0.1:${port}`];
  const result = await run(program, all, '', { env, timeoutMs: SCAN_MS });
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
