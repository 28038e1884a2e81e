import { join } from 'node:path';
import { type Finished, runCommand } from './run-command.ts';
import { tally, type Failure, type Tally, type TestReport } from './tally.ts';

export type TestLimits = Readonly<{
  /** One test, unless it names a time of its own. */
  testMs: number;
  /** A whole file. */
  fileMs: number;
  /** A file whose tests have all ended must end by itself within this time. */
  idleMs: number;
}>;

export type TestFileResult = Tally & Readonly<{ file: string; output: string; durationMs: number }>;

export type TestFileRun = Readonly<{
  file: string;
  limits: TestLimits;
  signal: AbortSignal;
  env: Readonly<Record<string, string>>;
}>;

/** Runs one test file in a process of its own and counts its tests.
 *  Not by `node --test`: it waits for ever for a file that left a socket open. */
export async function runTestFile({ file, limits, signal, env }: TestFileRun): Promise<TestFileResult> {
  const reports: TestReport[] = [];
  const watch = new Watch(limits);
  const finished = await runCommand({
    words: [
      process.execPath,
      `--test-timeout=${limits.testMs}`,
      `--test-reporter=${join(import.meta.dirname, 'reporter.ts')}`,
      '--test-reporter-destination=stdout',
      file,
    ],
    signal: AbortSignal.any([signal, watch.signal]),
    env,
    onMessage: (message) => {
      if (!isReport(message)) return;
      reports.push(message);
      watch.note(message);
    },
  });
  watch.end();
  const counts = tally(reports);
  const complaint = complaintAbout(counts, finished, signal.aborted ? 'the run was stopped' : watch.verdict);
  const failures: readonly Failure[] = complaint === null ? counts.failures : [...counts.failures, complaint];
  return { ...counts, failures, file, output: finished.output, durationMs: finished.durationMs };
}

/** What is wrong with the file as a whole, where its tests do not say so already. */
function complaintAbout(counts: Tally, { end }: Finished, verdict: string | null): Failure | null {
  const about = (error: string): Failure => ({ name: 'the file itself', line: 0, error });
  if (verdict !== null) return about(verdict);
  if (end !== 0 && counts.failures.length === 0) return about(`its process ended with ${end}`);
  const isEmpty = counts.passed + counts.failures.length + counts.skipped.length === 0;
  return isEmpty ? about('it holds no test') : null;
}

/** Stops a file that takes too long, or whose process goes on although no test is running. */
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
