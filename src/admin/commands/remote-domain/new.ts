import { newRemoteDomain } from '../../../config/remote-domain.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { presentRemoteDomain } from '../../present/remote-domain.ts';
import { canonicalDomain } from '../canonical-domain.ts';

/** Exchange: New-RemoteDomain */
export function createRemoteDomain(input: ChangeInput): Change {
  const { current, args } = input;
  const name = textOf(args, 'Name') ?? '';
  const typedName = textOf(args, 'DomainName') ?? '';
  const made = newRemoteDomain({
    guid: input.newGuid(),
    name,
    domainName: canonicalDomain(typedName),
    now: input.now,
  });
  return {
    next: { ...current, remoteDomains: [...current.remoteDomains, made] },
    action: `Creating Remote Domain "${name}" with domain name "${typedName}".`,
    target: name,
    objects: () => [presentRemoteDomain(made, current.server)],
  };
}
