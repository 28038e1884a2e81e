import type { AcceptedDomain } from '../../../config/accepted-domain.ts';
import { toAsciiDomain } from '../../../mail/address.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { presentAcceptedDomain } from '../../present/accepted-domain.ts';
import { domainTypeOf } from './domain-type.ts';

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

/** Lower-case A-labels; text that is no domain stays for the validation to refuse. */
function canonicalDomain(text: string): string {
  const wildcard = text.startsWith('*.') ? '*.' : '';
  const ascii = toAsciiDomain(text.slice(wildcard.length));
  return ascii === null ? text : `${wildcard}${ascii}`;
}
