import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { AdminObject } from '../../../src/admin/contract/values.ts';
import { type Command, runCommand } from '../api/commands.ts';

/** A Test- command that takes its time. */
export type TestRun = Readonly<{
  isRunning: boolean;
  /** Why it could not be run, or null. */
  error: unknown;
  /** What it found; undefined before it ran, and after it was cancelled. */
  result: AdminObject | undefined;
  start: () => void;
  cancel: () => void;
}>;

/** Runs a command that only asks; cancelled where the user no longer wants to wait. */
export function useTest(command: Command): TestRun {
  const own = useRef<AbortController | null>(null);
  const test = useMutation({
    mutationFn: async () => {
      const abort = new AbortController();
      own.current = abort;
      return await runCommand(command, { signal: abort.signal }).catch((error: unknown) => {
        if (abort.signal.aborted) return null;
        throw error;
      });
    },
  });
  return {
    isRunning: test.isPending,
    error: test.error,
    result: test.isPending ? undefined : test.data?.objects[0],
    start: () => test.mutate(),
    cancel: () => own.current?.abort(),
  };
}
