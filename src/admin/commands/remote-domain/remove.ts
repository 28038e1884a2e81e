import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findOne, remoteDomainKeys } from '../../identity.ts';
import { without } from '../../snapshot-change.ts';

/** Exchange: Remove-RemoteDomain */
export function deleteRemoteDomain({ current, args }: ChangeInput): Change | AdminError {
  const { remoteDomains, server } = current;
  const found = findOne({ items: remoteDomains, keys: remoteDomainKeys, server }, textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  if (found.domainName === '*') {
    const message = `The remote domain "${found.name}" can't be removed: it holds for every domain without one of its own.`;
    return { category: 'InvalidOperation', id: 'DomainInUse', message, target: found.name };
  }
  return {
    next: { ...current, remoteDomains: without(remoteDomains, found) },
    action: `Removing Remote Domain "${found.name}".`,
    target: found.name,
  };
}
