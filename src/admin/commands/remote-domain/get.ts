import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findAll, remoteDomainKeys } from '../../identity.ts';
import { presentRemoteDomain } from '../../present/remote-domain.ts';

/** Exchange: Get-RemoteDomain */
export function showRemoteDomains({ current, args }: QueryInput): Answer | AdminError {
  const { remoteDomains, server } = current;
  const found = findAll({ items: remoteDomains, keys: remoteDomainKeys, server }, textOf(args, 'Identity'));
  return isAdminError(found)
    ? found
    : { objects: found.map((domain) => presentRemoteDomain(domain, server)) };
}
