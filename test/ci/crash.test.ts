// The long form of the crash test: .ci/run sets POSTERN_LONG.
import '../e2e/crash.test.ts';
