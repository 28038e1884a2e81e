import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePortOffset } from '../test/support/postern.ts';
import { latencies } from './latency.ts';
import { startPostern } from './peers/postern.ts';

/** What the logs cost: one server, rounds with all logs and rounds without any in turn, for the settings act at once.
 *
 *  node bench/logs.ts [--rounds 6] [--messages 2000] [--sessions 10]
 *
 *  Compare only numbers of one run. A ratio of 1.05 means that accepting takes 5 % longer with logs, or that the process
 *  uses 5 % more processor time for a message. */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '6' },
    messages: { type: 'string', default: '2000' },
    sessions: { type: 'string', default: '10' },
  },
});
const [rounds, messages, sessions] = [values.rounds, values.messages, values.sessions].map(Number);

const SETTINGS = {
  /** As a fresh server has them. */
  usual: { tracking: true, verbose: false, json: false },
  all: { tracking: true, verbose: true, json: true },
  none: { tracking: false, verbose: false, json: false },
} as const;
type Setting = keyof typeof SETTINGS;

const { postern: server, peer } = await startPostern(await freePortOffset(), { kind: 'accept' });
try {
  await set('none');
  await round();
  const taken: Record<Setting, Round[]> = { usual: [], all: [], none: [] };
  for (let n = 0; n < (rounds ?? 6); n++) {
    for (const setting of order(n)) {
      await set(setting);
      taken[setting].push(await round());
    }
  }
  const [rate, cpu] = [(round: Round) => round.rate, (round: Round) => round.cpuMs];
  for (const setting of order(0)) {
    const [each, ms] = [median(taken[setting].map(rate)), median(taken[setting].map(cpu))];
    const slower = median(taken.none.map(rate)) / each;
    const dearer = ms / median(taken.none.map(cpu));
    const shown = `${each.toFixed(0)} messages/s (${slower.toFixed(3)})  ${ms.toFixed(3)} ms processor each (${dearer.toFixed(3)})`;
    process.stdout.write(`${setting.padEnd(6)} ${shown}\n`);
  }
} finally {
  await peer.stop();
}

/** Each setting is first, second and third equally often. */
function order(round: number): readonly Setting[] {
  const all: readonly Setting[] = ['none', 'usual', 'all'];
  return all.map((_, index) => all[(index + round) % all.length] ?? 'none');
}

/** Messages a second that were answered with 250, and what one of them took of the server's processors in all. */
type Round = Readonly<{ rate: number; cpuMs: number }>;

async function round(): Promise<Round> {
  const [started, before] = [performance.now(), await cpuSeconds()];
  const { length } = await latencies(server.port, sessions ?? 10, messages ?? 2000);
  const seconds = (performance.now() - started) / 1000;
  await delay(1000); // what is written behind the replies belongs to them
  return { rate: length / seconds, cpuMs: (((await cpuSeconds()) - before) * 1000) / length };
}

async function cpuSeconds(): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${9464 + server.portOffset}/metrics`);
  return Number(/^process_cpu_seconds_total (.+)$/m.exec(await response.text())?.[1] ?? Number.NaN);
}

async function set(setting: Setting): Promise<void> {
  const { tracking, verbose, json } = SETTINGS[setting];
  const level = verbose ? 'Verbose' : 'None';
  await server.mustShell(
    `Set-TransportService EX1 -MessageTrackingLogEnabled $${tracking}
     Set-TelemetryConfig -JsonLogEnabled $${json}
     Get-ReceiveConnector | Set-ReceiveConnector -ProtocolLoggingLevel ${level}`,
  );
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
