import type { ConfigSnapshot } from '../config/snapshot.ts';

/** What sessions with next hops stand under beside their Send connector, as text to compare: who we say we are, which
 *  domains need mutual TLS, whom we ask for hosts, and how many sessions there may be. */
export function sessionTerms(snapshot: ConfigSnapshot): string {
  const { server, certificates, transportConfig, transportService: service } = snapshot;
  return JSON.stringify([
    server.fqdn,
    certificates.map(({ thumbprint, services }) => [thumbprint, ...services]),
    transportConfig.tlsSendDomainSecureList,
    [service.maxOutboundConnections, service.maxPerDomainOutboundConnections],
    [service.internalDnsAdapterEnabled, service.internalDnsServers],
    [service.internalDnsProtocolOption, service.internalDnssecTrust],
    [service.externalDnsAdapterEnabled, service.externalDnsServers],
    [service.externalDnsProtocolOption, service.externalDnssecTrust],
  ]);
}
