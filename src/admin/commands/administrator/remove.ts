import { administratorNamed, changedAdministrators } from '../../administrators.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { without } from '../../snapshot-change.ts';

export function deleteAdministrator({ current, args }: ChangeInput): Change | AdminError {
  const found = administratorNamed(current, textOf(args, 'Identity'));
  if (isAdminError(found)) return found;
  return changedAdministrators(current, without(current.administrators, found), {
    action: `Removing administrator "${found.name}".`,
    target: found.name,
  });
}
