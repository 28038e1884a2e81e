import { administratorNamed } from '../../administrators.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { presentApiToken } from '../../present/administrator.ts';
import { visibleTokens } from './find-token.ts';

export function showApiTokens({ current, args, caller }: QueryInput): Answer | AdminError {
  const found = visibleTokens(current, caller, textOf(args, 'Identity') ?? null);
  if (isAdminError(found)) return found;
  const user = textOf(args, 'User') ?? null;
  const owner = user === null ? null : administratorNamed(current, user, 'User');
  if (isAdminError(owner)) return owner;
  const wanted = owner === null ? found : found.filter((one) => one.owner.guid === owner.guid);
  return { objects: wanted.map((one) => presentApiToken(one.owner.name, one.token, null)) };
}
