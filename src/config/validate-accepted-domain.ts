import type { AcceptedDomain } from './accepted-domain.ts';
import { invalid, type Problem } from './problem.ts';
import type { ConfigSnapshot } from './snapshot.ts';
import { isSmtpDomainWithSubdomains } from './values.ts';

/** @returns the first problem of an accepted domain as it would be, or null. mail-flow.md §2.2 */
export function validateAcceptedDomain(next: AcceptedDomain, snapshot: ConfigSnapshot): Problem | null {
  if (next.name.trim().length < 1 || next.name.length > 64) return invalid('E21', 'Name', 'Name must have 1 to 64 characters.');
  if (next.domainName === '*') {
    const message = 'The domain name "*" would accept every recipient from anybody, an open relay. Name the domains that are yours.';
    return invalid('E26', 'DomainName', message, '*');
  }
  if (!isSmtpDomainWithSubdomains(next.domainName)) {
    return invalid('E07', 'DomainName', `"${next.domainName}" isn't a valid SMTP domain.`, next.domainName);
  }
  const others = snapshot.acceptedDomains.filter((other) => other.guid !== next.guid);
  const twin = others.find((other) => other.name.toLowerCase() === next.name.toLowerCase() || other.domainName === next.domainName);
  if (twin === undefined) return null;
  const message = `The accepted domain "${twin.name}" (${twin.domainName}) already exists.`;
  return { category: 'ResourceExists', id: 'E20', message, target: next.name, parameter: 'Name' };
}
