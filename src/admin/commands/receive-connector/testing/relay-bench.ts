import type { Value } from '../../../contract/values.ts';
import { type AdminBench, createAdminBench, shown } from '../../../testing/admin-bench.ts';

export type Parameters = Readonly<Record<string, Value>>;

/** The connector of the article, receive-connectors.md §5.1. */
export const RELAY: Parameters = {
  Name: 'Anonymous Relay',
  TransportRole: 'FrontendTransport',
  Custom: true,
  Bindings: '0.0.0.0:25',
  RemoteIPRanges: ['192.168.5.10', '192.168.5.11'],
};

export async function withRelay(): Promise<AdminBench> {
  const bench = createAdminBench();
  await bench.ok('New-ReceiveConnector', RELAY);
  return bench;
}

/** A property of a connector, as text. */
export async function show(bench: AdminBench, name: string, identity = 'Anonymous Relay'): Promise<string> {
  const { objects } = await bench.ok('Get-ReceiveConnector', { Identity: identity });
  return shown(objects[0], name);
}
