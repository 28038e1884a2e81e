import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Mailbox, ReversePath } from '../mail/address.ts';
import { defaultAcceptedDomain } from '../routing/accepted-domain.ts';

/** An address that came without a domain, with the connector's DefaultDomain; any other as it is.
 *  @returns `incomplete` where there is no domain to give it. Exchange: Set-ReceiveConnector -DefaultDomain */
export function completeAddress(
  path: ReversePath,
  connector: ReceiveConnector,
  snapshot: ConfigSnapshot,
): ReversePath | 'incomplete' {
  if (path === null || path.domain !== '') return path;
  const domain = domainNamed(connector.defaultDomain, snapshot);
  return domain === null ? 'incomplete' : { local: path.local, domain };
}

/** As above for a recipient; `postmaster` alone is always ours. RFC 5321 §4.5.1 */
export function completeRecipient(
  address: Mailbox,
  connector: ReceiveConnector,
  snapshot: ConfigSnapshot,
): Mailbox | 'incomplete' {
  if (address.domain !== '') return address;
  const isPostmaster = address.local.toLowerCase() === 'postmaster';
  const domain =
    domainNamed(connector.defaultDomain, snapshot) ??
    (isPostmaster ? defaultAcceptedDomain(snapshot.acceptedDomains) : null);
  return domain === null ? 'incomplete' : { local: address.local, domain };
}

function domainNamed(name: string | null, snapshot: ConfigSnapshot): string | null {
  if (name === null) return null;
  const wanted = name.toLowerCase();
  const found = snapshot.acceptedDomains.find((domain) => domain.name.toLowerCase() === wanted);
  return found === undefined ? null : withoutWildcard(found.domainName);
}

function withoutWildcard(domainName: string): string {
  return domainName.startsWith('*.') ? domainName.slice(2) : domainName;
}
