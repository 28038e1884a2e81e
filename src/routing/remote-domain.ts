import type { RemoteDomain } from '../config/remote-domain.ts';

/** The entry for a domain: the one with the longest name that covers it. mail-flow.md §2.5 */
export function findRemoteDomain(entries: readonly RemoteDomain[], domain: string): RemoteDomain | null {
  const wanted = domain.toLowerCase();
  let best: RemoteDomain | null = null;
  for (const entry of entries) {
    if (!covers(entry.domainName.toLowerCase(), wanted)) continue;
    if (best === null || weight(entry) > weight(best)) best = entry;
  }
  return best;
}

function covers(name: string, domain: string): boolean {
  if (name === '*' || name === domain) return true;
  return name.startsWith('*.') && (domain === name.slice(2) || domain.endsWith(name.slice(1)));
}

/** An exact name comes before a wildcard of the same domain. */
function weight({ domainName }: RemoteDomain): number {
  return domainName.startsWith('*') ? domainName.length - 2 : domainName.length;
}
