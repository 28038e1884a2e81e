import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { totpStep } from '../admin/totp.ts';
import { type View, VIEWS } from '../admin/views.ts';
import { type Administrator, findAdministrator } from '../config/administrator.ts';
import { type ApiContext, credentialOf, identityOf } from './api-context.ts';
import { sendError } from './api-error.ts';
import { clientAddress, gate, SESSION_COOKIE } from './gate.ts';
import { DECOY_HASH } from './decoy-hash.ts';
import type { Session } from './sessions.ts';

/** What a client knows of itself after signing in. */
type SessionInfo = Readonly<{
  user: string;
  displayName: string;
  roles: readonly string[];
  /** Commands the roles allow. */
  commands: readonly string[];
  /** What the roles let see beyond commands. */
  views: readonly View[];
  /** '' where the request came with a token: it needs none. */
  csrf: string;
  totp: boolean;
  server: ReturnType<ApiContext['host']['server']>;
}>;

type SignIn = Readonly<{ user: string; password: string; totp?: string }>;

export const SIGN_IN_SCHEMA = {
  type: 'object',
  required: ['user', 'password'],
  additionalProperties: false,
  properties: {
    user: { type: 'string', minLength: 1, maxLength: 256 },
    password: { type: 'string', minLength: 1, maxLength: 1024 },
    totp: { type: 'string', maxLength: 16 },
  },
} as const;

export function sessionRoutes(app: FastifyInstance, context: ApiContext): void {
  const signIns = { rateLimit: { max: 60, timeWindow: 60_000 } };
  app.post<{ Body: SignIn }>(
    '/session',
    { schema: { body: SIGN_IN_SCHEMA }, config: signIns, bodyLimit: 4096 },
    (request, reply) => signIn(context, request, reply),
  );
  app.get('/session', { onRequest: gate(context) }, (request) => {
    const { administrator, session } = identityOf(context, request);
    return sessionInfo(context, administrator, session?.session ?? null);
  });
  app.delete('/session', { onRequest: gate(context) }, (request, reply) => {
    const { session } = identityOf(context, request);
    if (session !== null) context.sessions.close(session.id);
    return reply.clearCookie(SESSION_COOKIE, { path: '/' }).code(204).send();
  });
}

/** One way out of every failure: neither text nor time says whether the user exists. */
async function signIn(
  context: ApiContext,
  request: FastifyRequest<{ Body: SignIn }>,
  reply: FastifyReply,
): Promise<unknown> {
  const { user, password, totp } = request.body;
  const address = clientAddress(request);
  const wait = context.delay.wait(user, address);
  if (wait > 0) return tooManyFailures(reply, wait);
  context.delay.attempted(user, address);
  const administrator = await checkPassword(context, user, password);
  if (administrator === null) return failed(context, { user, address }, reply);
  const secret = administrator.totp?.confirmed === true ? administrator.totp.sharedSecret : null;
  if (secret !== null && (totp === undefined || totp === '')) return sendError(reply, 401, TOTP_REQUIRED);
  if (
    secret !== null &&
    !context.usedCodes.take(administrator.guid, totpStep(secret, totp ?? '', context.host.now()))
  )
    return failed(context, { user, address }, reply);
  context.delay.succeeded(user, address);
  return opened(context, request, reply, administrator);
}

async function checkPassword(
  context: ApiContext,
  user: string,
  password: string,
): Promise<Administrator | null> {
  const { administrators, verifyPassword } = context.host;
  const found = findAdministrator(administrators(), user);
  const right = await verifyPassword(found?.passwordHash ?? DECOY_HASH, password);
  return right && found?.enabled === true ? found : null;
}

/** A new id for a new session, and the one that the client may have brought is over. */
function opened(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  administrator: Administrator,
): SessionInfo {
  const former = request.cookies[SESSION_COOKIE];
  if (former !== undefined) context.sessions.close(former);
  const { id, session } = context.sessions.open(
    administrator.guid,
    credentialOf(administrator),
    clientAddress(request),
  );
  void reply.setCookie(SESSION_COOKIE, id, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: context.secure,
  });
  context.host.logger.info('An administrator signed in', {
    user: administrator.name,
    address: clientAddress(request),
  });
  return sessionInfo(context, administrator, session);
}

function sessionInfo(
  { host }: ApiContext,
  administrator: Administrator,
  session: Session | null,
): SessionInfo {
  const caller = { name: administrator.name, roleGroups: administrator.roleGroups };
  return {
    user: administrator.name,
    displayName: administrator.displayName,
    roles: administrator.roleGroups,
    commands: host.specs.map((spec) => spec.name).filter((name) => host.permits(name, caller)),
    views: VIEWS.filter((view) => host.mayView(view, caller)),
    csrf: session?.csrf ?? '',
    totp: administrator.totp?.confirmed === true,
    server: host.server(),
  };
}

function failed(
  context: ApiContext,
  who: Readonly<{ user: string; address: string }>,
  reply: FastifyReply,
): FastifyReply {
  context.host.logger.warn('A sign-in to the admin center failed', who);
  return sendError(reply, 401, SIGN_IN_FAILED);
}

function tooManyFailures(reply: FastifyReply, wait: number): FastifyReply {
  const message = `Too many sign-ins failed. Wait ${wait} seconds and try again.`;
  return sendError(reply.header('retry-after', String(wait)), 429, { code: 'TooManyFailures', message });
}

const SIGN_IN_FAILED = {
  code: 'SignInFailed',
  message:
    'The user name, the password or the code is wrong. Who owns the data folder can set a new password: bin/postern shell, then Set-Administrator <user> -Password (Read-Host -AsSecureString).',
};

const TOTP_REQUIRED = {
  code: 'TotpRequired',
  message: 'Enter the six digits that your authenticator app shows.',
};
