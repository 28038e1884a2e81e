import type { AcceptedDomain } from '../../../config/accepted-domain.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { presentAcceptedDomain } from '../../present/accepted-domain.ts';
import { domainTypeOf } from './domain-type.ts';
import { canonicalDomain } from '../canonical-domain.ts';

/** Exchange: New-AcceptedDomain. mail-flow.md §2.2 */
export function createAcceptedDomain(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const name = textOf(args, 'Name') ?? '';
  const typedName = textOf(args, 'DomainName') ?? '';
  const domainType = domainTypeOf(args) ?? 'Authoritative';
  const made: AcceptedDomain = {
    guid: input.newGuid(),
    name,
    whenCreated: input.now,
    whenChanged: input.now,
    domainName: canonicalDomain(typedName),
    domainType,
    addressBookEnabled: domainType === 'Authoritative',
    matchSubDomains: false,
    isDefault: current.acceptedDomains.length === 0,
  };
  return {
    next: { ...current, acceptedDomains: [...current.acceptedDomains, made] },
    action: `Creating Accepted Domain "${name}" with domain name "${typedName}".`,
    target: name,
    objects: () => [presentAcceptedDomain(made, current.server)],
  };
}
