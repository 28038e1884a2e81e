import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { CommandSpec } from '../../../src/admin/contract/command-spec.ts';
import { request } from './client.ts';

/** What every command takes. It is the same as long as the server runs. */
export function useSpecs(): UseQueryResult<readonly CommandSpec[]> {
  return useQuery({
    queryKey: ['specs'],
    queryFn: async ({ signal }) => {
      const specs: readonly CommandSpec[] = await (await request('GET', '/specs', { signal })).json();
      return specs;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
