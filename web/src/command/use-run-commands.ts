import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Command, type CommandResult, runCommand } from '../api/commands.ts';

export type Ran = Readonly<{ command: Command; result: CommandResult }>;

export type CommandRun = Readonly<{
  isRunning: boolean;
  /** Commands that have been run, in order. A later one that failed does not undo them. */
  ran: readonly Ran[];
  /** Why the next one failed, or null. */
  error: unknown;
  /** Runs one after another and stops at the first failure. @returns what came of them, null where one failed */
  run: (commands: readonly Command[]) => Promise<readonly Ran[] | null>;
  forget: () => void;
}>;

type State = Readonly<{ isRunning: boolean; ran: readonly Ran[]; error: unknown }>;
const IDLE: State = { isRunning: false, ran: [], error: null };

/** Runs commands that change something; what other screens have read is read anew after it. */
export function useRunCommands(): CommandRun {
  const queries = useQueryClient();
  const [state, setState] = useState<State>(IDLE);
  const run = async (commands: readonly Command[]): Promise<readonly Ran[] | null> => {
    const ran: Ran[] = [];
    setState({ isRunning: true, ran, error: null });
    try {
      for (const command of commands) {
        ran.push({ command, result: await runCommand(command, { confirmed: true }) });
      }
    } catch (error) {
      setState({ isRunning: false, ran, error });
      return null;
    } finally {
      void queries.invalidateQueries({ queryKey: ['command'] });
      void queries.invalidateQueries({ queryKey: ['overview'] });
    }
    setState({ isRunning: false, ran, error: null });
    return ran;
  };
  return { ...state, run, forget: () => setState(IDLE) };
}
