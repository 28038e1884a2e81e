import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../admin/ports.ts';
import type { Administrator } from '../config/administrator.ts';
import { type ApiContext, credentialOf, type Identity } from './api-context.ts';
import { sendError } from './api-error.ts';

export const SESSION_COOKIE = 'postern_session';
const CSRF_HEADER = 'x-postern-csrf';

/** Lets a request pass that shows a live session or a token, and, where it may change something by session, the session's
 *  CSRF token. Runs before the body is read, so that strangers send none. */
export function gate(
  context: ApiContext,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  return async (request, reply) => {
    const identity = identify(context, request, 'use');
    if (identity === null) return sendError(reply, 401, NOT_SIGNED_IN);
    const { session } = identity;
    if (session !== null && request.method !== 'GET' && !hasCsrf(request, session.session.csrf))
      return sendError(reply, 403, CSRF_FAILED);
    context.identities.set(request, identity);
    return undefined;
  };
}

const NOT_SIGNED_IN = {
  code: 'NotSignedIn',
  message:
    'Sign in first: POST /api/v1/session, or send a token (New-ApiToken) as "Authorization: Bearer <token>".',
};

const CSRF_FAILED = {
  code: 'CsrfTokenMissing',
  message:
    'The header X-Postern-CSRF is missing or wrong. Send the csrf value of GET /api/v1/session, or use a token.',
};

/** Looks again, without counting as use: a stream must not keep its own session alive. */
export function stillSignedIn(context: ApiContext, request: FastifyRequest): boolean {
  return identify(context, request, 'peek') !== null;
}

/** A token wins over a cookie: a script that sends both means the token. */
function identify(context: ApiContext, request: FastifyRequest, how: 'use' | 'peek'): Identity | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) return fromToken(context, request, authorization);
  const id = request.cookies[SESSION_COOKIE];
  return id === undefined ? null : fromSession(context, request, id, how);
}

function fromSession(
  context: ApiContext,
  request: FastifyRequest,
  id: string,
  how: 'use' | 'peek',
): Identity | null {
  const session = context.sessions[how](id);
  if (session === null) return null;
  const administrator = context.host.administrators().find((one) => one.guid === session.administrator);
  if (administrator?.enabled === true && credentialOf(administrator) === session.credential)
    return { administrator, caller: callerOf(administrator, request), session: { id, session } };
  context.sessions.close(id);
  return null;
}

function fromToken(context: ApiContext, request: FastifyRequest, header: string): Identity | null {
  const token = /^Bearer +([\w-]{20,200})$/i.exec(header)?.[1];
  if (token === undefined) return null;
  const hash = createHash('sha256').update(token).digest('hex');
  const now = context.host.now();
  const administrator = context.host
    .administrators()
    .find((one) =>
      one.tokens.some(
        (candidate) =>
          candidate.hash === hash && (candidate.expiresAt === null || Date.parse(candidate.expiresAt) > now),
      ),
    );
  if (administrator?.enabled !== true) return null;
  return { administrator, caller: callerOf(administrator, request), session: null };
}

function callerOf(administrator: Administrator, request: FastifyRequest): Caller {
  const { name, roleGroups, guid } = administrator;
  return { name, roleGroups, administrator: guid, address: clientAddress(request) };
}

/** IPv4-mapped IPv6 is IPv4. */
export function clientAddress(request: FastifyRequest): string {
  return request.ip.replace(/^::ffff:(?=\d+\.)/, '');
}

function hasCsrf(request: FastifyRequest, expected: string): boolean {
  const given = request.headers[CSRF_HEADER];
  if (typeof given !== 'string') return false;
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
