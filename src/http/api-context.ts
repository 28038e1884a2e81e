import type { FastifyRequest } from 'fastify';
import type { Caller } from '../admin/ports.ts';
import type { Administrator } from '../config/administrator.ts';
import type { ApiHost } from './api-host.ts';
import type { Session, Sessions } from './sessions.ts';
import type { SignInDelay } from './sign-in-delay.ts';
import type { UsedCodes } from './used-codes.ts';

/** What the routes share. */
export type ApiContext = Readonly<{
  host: ApiHost;
  sessions: Sessions;
  delay: SignInDelay;
  usedCodes: UsedCodes;
  /** Served over TLS: the cookie is marked Secure. */
  secure: boolean;
  /** Who sent a request that passed the gate. */
  identities: WeakMap<FastifyRequest, Identity>;
}>;

/** Who a request comes from. */
export type Identity = Readonly<{
  administrator: Administrator;
  caller: Caller;
  /** null = a token */
  session: Readonly<{ id: string; session: Session }> | null;
}>;

/** The identity that the gate found. A route without the gate is our fault. */
export function identityOf(context: ApiContext, request: FastifyRequest): Identity {
  const identity = context.identities.get(request);
  if (identity === undefined) throw new Error(`${request.method} ${request.url} was not gated`);
  return identity;
}

/** Changes with the password, the second factor, and when the administrator is disabled or made anew. */
export function credentialOf({ guid, passwordHash, totp }: Administrator): string {
  return JSON.stringify([guid, passwordHash, totp?.confirmed === true ? totp.sharedSecret : null]);
}
