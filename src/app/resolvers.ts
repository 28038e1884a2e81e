import type { TransportService } from '../config/organization.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { createResolver } from '../net/resolver.ts';
import type { ResolverOptions } from '../net/resolver.ts';

/** Exchange: Set-TransportService -InternalDNS…, -ExternalDNS…; read at each query. */
export function resolverFor(
  side: 'internal' | 'external',
  getSnapshot: () => ConfigSnapshot,
  readSystemFile: ResolverOptions['readSystemFile'],
): ReturnType<typeof createResolver> {
  const settings = (): TransportService => getSnapshot().transportService;
  return createResolver({
    servers: () => (settings()[`${side}DnsAdapterEnabled`] ? [] : settings()[`${side}DnsServers`]),
    protocol: () => settings()[`${side}DnsProtocolOption`],
    dnssecTrust: () => settings()[`${side}DnssecTrust`],
    readSystemFile,
    now: Date.now,
  });
}
