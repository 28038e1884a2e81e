import type { MailContact } from '../../../config/recipient.ts';
import { defaultAcceptedDomain } from '../../../routing/accepted-domain.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { presentMailContact } from '../../present/recipient.ts';
import { aliasOf, badAddress, canonicalAddress, createdRecipient } from '../../recipients.ts';
import { badText } from '../../snapshot-change.ts';

/** Exchange: New-MailContact. Without -PrimarySmtpAddress the contact gets alias@default domain, as from the default
 *  e-mail address policy. */
export function createMailContact(input: ChangeInput): Change | AdminError {
  return createdRecipient(input, freshContact(input), { kind: 'mail contact', present: presentMailContact });
}

function freshContact(input: ChangeInput): MailContact | AdminError {
  const { args, current, now } = input;
  const name = textOf(args, 'Name') ?? '';
  const alias = textOf(args, 'Alias') ?? aliasOf(name);
  if (alias === '') return badText('Alias', 'the name leaves none, so give one', name);
  const externalText = textOf(args, 'ExternalEmailAddress') ?? '';
  const external = canonicalAddress(externalText);
  if (external === null) return badAddress('ExternalEmailAddress', externalText);
  const domain = defaultAcceptedDomain(current.acceptedDomains);
  const own =
    domain === null || textOf(args, 'PrimarySmtpAddress') ? [] : [`${alias}@${domain}`.toLowerCase()];
  return {
    kind: 'contact',
    guid: input.newGuid(),
    name,
    alias,
    displayName: name,
    externalEmailAddress: external,
    emailAddresses: [...new Set([...own, external])],
    whenCreated: now,
    whenChanged: now,
  };
}
