import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { findAll } from '../../identity.ts';
import { presentAdministrator } from '../../present/administrator.ts';

export function showAdministrators({ current, args }: QueryInput): Answer | AdminError {
  const { administrators, server } = current;
  const found = findAll(
    { items: administrators, keys: (one) => [one.name, one.displayName, one.guid], server },
    textOf(args, 'Identity'),
  );
  if (isAdminError(found)) return found;
  return { objects: found.map((one) => presentAdministrator(one, server)) };
}
