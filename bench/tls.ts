import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortOffset } from '../test/support/postern.ts';
import type { Peer } from './peers/peer.ts';
import { startPostern } from './peers/postern.ts';
import { startPostfix } from './peers/postfix.ts';
import { cpuMs, findProgram, launch } from './peers/program.ts';
import { median, spread, table } from './statistics.ts';

/** `npm run bench:tls [-- rsa-2048|p-256]`: what a handshake and a message over STARTTLS cost, beside Postfix with the same
 *  key, TLS 1.3 and one curve. Each case is given to both in turn, A B A B; CPU is that of all processes of a server. The
 *  client is our own, for smtp-source knows no TLS. Needs root and Debian's package postfix. */

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const GOAL = 1.5;
const KEYS = ['rsa-2048', 'p-256'].filter((name) => process.argv.length < 3 || process.argv.includes(name));

type Case = Readonly<{ title: string; kind: string; count: number; parallel: number; octets: number }>;

const SESSION = { count: 400, parallel: 5, octets: 0 };
const MESSAGE = { count: 1500, parallel: 10, octets: 10_240 };
const CASES: readonly Case[] = [
  { title: 'session without TLS', kind: 'plain', ...SESSION },
  { title: 'session with a handshake', kind: 'full', ...SESSION },
  { title: 'session with a resumed handshake', kind: 'resumed', ...SESSION },
  { title: 'message of 10 KiB without TLS', kind: 'clear', ...MESSAGE },
  { title: 'message of 10 KiB over TLS', kind: 'secure', ...MESSAGE },
];

/** What a peer needed in each round of a case. */
type Found = Readonly<{ cpuUs: number[]; rate: number[] }>;

if (findProgram('postfix') === null || process.getuid?.() !== 0) {
  console.error("bench:tls: needs root and Debian's package postfix.");
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'bench-tls-'));
try {
  for (const key of KEYS) await compare(key, makePem(key));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compare(key: string, pem: string): Promise<void> {
  const { peer: postern, postern: server } = await startPostern(await freePortOffset(), { kind: 'accept' });
  const { peer: postfix } = await startPostfix((await freePortOffset()) + 25, { kind: 'accept' }, [
    'smtpd_tls_security_level = may',
    `smtpd_tls_chain_files = ${pem}`,
  ]);
  try {
    await server.mustShell(
      [
        `$c = Import-ExchangeCertificate -FileName ${pem}`,
        'Enable-ExchangeCertificate -Thumbprint $c.Thumbprint -Services SMTP',
        'Set-ReceiveConnector Bench -TlsCertificateName "<I>CN=bench.invalid<S>CN=bench.invalid"',
      ].join('\n'),
    );
    const rows: string[][] = [];
    for (const load of CASES) rows.push(await measure(load, postern, postfix));
    const head = [
      'each',
      'Postern, CPU µs',
      'Postfix, CPU µs',
      `÷ Postfix (goal ${GOAL})`,
      'Postern /s',
      'Postfix /s',
    ];
    console.log(`\n## TLS 1.3, ${key}\n\n${table(head, rows)}`);
  } finally {
    await postern.stop();
    await postfix.stop();
  }
}

async function measure(load: Case, postern: Peer, postfix: Peer): Promise<string[]> {
  const ours: Found = { cpuUs: [], rate: [] };
  const theirs: Found = { cpuUs: [], rate: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [peer, found] of [
      [postern, ours],
      [postfix, theirs],
    ] as const) {
      const before = cpuMs(peer.pids());
      const ms = await send(peer.port, load);
      // The first round warms both up.
      if (round === 0) continue;
      found.cpuUs.push(((cpuMs(peer.pids()) - before) * 1000) / load.count);
      found.rate.push((load.count * 1000) / ms);
    }
  }
  const ratio = median(ours.cpuUs) / median(theirs.cpuUs);
  console.error(`${load.title} done`);
  return [
    load.title,
    spread(ours.cpuUs),
    spread(theirs.cpuUs),
    `**${ratio.toFixed(2)}**`,
    spread(ours.rate),
    spread(theirs.rate),
  ];
}

/** @returns ms */
async function send(port: number, { kind, count, parallel, octets }: Case): Promise<number> {
  const script = join(import.meta.dirname, 'tls-client.ts');
  const args = [script, String(port), kind, String(count), String(parallel), String(octets)];
  const { child, output } = launch(process.execPath, args);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the client ended with ${code}: ${output()}`);
  return Number(output());
}

/** A key and its certificate, made anew. */
function makePem(key: string): string {
  const pem = join(folder, `${key}.pem`);
  const kind = key === 'p-256' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['rsa:2048'];
  const names = ['-subj', '/CN=bench.invalid', '-addext', 'subjectAltName=DNS:bench.invalid'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-nodes', '-newkey', ...kind, ...names, '-keyout', pem, '-out', `${pem}.crt`],
    {
      stdio: 'ignore',
    },
  );
  execFileSync('sh', ['-c', `cat ${pem}.crt >>${pem}`]);
  return pem;
}
