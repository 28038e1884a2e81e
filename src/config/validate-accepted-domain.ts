import type { AcceptedDomain } from './accepted-domain.ts';
import { invalid, type Problem } from './problem.ts';
import type { ConfigSnapshot } from './snapshot.ts';
import { isSmtpDomainWithSubdomains } from './values.ts';

/** @returns the first problem of an accepted domain as it would be, or null. mail-flow.md §2.2 */
export function validateAcceptedDomain(next: AcceptedDomain, snapshot: ConfigSnapshot): Problem | null {
  if (next.name.trim().length < 1 || next.name.length > 64)
    return invalid('E21', 'Name', 'Name must have 1 to 64 characters.');
  if (next.domainName === '*') {
    const message =
      'The domain name "*" would accept every recipient from anybody, an open relay. Name the domains that are yours.';
    return invalid('E26', 'DomainName', message, '*');
  }
  if (isTopLevel(next)) {
    const message = `"${next.domainName}" with its subdomains would accept mail for everybody below that top-level domain, an open relay in all but name. Name the domains that are yours.`;
    return invalid('E26', 'DomainName', message, next.domainName);
  }
  if (!isSmtpDomainWithSubdomains(next.domainName)) {
    return invalid('E07', 'DomainName', `"${next.domainName}" isn't a valid SMTP domain.`, next.domainName);
  }
  const others = snapshot.acceptedDomains.filter((other) => other.guid !== next.guid);
  const twin = others.find(
    (other) => other.name.toLowerCase() === next.name.toLowerCase() || other.domainName === next.domainName,
  );
  if (twin === undefined) return null;
  const message = `The accepted domain "${twin.name}" (${twin.domainName}) already exists.`;
  return { category: 'ResourceExists', id: 'E20', message, target: next.name, parameter: 'Name' };
}

/** Single labels that organizations use inside and that the public DNS does not delegate. RFC 6762 appendix G, RFC 6761,
 *  ICANN's reservation of `internal` */
const PRIVATE_LABELS = new Set([
  'local',
  'localdomain',
  'lan',
  'home',
  'corp',
  'intranet',
  'internal',
  'private',
  'test',
  'example',
  'invalid',
]);

/** One public label and everything below it. */
function isTopLevel(domain: AcceptedDomain): boolean {
  const covers = domain.matchSubDomains || domain.domainName.startsWith('*.');
  const name = domain.domainName.replace(/^\*\./, '');
  return covers && !name.includes('.') && !PRIVATE_LABELS.has(name);
}
