import type { AcceptedDomain } from '../config/accepted-domain.ts';
import type { DirectoryEntry } from '../config/recipient.ts';
import type { Mailbox } from '../mail/address.ts';
import { defaultAcceptedDomain, findAcceptedDomain } from './accepted-domain.ts';

/** A list of recipients, as the directory has it. */
type RecipientList = Readonly<{ find(address: Mailbox): DirectoryEntry | null }>;

/** The entry of an address, or null. `postmaster` of an authoritative domain that has no entry of that name is the
 *  postmaster of the default domain: every domain whose mail ends here has one. RFC 5321 §4.5.1 */
export function recipientEntry(
  list: RecipientList,
  domains: readonly AcceptedDomain[],
  address: Mailbox,
): DirectoryEntry | null {
  const found = list.find(address);
  if (found !== null || address.local.toLowerCase() !== 'postmaster') return found;
  if (findAcceptedDomain(domains, address.domain)?.domainType !== 'Authoritative') return null;
  const domain = defaultAcceptedDomain(domains);
  return domain === null ? null : list.find({ local: 'postmaster', domain });
}
