import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from './client.ts';

export type RelayMethod = 'anonymous' | 'externallySecured' | 'authenticated';

/** Who may send to recipients that are not ours, by one connector. */
export type Relayer = Readonly<{
  connector: string;
  bindings: readonly string[];
  ranges: readonly string[];
  method: RelayMethod;
}>;

export type Certificate = Readonly<{
  subject: string;
  expires: string;
  /** Within 30 days, or over. */
  expiring: boolean;
}>;

export type Overview = Readonly<{
  counters: Readonly<{
    sessions: number;
    accepted: number;
    refused: number;
    delivered: number;
    deferred: number;
    failed: number;
  }>;
  queues: Readonly<{ messages: number; unreachable: number; oldest: string | null }>;
  relayers: readonly Relayer[];
  certificates: readonly Certificate[];
  warnings: readonly string[];
}>;

export type History = Readonly<{
  /** Seconds between two values. */
  step: number;
  from: string;
  series: Readonly<Record<string, readonly number[]>>;
}>;

/** What Home and others tell of the server as a whole; read again every few seconds. */
export function useOverview(): UseQueryResult<Overview> {
  return useQuery({
    queryKey: ['overview'],
    queryFn: async ({ signal }) => {
      const overview: Overview = await (await request('GET', '/overview', { signal })).json();
      return overview;
    },
    refetchInterval: 5_000,
  });
}

export function useHistory(minutes: number): UseQueryResult<History> {
  return useQuery({
    queryKey: ['history', minutes],
    queryFn: async ({ signal }) => {
      const history: History = await (await request('GET', `/history?minutes=${minutes}`, { signal })).json();
      return history;
    },
    refetchInterval: 15_000,
  });
}
