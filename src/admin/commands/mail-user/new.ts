import type { DirectoryUser } from '../../../config/recipient.ts';
import { defaultAcceptedDomain } from '../../../routing/accepted-domain.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { presentMailUser } from '../../present/recipient.ts';
import { aliasOf, badAddress, canonicalAddress, createdRecipient } from '../../recipients.ts';
import { badText } from '../../snapshot-change.ts';
import { emptyPassword } from './password.ts';

/** Exchange: New-MailUser. A user here is who may sign in with AUTH. Decision: ADR-0006 */
export function createMailUser(input: ChangeInput): Change | AdminError {
  const weak = emptyPassword(input.args);
  if (weak !== null) return weak;
  return createdRecipient(input, freshUser(input), { kind: 'mail user', present: presentMailUser });
}

function freshUser(input: ChangeInput): DirectoryUser | AdminError {
  const { args, now } = input;
  const name = textOf(args, 'Name') ?? '';
  const alias = textOf(args, 'Alias') ?? aliasOf(name);
  const domain = defaultAcceptedDomain(input.current.acceptedDomains) ?? input.current.server.fqdn;
  if (alias === '') return badText('Alias', 'the name leaves none, so give one', name);
  const externalText = textOf(args, 'ExternalEmailAddress') ?? null;
  const external = externalText === null ? null : canonicalAddress(externalText);
  if (externalText !== null && external === null) return badAddress('ExternalEmailAddress', externalText);
  const own = `${alias}@${domain}`.toLowerCase();
  return {
    kind: 'user',
    guid: input.newGuid(),
    name,
    alias,
    displayName: name,
    userPrincipalName: textOf(args, 'UserPrincipalName') ?? own,
    emailAddresses: [...new Set([own, ...(external === null ? [] : [external])])],
    passwordHash: input.passwordHash,
    enabled: true,
    externalEmailAddress: external,
    whenCreated: now,
    whenChanged: now,
  };
}
