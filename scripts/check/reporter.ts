import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';
import type { TestReport } from './tally.ts';

/** A reporter of node:test that sends what happens to the parent process and prints nothing. The parent hears of each
 *  test when it happens, so it can tell a test that hangs from a process that is kept open after its last test. */
export default async function* reporter(events: AsyncIterable<TestEvent>): AsyncGenerator<never> {
  for await (const event of events) {
    const report = reportOf(event);
    if (report !== null) process.send?.(report);
  }
}

function reportOf(event: TestEvent): TestReport | null {
  if (event.type === 'test:dequeue') return { type: 'started', id: event.data.testId };
  if (event.type !== 'test:complete') return null;
  const { testId, parentId, name, file, line, details, skip, todo } = event.data;
  const error: FailedTest | undefined = details.error;
  return {
    type: 'finished',
    id: testId,
    parentId: parentId ?? 0,
    kind: details.type ?? 'test',
    name,
    file: file ?? '',
    line: line ?? 0,
    passed: details.passed,
    skipped: reasonOf(skip) ?? reasonOf(todo),
    failureType: error?.failureType ?? '',
    error: error === undefined ? '' : describe(error),
  };
}

/** node:test wraps what a test threw. The wrapper says how the test failed, the cause says why. */
type FailedTest = Error & Readonly<{ failureType?: string }>;

function describe(error: FailedTest): string {
  return error.cause instanceof Error ? inspect(error.cause) : error.message;
}

function reasonOf(mark: string | boolean | undefined): string | null {
  if (mark === undefined || mark === false) return null;
  return mark === true ? '' : mark;
}
