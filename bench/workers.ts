import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortOffset } from '../test/support/postern.ts';
import { CASES, type LoadCase, send } from './load.ts';
import { cpuMs, findProgram } from './peers/program.ts';
import { median, spread, table } from './statistics.ts';

/** `npm run bench:workers [-- case …]`: sessions on one thread, on two that feed one log, and on two with a log each, in turn
 *  A B C A B C. Real sessions, decisions, headers and log (workers-server.ts); no tracking and no delivery, in all three.
 *  Two loads of smtp-source run side by side, each with half of the sessions and half of the messages. */

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 4);
const VARIANTS = ['one', 'shared', 'apart'] as const;
const TITLES = { one: 'one thread', shared: 'two, one log', apart: 'two, two logs' } as const;
const named = CASES.filter(({ name }) => process.argv.includes(name));
const cases = named.length > 0 ? named : CASES.filter(({ name }) => !name.startsWith('1m'));

type Server = Readonly<{
  variant: (typeof VARIANTS)[number];
  ports: readonly number[];
  pid: number;
  stop: () => void;
}>;

if (findProgram('smtp-source') === null) {
  console.error("bench:workers: needs Postfix's smtp-source.");
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'bench-workers-'));
const servers: Server[] = [];
try {
  for (const variant of VARIANTS) servers.push(await start(variant));
  const rows: string[][] = [];
  for (const load of cases) rows.push(...(await measure(load)));
  console.log(table(['case', '', 'messages/s', '÷ one', 'CPU µs a message', '÷ one'], rows));
} finally {
  for (const { stop } of servers) stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(load: LoadCase): Promise<string[][]> {
  const found = servers.map((server) => ({ server, rate: [] as number[], cpu: [] as number[] }));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { server, rate, cpu } of found) {
      const before = cpuMs([server.pid]);
      const ms = await halves(server, load);
      // The first round warms up.
      if (round === 0) continue;
      rate.push((load.messages * 1000) / ms);
      cpu.push(((cpuMs([server.pid]) - before) * 1000) / load.messages);
    }
  }
  const [one] = found;
  console.error(`${load.name} done`);
  return found.map(({ server, rate, cpu }) => [
    load.name,
    TITLES[server.variant],
    spread(rate),
    `**${(median(rate) / median(one?.rate ?? [])).toFixed(2)}**`,
    spread(cpu),
    (median(cpu) / median(one?.cpu ?? [])).toFixed(2),
  ]);
}

/** @returns ms until both loads are through */
async function halves({ ports }: Server, load: LoadCase): Promise<number> {
  const half = { ...load, sessions: load.sessions / 2, messages: load.messages / 2 };
  const [first = 0, second = first] = ports;
  const taken = await Promise.all([send(first, half), send(second, half)]);
  return Math.max(...taken);
}

async function start(variant: Server['variant']): Promise<Server> {
  const base = await freePortOffset();
  const ports = variant === 'one' ? [base + 25] : [base + 25, base + 587];
  const script = join(import.meta.dirname, 'workers-server.ts');
  // The memory settings of bin/postern.
  const flags = ['--max-semi-space-size=2', '--v8-pool-size=2'];
  const child = spawn(
    process.execPath,
    [...flags, script, variant, join(folder, variant), ...ports.map(String)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await once(child.stdout, 'data');
  return { variant, ports, pid: child.pid ?? -1, stop: () => child.kill('SIGKILL') };
}
