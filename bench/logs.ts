import { parseArgs } from 'node:util';
import { freePortOffset } from '../test/support/postern.ts';
import { latencies } from './latency.ts';
import { startPostern } from './peers/postern.ts';

/** What the logs cost: one server, rounds with all logs and rounds without any in turn, for the settings act at once.
 *
 *  node bench/logs.ts [--rounds 6] [--messages 2000] [--sessions 10]
 *
 *  Compare only numbers of one run. A ratio of 1.05 means that accepting takes 5 % longer with logs. */
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
  const taken: Record<Setting, number[]> = { usual: [], all: [], none: [] };
  for (let n = 0; n < (rounds ?? 6); n++) {
    for (const setting of order(n)) {
      await set(setting);
      taken[setting].push(await round());
    }
  }
  const base = median(taken.none);
  for (const setting of order(0)) {
    const rate = median(taken[setting]);
    const ratio = base / rate;
    process.stdout.write(`${setting.padEnd(6)} ${rate.toFixed(0)} messages/s  ratio ${ratio.toFixed(3)}\n`);
  }
} finally {
  await peer.stop();
}

/** Each setting is first, second and third equally often. */
function order(round: number): readonly Setting[] {
  const all: readonly Setting[] = ['none', 'usual', 'all'];
  return all.map((_, index) => all[(index + round) % all.length] ?? 'none');
}

/** @returns messages a second that were answered with 250 */
async function round(): Promise<number> {
  const started = performance.now();
  const each = await latencies(server.port, sessions ?? 10, messages ?? 2000);
  return (each.length * 1000) / (performance.now() - started);
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
