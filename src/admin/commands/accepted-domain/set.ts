import type { AcceptedDomain } from '../../../config/accepted-domain.ts';
import type { ConfigSnapshot } from '../../../config/snapshot.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { type Arguments, booleanOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { acceptedDomainKeys, findOne } from '../../identity.ts';
import { badText, replaced } from '../../snapshot-change.ts';
import { domainTypeOf } from './domain-type.ts';

/** Exchange: Set-AcceptedDomain. Exactly one domain is the default one. */
export function changeAcceptedDomain(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const found = findOne(
    { items: current.acceptedDomains, keys: acceptedDomainKeys, server: current.server },
    textOf(args, 'Identity'),
  );
  if (isAdminError(found)) return found;
  const makeDefault = booleanOf(args, 'MakeDefault');
  if (makeDefault === false && found.isDefault) {
    return badText(
      'MakeDefault',
      'one domain must be the default; make another one the default instead',
      found.name,
    );
  }
  const action = `Setting Accepted Domain "${found.name}".`;
  const applied = applySettings(found, args);
  const isSame = JSON.stringify(applied) === JSON.stringify(found);
  if (isSame) return { next: current, action, target: found.name };
  const next = { ...applied, whenChanged: input.now };
  return { next: withDomain(current, next, found), action, target: found.name };
}

function applySettings(domain: AcceptedDomain, args: Arguments): AcceptedDomain {
  return {
    ...domain,
    name: textOf(args, 'Name') ?? domain.name,
    addressBookEnabled: booleanOf(args, 'AddressBookEnabled') ?? domain.addressBookEnabled,
    domainType: domainTypeOf(args) ?? domain.domainType,
    matchSubDomains: booleanOf(args, 'MatchSubDomains') ?? domain.matchSubDomains,
    isDefault: booleanOf(args, 'MakeDefault') ?? domain.isDefault,
  };
}

/** A new default takes the place of the old one; connectors follow a domain that gets another name. */
function withDomain(current: ConfigSnapshot, next: AcceptedDomain, before: AcceptedDomain): ConfigSnapshot {
  const domains = replaced(current.acceptedDomains, next);
  const becameDefault = next.isDefault && !before.isDefault;
  const renamed = { ...current, acceptedDomains: domains };
  return {
    ...renamed,
    acceptedDomains: becameDefault
      ? domains.map((domain) =>
          domain.isDefault && domain !== next ? { ...domain, isDefault: false } : domain,
        )
      : domains,
    receiveConnectors:
      next.name === before.name
        ? current.receiveConnectors
        : current.receiveConnectors.map((connector) =>
            connector.defaultDomain === before.name ? { ...connector, defaultDomain: next.name } : connector,
          ),
  };
}
