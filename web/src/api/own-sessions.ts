import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from './client.ts';

/** A session of the admin center that the same user has opened and that has not ended. */
export type OwnSession = Readonly<{
  id: string;
  /** ISO 8601 */
  opened: string;
  used: string;
  /** Where the sign-in came from. */
  address: string;
  /** The one of this page. */
  current: boolean;
}>;

const REFRESH_MS = 30_000;
export const OWN_SESSIONS = ['own-sessions'] as const;

export function useOwnSessions(): UseQueryResult<readonly OwnSession[]> {
  return useQuery({
    queryKey: OWN_SESSIONS,
    queryFn: async ({ signal }) => {
      const sessions: readonly OwnSession[] = await (await request('GET', '/sessions', { signal })).json();
      return sessions;
    },
    refetchInterval: REFRESH_MS,
  });
}

/** @param id null = all but the one of this page */
export async function endSessions(id: string | null): Promise<void> {
  await request('DELETE', id === null ? '/sessions' : `/sessions/${encodeURIComponent(id)}`);
}
