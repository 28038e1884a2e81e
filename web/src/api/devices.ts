import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from './client.ts';

/** A source address that was seen. What it says of itself is text that anybody may have written. */
export type Device = Readonly<{
  address: string;
  /** By reverse DNS; absent while unknown. */
  name?: string;
  /** The latest first. */
  helo: readonly string[];
  senders: readonly string[];
  connector: string;
  /** Why that connector takes the address, '' where none does; English. */
  why: string;
  /** The same as values, to be told in the language of the page; null where no connector takes it. */
  cause: Readonly<Record<string, string>> | null;
  tls: string | null;
  /** Messages in each of the last 24 hours, the latest last. */
  volume: readonly number[];
  messages: number;
  refused: number;
  /** ISO 8601 */
  firstSeen: string;
  lastSeen: string;
  /** Rights and limits that refused it, the latest first. */
  limits: readonly string[];
}>;

const REFRESH_MS = 10_000;

export function useDevices(): UseQueryResult<readonly Device[]> {
  return useQuery({
    queryKey: ['devices'],
    queryFn: async ({ signal }) => {
      const devices: readonly Device[] = await (await request('GET', '/devices', { signal })).json();
      return devices;
    },
    refetchInterval: REFRESH_MS,
  });
}
