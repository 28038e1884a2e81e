import { createHash } from 'node:crypto';
import { type Administrator, ORGANIZATION_MANAGEMENT } from '../../../config/administrator.ts';
import {
  administratorNamed,
  changedAdministrators,
  ownAccount,
  withAdministrator,
} from '../../administrators.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { numberOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { presentApiToken, tokenIdentity } from '../../present/administrator.ts';
import { badText } from '../../snapshot-change.ts';

const YEAR_MS = 365 * 86_400_000;
const MOST_TOKENS = 50;
/** Marks our tokens for those who search sources for secrets. */
const PREFIX = 'pst_';
const TOKEN_BYTES = 32;

export function createApiToken(input: ChangeInput): Change | AdminError {
  const { current, args, now } = input;
  const owner = tokenOwner(input);
  if (isAdminError(owner)) return owner;
  const name = (textOf(args, 'Name') ?? '').trim();
  const expiresAt = numberOf(args, 'ExpiresOn') ?? Date.parse(now) + YEAR_MS;
  const problem = checkToken(owner, name, expiresAt <= Date.parse(now));
  if (problem !== null) return problem;
  const secret = `${PREFIX}${input.randomBytes(TOKEN_BYTES).toString('base64url')}`;
  const token = {
    guid: input.newGuid(),
    name,
    hash: createHash('sha256').update(secret).digest('hex'),
    whenCreated: now,
    expiresAt: new Date(expiresAt).toISOString(),
  };
  const next = { ...owner, tokens: [...owner.tokens, token] };
  return changedAdministrators(current, withAdministrator(current, next, now), {
    action: `Creating API token "${name}" of administrator "${owner.name}".`,
    target: tokenIdentity(owner.name, token),
    objects: () => [presentApiToken(owner.name, token, secret)],
    warnings: ['The token is shown only now. Keep it like a password.'],
  });
}

function tokenOwner({ current, args, caller }: ChangeInput): Administrator | AdminError {
  const user = textOf(args, 'User') ?? null;
  if (user === null) return ownAccount(current, caller);
  const owner = administratorNamed(current, user, 'User');
  if (isAdminError(owner) || owner.guid === caller.administrator) return owner;
  return caller.roleGroups.includes(ORGANIZATION_MANAGEMENT) ? owner : notYours(user);
}

function notYours(user: string): AdminError {
  const message = `Only ${ORGANIZATION_MANAGEMENT} may make tokens for others.`;
  return { category: 'PermissionDenied', id: 'E23', message, target: user, parameter: 'User' };
}

function checkToken(owner: Administrator, name: string, isPast: boolean): AdminError | null {
  if (name === '' || name.length > 64 || /[\p{Cc}\\]/u.test(name))
    return badText('Name', 'it must have 1 to 64 characters without backslash', name);
  if (owner.tokens.some((token) => token.name.toLowerCase() === name.toLowerCase())) {
    const message = `"${owner.name}" has a token "${name}" already. Remove it first: Remove-ApiToken "${owner.name}\\${name}"`;
    return { category: 'ResourceExists', id: 'E20', message, target: name, parameter: 'Name' };
  }
  if (owner.tokens.length >= MOST_TOKENS)
    return badText('Name', `${MOST_TOKENS} tokens are the most one administrator has; remove one`, name);
  return isPast ? badText('ExpiresOn', 'it is not in the future', name) : null;
}
