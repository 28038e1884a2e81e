/** What a test process tells its parent, in the order it happens. */
export type TestReport =
  | Readonly<{ type: 'started'; id: number }>
  | Readonly<{
      type: 'finished';
      id: number;
      parentId: number;
      kind: 'test' | 'suite';
      name: string;
      /** Where it was written; empty and 0 where that is not known. */
      file: string;
      line: number;
      passed: boolean;
      /** Marked skip or todo: the reason, which may be empty. */
      skipped: string | null;
      /** node:test's word, such as `testCodeFailure`; empty where the test passed. */
      failureType: string;
      error: string;
    }>;

type Finished = Extract<TestReport, { type: 'finished' }>;

export type Failure = Readonly<{ name: string; file: string; line: number; error: string }>;

export type Tally = Readonly<{ passed: number; failures: readonly Failure[]; skipped: readonly string[] }>;

/** Counts tests as a reader of the file would: each test that has no tests inside it is one.
 *  A suite, or a test around others, counts only where it failed by itself (a hook, a line after its subtests). */
export function tally(reports: readonly TestReport[]): Tally {
  const finished = reports.filter((report) => report.type === 'finished');
  const parents = new Set(finished.map((test) => test.parentId));
  const byId = new Map(finished.map((test) => [test.id, test]));
  const isLeaf = (test: Finished): boolean => test.kind === 'test' && !parents.has(test.id);
  const counted = finished.filter((test) => isLeaf(test) || failedByItself(test));
  const told = counted.filter((test) => test.skipped === null);
  return {
    passed: told.filter((test) => test.passed).length,
    failures: told
      .filter((test) => !test.passed)
      .map((test) => ({ name: fullName(test, byId), file: test.file, line: test.line, error: test.error })),
    skipped: counted
      .filter((test) => test.skipped !== null)
      .map((test) => [fullName(test, byId), test.skipped].filter((text) => text !== '').join(': ')),
  };
}

function failedByItself(test: Finished): boolean {
  return !test.passed && test.failureType !== 'subtestsFailed';
}

function fullName(test: Finished, byId: ReadonlyMap<number, Finished>): string {
  const parent = byId.get(test.parentId);
  return parent === undefined ? test.name : `${fullName(parent, byId)} > ${test.name}`;
}
