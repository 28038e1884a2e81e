import { join, resolve } from 'node:path';
import { root } from './root.ts';
import { type Finished, runCommand } from './run-command.ts';
import { tally, type Failure, type Tally, type TestReport } from './tally.ts';
import type { TestRun } from './test-files.ts';

/** Types stripped and modules compiled are kept from one test process, and one run, to the next; servers that tests
 *  start find theirs here as well. */
const compileCache = join(root, 'node_modules/.cache/postern');

export type TestLimits = Readonly<{
  /** One test, unless it names a time of its own. */
  testMs: number;
  /** A whole process. */
  fileMs: number;
  /** A process whose tests have all ended must end by itself within this time. */
  idleMs: number;
}>;

export type TestResult = Tally & Readonly<{ name: string; output: string; durationMs: number }>;

export type TestRunOptions = Readonly<{
  limits: TestLimits;
  signal: AbortSignal;
  env: Readonly<Record<string, string>>;
}>;

/** Runs test files in a process of their own and counts their tests.
 *  Not by `node --test`: it waits for ever for a file that left a socket open. */
export async function runTests({ name, files }: TestRun, options: TestRunOptions): Promise<TestResult> {
  const { limits, signal, env } = options;
  const reports: TestReport[] = [];
  const watch = new Watch(limits);
  const finished = await runCommand({
    words: [
      process.execPath,
      `--test-timeout=${limits.testMs}`,
      `--test-reporter=${join(import.meta.dirname, 'reporter.ts')}`,
      '--test-reporter-destination=stdout',
      ...(files.length === 1 ? [] : [join(import.meta.dirname, 'run-together.ts')]),
      ...files,
    ],
    signal: AbortSignal.any([signal, watch.signal]),
    env: { NODE_COMPILE_CACHE: compileCache, ...env },
    onMessage: (message) => {
      if (!isReport(message)) return;
      reports.push(message);
      watch.note(message);
    },
  });
  watch.end();
  const counts = tally(reports);
  const complaint = complaintAbout(counts, finished, signal.aborted ? 'the run was stopped' : watch.verdict);
  const silent = complaint === null ? filesWithoutTest(files, reports) : [];
  const failures = [...counts.failures, ...(complaint === null ? [] : [complaint]), ...silent];
  return { ...counts, failures, name, output: finished.output, durationMs: finished.durationMs };
}

/** Of several files in one process each must have told of a test. */
function filesWithoutTest(files: readonly string[], reports: readonly TestReport[]): readonly Failure[] {
  if (files.length === 1) return [];
  const told = new Set(reports.map((report) => (report.type === 'finished' ? report.file : '')));
  return files
    .filter((file) => !told.has(resolve(root, file)))
    .map((file) => ({ name: 'the file itself', file, line: 0, error: 'it holds no test' }));
}

/** What is wrong with the process as a whole, where its tests do not say so already. */
function complaintAbout(counts: Tally, { end }: Finished, verdict: string | null): Failure | null {
  const about = (error: string): Failure => ({ name: 'the file itself', file: '', line: 0, error });
  if (verdict !== null) return about(verdict);
  if (end !== 0 && counts.failures.length === 0) return about(`its process ended with ${end}`);
  const isEmpty = counts.passed + counts.failures.length + counts.skipped.length === 0;
  return isEmpty ? about('it holds no test') : null;
}

/** Stops a process that takes too long, or whose process goes on although no test is running. */
class Watch {
  readonly #abort = new AbortController();
  readonly #limits: TestLimits;
  readonly #running = new Set<number>();
  readonly #fileTimer: NodeJS.Timeout;
  #idleTimer: NodeJS.Timeout | undefined;
  /** Why the file was stopped; null while it was not. */
  verdict: string | null = null;

  constructor(limits: TestLimits) {
    this.#limits = limits;
    this.#fileTimer = setTimeout(
      () => this.#stop(`took longer than ${seconds(limits.fileMs)}`),
      limits.fileMs,
    );
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  note(report: TestReport): void {
    clearTimeout(this.#idleTimer);
    if (report.type === 'started') this.#running.add(report.id);
    else this.#running.delete(report.id);
    if (this.#running.size > 0) return;
    const text = `went on for ${seconds(this.#limits.idleMs)} after its last test: a socket, timer or child process is left open`;
    this.#idleTimer = setTimeout(() => this.#stop(text), this.#limits.idleMs);
  }

  end(): void {
    clearTimeout(this.#fileTimer);
    clearTimeout(this.#idleTimer);
  }

  #stop(verdict: string): void {
    this.verdict = verdict;
    this.#abort.abort();
  }
}

function seconds(durationMs: number): string {
  return `${durationMs / 1000} s`;
}

function isReport(message: unknown): message is TestReport {
  return typeof message === 'object' && message !== null && 'type' in message && 'id' in message;
}
