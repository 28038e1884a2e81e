// Every check and test, and one line at the end that counts them. Run by `npm test`.
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { checks, type Check } from './check/checks.ts';
import { pool } from './check/pool.ts';
import { root } from './check/root.ts';
import { runCommand } from './check/run-command.ts';
import { runTests, type TestLimits, type TestResult } from './check/run-tests.ts';
import { longestFirst, testFiles, type TestGroup, testRuns } from './check/test-files.ts';

const usage = `node scripts/check.ts [--only=checks|unit|e2e|browser|ci] [--long] [PART OF A TEST FILE'S PATH ...]

  --only   one part: the checks, the tests beside the code, those that start processes,
           those that need a browser, or those in test/ci (they need Debian packages; .ci/run runs them)
  --long   POSTERN_LONG=1 for the tests: crash tests and the like take their long form
  With paths only the test files are run whose path holds one of them, and no checks.`;

/** Checks and test files at once: one more than there are cores, since many a test waits. */
const width = Math.min(availableParallelism(), 4) + 1;
const minuteMs = 60_000;

type Plan = Readonly<{
  checks: boolean;
  groups: readonly TestGroup[];
  filters: readonly string[];
  long: boolean;
}>;

type Counts = Readonly<{ passed: number; failed: number }>;

function planOf(args: readonly string[]): Plan {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      long: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const rest = { filters: positionals, long: values.long };
  switch (values.only) {
    case undefined:
      return { checks: positionals.length === 0, groups: ['unit', 'e2e', 'browser'], ...rest };
    case 'checks':
      return { checks: true, groups: [], ...rest };
    case 'unit':
    case 'e2e':
    case 'browser':
    case 'ci':
      return { checks: false, groups: [values.only], ...rest };
    default:
      throw new Error(`--only=${values.only} is not known`);
  }
}

type Job = () => Promise<Counts>;

async function run(plan: Plan, signal: AbortSignal): Promise<Counts> {
  const jobs = [
    ...(['browser', 'e2e', 'ci'] as const).flatMap((group) => jobsOf(group, plan, signal)),
    ...(plan.checks ? checks.map((check) => () => runCheck(check, signal)) : []),
    ...jobsOf('unit', plan, signal),
  ];
  const results = [...(await pool(jobs, width, (job) => job()))];
  if (plan.groups.length > 0 && plan.filters.length > 0 && results.length === 0) {
    tell('FAIL', `no test file's path holds ${plan.filters.join(' or ')}`, 0);
    results.push({ passed: 0, failed: 1 });
  }
  return results.reduce(
    (sum, one) => ({ passed: sum.passed + one.passed, failed: sum.failed + one.failed }),
    {
      passed: 0,
      failed: 0,
    },
  );
}

async function runCheck({ name, words }: Check, signal: AbortSignal): Promise<Counts> {
  const { end, output, durationMs } = await runCommand({ words, signal });
  const ok = end === 0;
  tell(ok ? 'ok' : 'FAIL', name, durationMs);
  if (!ok) tellMore(end === 'did not start' ? `${words[0]} is not installed` : output);
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The long ones first: at the end each lane has something short to do. */
function jobsOf(group: TestGroup, plan: Plan, signal: AbortSignal): readonly Job[] {
  if (!plan.groups.includes(group)) return [];
  const all = testFiles(group);
  if (all.length === 0 && plan.filters.length === 0) {
    // A run that found nothing to run has proved nothing.
    const failed = async (): Promise<Counts> => {
      tell('FAIL', `${group}: there is no test file`, 0);
      return { passed: 0, failed: 1 };
    };
    return [failed];
  }
  const files =
    plan.filters.length === 0 ? all : all.filter((file) => plan.filters.some((part) => file.includes(part)));
  const limits = limitsOf(plan.long);
  const env: Record<string, string> = plan.long ? { POSTERN_LONG: '1' } : {};
  return longestFirst(testRuns(files)).map((tests) => async () => {
    const result = await runTests(tests, { limits, signal, env });
    tellTests(result);
    return { passed: result.passed, failed: result.failures.length };
  });
}

function limitsOf(long: boolean): TestLimits {
  return long
    ? { testMs: 30 * minuteMs, fileMs: 60 * minuteMs, idleMs: 20_000 }
    : { testMs: minuteMs, fileMs: 5 * minuteMs, idleMs: 20_000 };
}

function tellTests({ name, passed, failures, skipped, output, durationMs }: TestResult): void {
  const parts = [
    `${passed} passed`,
    ...(failures.length > 0 ? [`${failures.length} failed`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ];
  tell(failures.length === 0 ? 'ok' : 'FAIL', `${name} (${parts.join(', ')})`, durationMs);
  for (const text of skipped) tellMore(`skipped: ${text}`);
  for (const failure of failures) {
    const file = failure.file === '' ? '' : relative(root, failure.file);
    const place = [file, failure.line > 0 ? `line ${failure.line}` : ''].filter((part) => part !== '');
    tellMore(`${failure.name}${place.length > 0 ? ` (${place.join(' ')})` : ''}\n${failure.error}`);
  }
  if (failures.length > 0 && output !== '') tellMore(`what the process printed:\n${output}`);
}

function tell(verdict: 'ok' | 'FAIL', name: string, durationMs: number): void {
  console.log(`${verdict.padEnd(4)}  ${name}  ${(durationMs / 1000).toFixed(1)} s`);
}

function tellMore(text: string): void {
  console.log(text.replaceAll(/^/gm, '      '));
}

async function main(): Promise<void> {
  let plan: Plan;
  try {
    plan = planOf(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => interrupt.abort());
  const bound = AbortSignal.timeout((plan.long ? 120 : 30) * minuteMs);
  const { passed, failed } = await run(plan, AbortSignal.any([interrupt.signal, bound]));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

await main();
