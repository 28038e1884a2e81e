import { invalid, type Problem } from './problem.ts';
import type { RemoteDomainEntry } from './remote-domain.ts';
import type { ConfigSnapshot } from './snapshot.ts';
import { isSmtpDomainWithSubdomains } from './values.ts';

/** @returns the first problem of a remote domain as it would be, or null. mail-flow.md §2.5 */
export function validateRemoteDomain(next: RemoteDomainEntry, snapshot: ConfigSnapshot): Problem | null {
  if (next.name.trim().length < 1 || next.name.length > 64)
    return invalid('E21', 'Name', 'Name must have 1 to 64 characters.');
  if (next.domainName !== '*' && !isSmtpDomainWithSubdomains(next.domainName))
    return invalid('E07', 'DomainName', `"${next.domainName}" isn't a valid SMTP domain.`, next.domainName);
  const twin = snapshot.remoteDomains.find(
    (other) =>
      other.guid !== next.guid &&
      (other.name.toLowerCase() === next.name.toLowerCase() || other.domainName === next.domainName),
  );
  if (twin === undefined) return null;
  const message = `The remote domain "${twin.name}" (${twin.domainName}) already exists.`;
  return { category: 'ResourceExists', id: 'E20', message, target: next.name, parameter: 'Name' };
}
