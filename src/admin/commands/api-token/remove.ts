import { changedAdministrators, withAdministrator } from '../../administrators.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { notFound } from '../../identity.ts';
import { tokenIdentity } from '../../present/administrator.ts';
import { without } from '../../snapshot-change.ts';
import { visibleTokens } from './find-token.ts';

export function deleteApiToken({ current, args, caller, now }: ChangeInput): Change | AdminError {
  const identity = textOf(args, 'Identity') ?? '';
  const found = visibleTokens(current, caller, identity);
  if (isAdminError(found)) return found;
  const [only, second] = found;
  if (only === undefined || second !== undefined) return notFound(identity, current.server);
  const { owner, token } = only;
  const next = { ...owner, tokens: without(owner.tokens, token) };
  return changedAdministrators(current, withAdministrator(current, next, now), {
    action: `Removing API token "${token.name}" of administrator "${owner.name}".`,
    target: tokenIdentity(owner.name, token),
  });
}
