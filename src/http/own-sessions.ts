import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type ApiContext, identityOf } from './api-context.ts';
import { sendError } from './api-error.ts';
import { clientAddress, gate } from './gate.ts';
import type { Session } from './sessions.ts';

/** One live session, to its owner. */
type OwnSession = Readonly<{
  id: string;
  /** ISO 8601 */
  opened: string;
  used: string;
  /** Where the sign-in came from. */
  address: string;
  /** The one that asks. */
  current: boolean;
}>;

/** Everybody sees and ends the own sessions, whatever the role, and nobody those of others. Decision: ADR-0008 */
export function ownSessionRoutes(app: FastifyInstance, context: ApiContext): void {
  const onRequest = gate(context);
  app.get('/sessions', { onRequest }, (request) => list(context, request));
  app.delete('/sessions', { onRequest }, (request, reply) => {
    end(context, request, ({ handle }) => handle !== currentOf(context, request));
    return reply.code(204).send();
  });
  app.delete<{ Params: { id: string } }>('/sessions/:id', { onRequest }, (request, reply) => {
    const ended = end(context, request, ({ handle }) => handle === request.params.id);
    return ended === 0 ? sendError(reply, 404, NO_SESSION) : reply.code(204).send();
  });
}

const NO_SESSION = { code: 'NotFound', message: 'You have no such session; it may be over already.' };

function list(context: ApiContext, request: FastifyRequest): readonly OwnSession[] {
  const { administrator } = identityOf(context, request);
  const current = currentOf(context, request);
  return context.sessions.of(administrator.guid).map(({ session, usedAt }) => ({
    id: session.handle,
    opened: new Date(session.openedAt).toISOString(),
    used: new Date(usedAt).toISOString(),
    address: session.address,
    current: session.handle === current,
  }));
}

/** null where a token asks. */
function currentOf(context: ApiContext, request: FastifyRequest): string | null {
  return identityOf(context, request).session?.session.handle ?? null;
}

function end(context: ApiContext, request: FastifyRequest, isMeant: (one: Session) => boolean): number {
  const { administrator } = identityOf(context, request);
  const ended = context.sessions.closeWhere(
    (one) => one.administrator === administrator.guid && isMeant(one),
  );
  if (ended > 0) {
    const who = { user: administrator.name, address: clientAddress(request), sessions: ended };
    context.host.logger.info('An administrator ended sessions of the own account', who);
  }
  return ended;
}
