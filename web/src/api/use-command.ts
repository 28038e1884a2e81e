import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { type Command, type CommandResult, runCommand } from './commands.ts';

export type QueryOptions = Readonly<{
  enabled?: boolean;
  refetchMs?: number;
  properties?: readonly string[];
}>;

/** The answer of a command that only reads, kept and shared between screens. A change of any kind reads all anew:
 *  see `useRunCommands`. */
export function useCommand(command: Command, options: QueryOptions = {}): UseQueryResult<CommandResult> {
  const { properties } = options;
  return useQuery({
    queryKey: ['command', command, properties],
    queryFn: ({ signal }) =>
      runCommand(command, { signal, ...(properties === undefined ? {} : { properties }) }),
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchMs ?? false,
  });
}
