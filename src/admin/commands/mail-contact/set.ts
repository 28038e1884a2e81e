import type { MailContact } from '../../../config/recipient.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import {
  badAddress,
  canonicalAddress,
  checkRecipient,
  withChangedEntry,
  withCommonSettings,
} from '../../recipients.ts';
import { withStored } from '../../stored-settings.ts';
import { findEntry } from '../find-recipient.ts';

/** Exchange: Set-MailContact */
export function changeMailContact(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const found = findEntry(current, 'contact', textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  const applied = applySettings(found, input);
  if (isAdminError(applied)) return applied;
  const problem = checkRecipient(applied, current);
  if (problem !== null) return problem;
  const action = `Setting mail contact "${found.name}".`;
  if (JSON.stringify(applied) === JSON.stringify(found)) return { next: current, action, target: found.name };
  const next = withChangedEntry(current, { ...applied, whenChanged: input.now }, found);
  return { next, action, target: found.name };
}

/** A new external address takes the place of the old one among the addresses. */
function applySettings(contact: MailContact, { spec, args }: ChangeInput): MailContact | AdminError {
  const externalText = textOf(args, 'ExternalEmailAddress') ?? contact.externalEmailAddress;
  const external = canonicalAddress(externalText);
  if (external === null) return badAddress('ExternalEmailAddress', externalText);
  const addresses = contact.emailAddresses.map((address) =>
    address === contact.externalEmailAddress ? external : address,
  );
  const moved = { ...contact, externalEmailAddress: external, emailAddresses: [...new Set(addresses)] };
  const common = withCommonSettings(moved, args);
  if (isAdminError(common)) return common;
  const stored = withStored(spec, args, contact.stored);
  return stored === undefined ? common : { ...common, stored };
}
