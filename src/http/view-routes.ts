import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { View } from '../admin/views.ts';
import { type ApiContext, identityOf } from './api-context.ts';
import { commandError, sendError, statusOf } from './api-error.ts';
import { gate } from './gate.ts';
import type { Overview } from './reports.ts';

/** A source larger than this is taken from the drop folder itself. */
const LONGEST_SOURCE = 25 * 1_048_576;

export function viewRoutes(app: FastifyInstance, context: ApiContext): void {
  const { reports } = context.host;
  const onRequest = gate(context);
  const view = (name: View): { onRequest: (typeof onRequest)[] } => ({
    onRequest: [onRequest, viewGate(context, name)],
  });
  app.get('/overview', view('overview'), async (request) =>
    permitted(context, request, await reports.overview()),
  );
  app.get<{ Querystring: { minutes?: number } }>(
    '/history',
    { ...view('history'), schema: { querystring: MINUTES } },
    (request) => reports.history(request.query.minutes ?? 60),
  );
  app.get('/devices', view('devices'), () => reports.devices());
  app.get('/drop', view('drop'), (_, reply) => sandboxOnly(context, reply) ?? reports.drop.list());
  app.get<{ Params: { id: string } }>('/drop/:id', view('drop'), async (request, reply) => {
    const source = context.host.server().sandbox ? await reports.drop.read(request.params.id) : null;
    if (source === null || source.length > LONGEST_SOURCE) return sendError(reply, 404, NO_MESSAGE);
    return reply.type('text/plain; charset=utf-8').send(source);
  });
  app.get<{ Params: { queue: string; file: string } }>(
    '/messages/:queue/:file',
    { onRequest },
    (request, reply) => exportMessage(context, request, reply),
  );
}

/** A view is refused as a command is, and the refusal is audited. */
function viewGate(
  context: ApiContext,
  view: View,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  return async (request, reply) => {
    const refusal = await context.host.refuseView(view, identityOf(context, request).caller);
    return refusal === null ? undefined : reply.code(statusOf(refusal)).send(commandError(refusal));
  };
}

export const MINUTES = {
  type: 'object',
  properties: { minutes: { type: 'integer', minimum: 1, maximum: 1440 } },
} as const;

const NO_MESSAGE = { code: 'NotFound', message: 'There is no such message.' };

function sandboxOnly(context: ApiContext, reply: FastifyReply): FastifyReply | null {
  if (context.host.server().sandbox) return null;
  return sendError(reply, 404, {
    code: 'NotFound',
    message: 'This server is no sandbox: it keeps no messages.',
  });
}

/** Parts of the overview that the caller could not read by command are left out: null is not "nobody". */
function permitted(
  { host, identities }: ApiContext,
  request: FastifyRequest,
  overview: Overview,
): Omit<Overview, 'relayers' | 'queues'> & Partial<Record<'relayers' | 'queues', unknown>> {
  const caller = identities.get(request)?.caller;
  const may = (command: string): boolean => caller !== undefined && host.permits(command, caller);
  return {
    ...overview,
    relayers: may('Get-ReceiveConnector') ? overview.relayers : null,
    queues: may('Get-Queue') ? overview.queues : null,
  };
}

/** Export-Message as a file. Its rules hold: the message must be suspended. */
async function exportMessage(
  context: ApiContext,
  request: FastifyRequest<{ Params: { queue: string; file: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { queue, file } = request.params;
  const id = /^(\d{1,15})\.eml$/.exec(file)?.[1];
  if (id === undefined) return sendError(reply, 404, NO_MESSAGE);
  const identity = `${context.host.server().name}\\${queue}\\${id}`;
  const { caller } = identityOf(context, request);
  const result = await context.host.invoke(
    { command: 'Export-Message', parameters: { Identity: identity }, mode: 'run' },
    caller,
  );
  if (result.error !== undefined) return reply.code(statusOf(result.error)).send(commandError(result.error));
  const [content] = result.objects;
  return reply
    .type('message/rfc822')
    .header('content-disposition', `attachment; filename="${id}.eml"`)
    .send(Buffer.from(typeof content === 'string' ? content : '', 'latin1'));
}
