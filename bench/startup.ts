import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePortOffset, Postern, ROOT } from '../test/support/postern.ts';
import { loadedLate, loadedWith } from '../src/cli/testing/loaded-with.ts';
import { cpuMs } from './peers/program.ts';
import { percentile, spread, table } from './statistics.ts';

/** `npm run bench:startup`: time to the first prompt of the shell, on a pseudo-terminal made by script(1), to the answer
 *  of a command given with `-c`, and from the start of the server to its first 220, with the compiled modules kept from an
 *  earlier start. Goals: 300 ms to the prompt and to the 220. Node itself, doing nothing, is the last row: what no change
 *  here can mend; on a busy machine the rows mean something in proportion to it. */

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 9);
const POSTERN = join(ROOT, 'bin/postern');

const home = mkdtempSync(join(tmpdir(), 'postern-bench-'));
/** CPU of the server until its first 220, all threads; the machine's other work changes it less than the time. */
const serverCpu: number[] = [];
const cases: readonly (readonly [string, () => Promise<number>])[] = [
  ['shell to the first prompt', firstPrompt],
  ['shell -c 1', () => timed(POSTERN, ['shell', '--data', postern.data, '-c', '1'], /^1/, true)],
  ['server to the first 220', firstGreeting],
  ['node -e 0', () => timed('node_modules/.bin/node', ['-e', '0'], /^/, true)],
];

await using postern = await Postern.start();
const measured = cases.map(([name, run]) => ({ name, run, values: new Array<number>() }));
// In turn, so that a slow minute of the machine falls on all of them; the first round fills the compile cache.
for (let round = 0; round <= ROUNDS; round++) {
  for (const one of measured) {
    const value = await one.run();
    if (round > 0) one.values.push(value);
  }
}
const idle = percentile(measured.at(-1)?.values ?? [], 50);
const rows = measured.map(({ name, values }) => [
  name,
  spread(values),
  percentile(values, 90).toFixed(0),
  (percentile(values, 50) / idle).toFixed(1),
]);
console.log(table(['', 'median ms (range)', 'p90', 'of node -e 0'], rows));
const begin = new URL('../src/app/start-server.ts', import.meta.url);
const modules = loadedWith(
  new URL('../src/cli/main.ts', import.meta.url),
  new URL('../src/cli/start.ts', import.meta.url),
  ...loadedLate(begin).map((address) => new URL(address)),
);
console.log(
  `server to the first 220: ${spread(serverCpu.slice(1))} ms of CPU, ${modules.size} modules on a first start`,
);
rmSync(home, { recursive: true, force: true });

function firstPrompt(): Promise<number> {
  const command = `${POSTERN} shell --data ${postern.data}`;
  return timed('script', ['-qefc', command, '/dev/null'], /\[PS\] >/, false);
}

/** Milliseconds until a program has printed the pattern, or until it ends. */
function timed(program: string, args: readonly string[], seen: RegExp, untilEnd: boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const env = { ...process.env, HOME: home, TERM: 'xterm', SHELL: '/bin/sh' };
    const child = spawn(program, args, {
      cwd: ROOT,
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
      timeout: 60_000,
    });
    let out = '';
    let elapsed: number | null = null;
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (elapsed !== null || untilEnd || !seen.test(out)) return;
      elapsed = performance.now() - begun;
      child.stdin.write('\u0004');
    });
    child.on('error', reject);
    child.on('close', () => resolve(elapsed ?? performance.now() - begun));
  });
}

async function firstGreeting(): Promise<number> {
  const data = mkdtempSync(join(home, 'data-'));
  const portOffset = await freePortOffset();
  const begun = performance.now();
  const args = ['start', '--data', data, '--port-offset', String(portOffset), '--domain', 'contoso.com'];
  const child = spawn(POSTERN, args, { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    while (performance.now() - begun < 60_000) {
      if (await greets(25 + portOffset)) {
        const elapsed = performance.now() - begun;
        serverCpu.push(cpuMs([child.pid ?? 0]));
        return elapsed;
      }
      await delay(2);
    }
    throw new Error('no greeting within 60 s');
  } finally {
    child.kill();
    await ended;
  }
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', (chunk) => {
      resolve(chunk.toString('latin1').startsWith('220'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}
