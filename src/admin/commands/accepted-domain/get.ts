import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { acceptedDomainKeys, findAll } from '../../identity.ts';
import { presentAcceptedDomain } from '../../present/accepted-domain.ts';

/** Exchange: Get-AcceptedDomain */
export function showAcceptedDomains({ current, args }: QueryInput): Answer | AdminError {
  const { acceptedDomains, server } = current;
  const found = findAll(
    { items: acceptedDomains, keys: acceptedDomainKeys, server },
    textOf(args, 'Identity'),
  );
  return isAdminError(found)
    ? found
    : { objects: found.map((domain) => presentAcceptedDomain(domain, server)) };
}
