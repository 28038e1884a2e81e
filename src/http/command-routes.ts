import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CommandSpec, Invocation, InvocationResult } from '../admin/contract/command-spec.ts';
import { parseValue } from '../admin/contract/parse-value.ts';
import type { Value } from '../admin/contract/values.ts';
import { type ApiContext, identityOf } from './api-context.ts';
import { commandError, sendError, statusOf } from './api-error.ts';
import { gate } from './gate.ts';
import { slimObjects } from './slim-objects.ts';

type CommandBody = Readonly<{
  parameters?: Readonly<Record<string, unknown>>;
  whatIf?: boolean;
  confirmed?: boolean;
  properties?: readonly string[];
}> | null;

export const COMMAND_SCHEMA = {
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {
    parameters: { type: 'object' },
    whatIf: { type: 'boolean' },
    confirmed: { type: 'boolean' },
    properties: { type: 'array', items: { type: 'string', maxLength: 64 }, maxItems: 100 },
  },
} as const;

export function commandRoutes(app: FastifyInstance, context: ApiContext): void {
  app.get('/specs', { onRequest: gate(context) }, () => context.host.specs);
  app.post<{ Params: { name: string }; Body: CommandBody | undefined }>(
    '/commands/:name',
    { onRequest: gate(context), schema: { body: COMMAND_SCHEMA } },
    (request, reply) => {
      const { parameters = {}, whatIf = false, confirmed = false, properties = null } = request.body ?? {};
      const { name } = request.params;
      return run(context, request, reply, { name, parameters, whatIf, confirmed, properties });
    },
  );
  app.get<{ Params: { name: string }; Querystring: Readonly<Record<string, unknown>> }>(
    '/commands/:name',
    { onRequest: gate(context) },
    (request, reply) => {
      const { name } = request.params;
      if (!isReadingCommand(name)) return sendError(reply, 405, USE_POST);
      return run(context, request, reply, {
        name,
        parameters: request.query,
        whatIf: false,
        confirmed: false,
        properties: null,
      });
    },
  );
}

/** Commands that change nothing can be sent with GET. */
export function isReadingCommand(name: string): boolean {
  return /^(get|search|test)-/i.test(name);
}

const USE_POST = {
  code: 'MethodNotAllowed',
  message: 'Only Get-, Search- and Test- commands can be read with GET. Send this one with POST.',
};

type Asked = Readonly<{
  name: string;
  parameters: Readonly<Record<string, unknown>>;
  whatIf: boolean;
  confirmed: boolean;
  /** Of the objects in the answer; null = all. */
  properties: readonly string[] | null;
}>;

async function run(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Asked,
): Promise<unknown> {
  const { host } = context;
  const spec = host.specs.find((candidate) => candidate.name.toLowerCase() === asked.name.toLowerCase());
  const parameters = parseParameters(asked.parameters);
  if (typeof parameters === 'string') return sendError(reply, 400, malformed(parameters));
  const { caller } = identityOf(context, request);
  const signal = goneSignal(reply);
  const invoke = (mode: Invocation['mode']): Promise<InvocationResult> =>
    host.invoke({ command: spec?.name ?? asked.name, parameters, mode }, caller, signal);
  const asks = spec?.confirm === true && !asked.confirmed && !asked.whatIf;
  const result = await invoke(asks || asked.whatIf ? 'describe' : 'run');
  if (result.error !== undefined) return reply.code(statusOf(result.error)).send(commandError(result.error));
  if (asks) return sendError(reply, 409, confirmation(spec, result));
  const { properties } = asked;
  const objects = properties === null ? result.objects : slimObjects(result.objects, properties);
  return answer({ ...result, objects }, asked.whatIf);
}

/** Aborted where the client leaves before it has its answer. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableEnded) gone.abort();
  });
  return gone.signal;
}

/** @returns the values, or the name of the parameter that holds none */
function parseParameters(json: Readonly<Record<string, unknown>>): Readonly<Record<string, Value>> | string {
  const values: [string, Value][] = [];
  for (const [name, part] of Object.entries(json)) {
    const value = parseValue(part);
    if (value === undefined) return name;
    values.push([name, value]);
  }
  return Object.fromEntries(values);
}

function malformed(parameter: string): { code: string; message: string; parameter: string } {
  return {
    code: 'MalformedValue',
    message: `The value of ${parameter} is not in the form that docs/api.md describes.`,
    parameter,
  };
}

/** The question of the shell, for whoever can ask it. */
function confirmation(spec: CommandSpec, { action }: InvocationResult): { code: string; message: string } {
  return { code: 'ConfirmationRequired', message: action ?? `Performing ${spec.name}.` };
}

function answer(result: InvocationResult, whatIf: boolean): unknown {
  const { objects, warnings, verbose, action, facts = [] } = result;
  if (whatIf) {
    const told = [...(action === undefined ? [] : [action]), ...(verbose ?? [])];
    return { objects: [], warnings, whatIf: told, facts };
  }
  return { objects, warnings, ...(verbose === undefined ? {} : { verbose }) };
}
