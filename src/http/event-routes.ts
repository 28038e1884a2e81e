import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseIp, parseIpRange, rangeContains } from '../config/ip-range.ts';
import { type ApiContext, identityOf } from './api-context.ts';
import { sendError } from './api-error.ts';
import { EventStream } from './event-stream.ts';
import { gate, stillSignedIn } from './gate.ts';
import type { ProtocolLine } from '../transport/events.ts';

const SECOND_MS = 1000;
const MOST_STREAMS = 64;
const KINDS = ['counters', 'dialogue', 'change', 'ping'] as const;
/** A proxy closes what is silent. */
const PING_EVERY = 15;

type Wanted = Readonly<{ remote?: string; connector?: string; types?: string }>;

export const WANTED = {
  type: 'object',
  properties: {
    remote: { type: 'string', maxLength: 64 },
    connector: { type: 'string', maxLength: 128 },
    types: { type: 'string', pattern: '^(counters|dialogue|change)(,(counters|dialogue|change))*$' },
  },
} as const;

export function eventRoutes(app: FastifyInstance, context: ApiContext): void {
  let open = 0;
  const streams = new Set<EventStream>();
  app.get<{ Querystring: Wanted }>(
    '/events',
    { onRequest: gate(context), schema: { querystring: WANTED } },
    (request, reply) => {
      const matches = addressFilter(request.query.remote ?? null);
      if (matches === null) return sendError(reply, 400, BAD_RANGE);
      if (open >= MOST_STREAMS) return sendError(reply, 503, TOO_MANY);
      open += 1;
      const stream = begin(reply);
      streams.add(stream);
      const end = feed(context, request, stream, matches);
      reply.raw.once('close', () => {
        open -= 1;
        streams.delete(stream);
        end();
      });
      return reply;
    },
  );
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
  });
}

const BAD_RANGE = {
  code: 'InvalidArgument',
  message: 'remote takes an address or a range such as 192.168.5.0/24 or 192.168.5.10-192.168.5.20.',
  parameter: 'remote',
};
const TOO_MANY = { code: 'TooManyStreams', message: `${MOST_STREAMS} event streams are open already.` };

/** The stream bypasses the framework, so the headers set so far are written by hand. */
function begin(reply: FastifyReply): EventStream {
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
  });
  return new EventStream(reply.raw);
}

/** Sends what was asked for and is permitted, until the session is over. @returns ends it */
function feed(
  context: ApiContext,
  request: FastifyRequest<{ Querystring: Wanted }>,
  stream: EventStream,
  matches: (address: string) => boolean,
): () => void {
  const { host } = context;
  const { types, connector } = request.query;
  const { caller } = identityOf(context, request);
  const wants = (kind: (typeof KINDS)[number]): boolean => types?.split(',').includes(kind) ?? true;
  const mayWatch = wants('dialogue') && host.mayView('dialogue', caller);
  const endings: (() => void)[] = [];
  if (mayWatch)
    endings.push(
      host.reports.watchDialogues((line) => {
        if (isWanted(line, connector, matches)) stream.send('dialogue', dialogueLine(line));
      }),
    );
  if (wants('change'))
    endings.push(
      host.reports.watchChanges((change) => {
        const full = host.mayView('changes', caller);
        stream.send('change', full ? change : { ...change, object: '', user: '' });
      }),
    );
  let ticks = 0;
  const timer = setInterval(() => {
    if (!stillSignedIn(context, request)) stream.end();
    else if (ticks++ % PING_EVERY === 0) stream.send('ping', {});
    else if (wants('counters')) stream.send('counters', host.reports.counters());
  }, SECOND_MS);
  stream.send('counters', host.reports.counters());
  return () => {
    clearInterval(timer);
    for (const end of endings) end();
  };
}

function isWanted(
  line: ProtocolLine,
  connector: string | undefined,
  matches: (address: string) => boolean,
): boolean {
  if (connector !== undefined && connectorName(line).toLowerCase() !== connector.toLowerCase()) return false;
  return matches(line.remoteEndpoint.replace(/:\d+$/, '').replaceAll(/[[\]]/g, ''));
}

function dialogueLine(line: ProtocolLine): Readonly<Record<string, string>> {
  return {
    session: line.sessionId,
    side: line.direction,
    connector: connectorName(line),
    remote: line.remoteEndpoint,
    direction: line.event,
    line: line.data,
    context: line.context,
    time: new Date(line.at).toISOString(),
  };
}

function connectorName(line: ProtocolLine): string {
  return line.connectorId.slice(line.connectorId.indexOf('\\') + 1);
}

/** @param range `192.168.5.0/24`, `192.168.5.10-192.168.5.20`, an address, or null = every address
 *  @returns null where it is no range */
function addressFilter(range: string | null): ((address: string) => boolean) | null {
  if (range === null || range === '') return () => true;
  const wanted = parseIpRange(range);
  if (wanted === null) return null;
  return (text) => {
    const address = parseIp(text);
    return address !== null && rangeContains(wanted, address);
  };
}
