import type { Change, ChangeInput } from '../../command.ts';
import { booleanOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { checkRecipient, withChangedEntry, withCommonSettings } from '../../recipients.ts';
import { withStored } from '../../stored-settings.ts';
import { findEntry } from '../find-recipient.ts';

/** Exchange: Set-DistributionGroup */
export function changeDistributionGroup(input: ChangeInput): Change | AdminError {
  const { current, args } = input;
  const found = findEntry(current, 'group', textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  const common = withCommonSettings(found, args);
  if (isAdminError(common)) return common;
  const stored = withStored(input.spec, args, found.stored);
  const applied = {
    ...common,
    requireSenderAuthenticationEnabled:
      booleanOf(args, 'RequireSenderAuthenticationEnabled') ?? found.requireSenderAuthenticationEnabled,
    ...(stored === undefined ? {} : { stored }),
  };
  const problem = checkRecipient(applied, current);
  if (problem !== null) return problem;
  const action = `Setting distribution group "${found.name}".`;
  if (JSON.stringify(applied) === JSON.stringify(found)) return { next: current, action, target: found.name };
  const next = withChangedEntry(current, { ...applied, whenChanged: input.now }, found);
  return { next, action, target: found.name };
}
