import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { acceptedDomainKeys, findOne, receiveConnectorIdentity } from '../../identity.ts';
import { without } from '../../snapshot-change.ts';

/** Exchange: Remove-AcceptedDomain. The default domain stays, and one that a connector completes addresses with. */
export function deleteAcceptedDomain({ current, args }: ChangeInput): Change | AdminError {
  const { acceptedDomains, receiveConnectors, server } = current;
  const found = findOne(
    { items: acceptedDomains, keys: acceptedDomainKeys, server },
    textOf(args, 'Identity'),
  );
  if (isAdminError(found)) return found;
  if (found.isDefault) return inUse(found.name, 'it is the default domain');
  const user = receiveConnectors.find((connector) => connector.defaultDomain === found.name);
  if (user !== undefined) {
    const identity = receiveConnectorIdentity(user, server);
    return inUse(found.name, `it is the DefaultDomain of Receive connector "${identity}"`);
  }
  return {
    next: { ...current, acceptedDomains: without(acceptedDomains, found) },
    action: `Removing Accepted Domain "${found.name}".`,
    target: found.name,
  };
}

function inUse(name: string, reason: string): AdminError {
  const message = `The accepted domain "${name}" can't be removed: ${reason}.`;
  return { category: 'InvalidOperation', id: 'DomainInUse', message, target: name };
}
