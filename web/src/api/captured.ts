import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from './client.ts';

/** A message that a sandbox kept instead of sending it. */
export type Captured = Readonly<{
  id: string;
  from: string;
  to: readonly string[];
  subject: string;
  /** ISO 8601 */
  received: string;
  size: number;
}>;

const REFRESH_MS = 5_000;

/** The latest first. */
export function useCapturedList(): UseQueryResult<readonly Captured[]> {
  return useQuery({
    queryKey: ['captured'],
    queryFn: async ({ signal }) => {
      const list: readonly Captured[] = await (await request('GET', '/drop', { signal })).json();
      return list;
    },
    refetchInterval: REFRESH_MS,
  });
}

/** The octets of one message. */
export function useCaptured(id: string): UseQueryResult<Uint8Array> {
  return useQuery({
    queryKey: ['captured', id],
    queryFn: async ({ signal }) => {
      const response = await request('GET', `/drop/${encodeURIComponent(id)}`, { signal });
      return new Uint8Array(await response.arrayBuffer());
    },
    // What was captured does not change.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Where the browser gets it as a file. */
export function capturedAddress(id: string): string {
  return `/api/v1/drop/${encodeURIComponent(id)}`;
}
