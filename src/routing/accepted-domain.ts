import type { AcceptedDomain } from '../config/accepted-domain.ts';

type DomainIndex = Readonly<{
  exact: ReadonlyMap<string, AcceptedDomain>;
  /** By the name whose subdomains are included. */
  parents: ReadonlyMap<string, AcceptedDomain>;
}>;

/** A configuration's list never changes, so its index is made once and lives as long as the list. */
const indexes = new WeakMap<readonly AcceptedDomain[], DomainIndex>();

/** The accepted domain that a recipient domain belongs to: the exact entry, else the longest parent that includes its
 *  subdomains. Address literals never match. mail-flow.md §2.4
 *  @param domain lower-case A-label without trailing dot */
export function findAcceptedDomain(
  domains: readonly AcceptedDomain[],
  domain: string,
): AcceptedDomain | null {
  if (domain === '' || domain.startsWith('[')) return null;
  const index = indexOf(domains);
  const exact = index.exact.get(domain);
  if (exact !== undefined) return exact;
  return index.parents.size === 0 ? null : findParent(index.parents, domain);
}

/** `*.contoso.com` covers contoso.com as well; so the walk begins with the domain itself. */
function findParent(parents: ReadonlyMap<string, AcceptedDomain>, domain: string): AcceptedDomain | null {
  let start = 0;
  while (start >= 0 && start < domain.length) {
    const parent = parents.get(start === 0 ? domain : domain.slice(start));
    if (parent !== undefined) return parent;
    const dot = domain.indexOf('.', start);
    start = dot < 0 ? -1 : dot + 1;
  }
  return null;
}

/** The domain that `postmaster@` and generated addresses use, or null where no domain is accepted. */
export function defaultAcceptedDomain(domains: readonly AcceptedDomain[]): string | null {
  const found = domains.find((domain) => domain.isDefault) ?? domains[0];
  return found === undefined ? null : withoutWildcard(found.domainName);
}

function indexOf(domains: readonly AcceptedDomain[]): DomainIndex {
  const known = indexes.get(domains);
  if (known !== undefined) return known;
  const index = buildIndex(domains);
  indexes.set(domains, index);
  return index;
}

function buildIndex(domains: readonly AcceptedDomain[]): DomainIndex {
  const exact = new Map<string, AcceptedDomain>();
  const parents = new Map<string, AcceptedDomain>();
  for (const domain of domains) {
    const name = withoutWildcard(domain.domainName);
    if (name === domain.domainName) exact.set(name, domain);
    if (name !== domain.domainName || domain.matchSubDomains) parents.set(name, domain);
  }
  return { exact, parents };
}

function withoutWildcard(domainName: string): string {
  return domainName.startsWith('*.') ? domainName.slice(2) : domainName;
}
