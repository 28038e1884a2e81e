import { type Administrator, type ApiToken, ORGANIZATION_MANAGEMENT } from '../../../config/administrator.ts';
import type { ConfigSnapshot } from '../../../config/snapshot.ts';
import type { AdminError } from '../../contract/errors.ts';
import { findAll } from '../../identity.ts';
import type { Caller } from '../../ports.ts';
import { tokenIdentity } from '../../present/administrator.ts';

export type OwnedToken = Readonly<{ owner: Administrator; token: ApiToken }>;

/** The tokens a caller may see: the own ones, and all of them in Organization Management. Those of others are as if they
 *  did not exist. */
export function visibleTokens(
  current: ConfigSnapshot,
  caller: Caller,
  identity: string | null,
): readonly OwnedToken[] | AdminError {
  const all = caller.roleGroups.includes(ORGANIZATION_MANAGEMENT);
  const items = current.administrators
    .filter((owner) => all || owner.guid === caller.administrator)
    .flatMap((owner) => owner.tokens.map((token) => ({ owner, token })));
  const keys = ({ owner, token }: OwnedToken): readonly string[] => [
    tokenIdentity(owner.name, token),
    token.guid,
    ...(owner.guid === caller.administrator ? [token.name] : []),
  ];
  return findAll({ items, keys, server: current.server }, identity);
}
