import type { CommandSpec } from '../admin/contract/command-spec.ts';
import { COMMAND_SCHEMA, isReadingCommand } from './command-routes.ts';
import { WANTED } from './event-routes.ts';
import { VALUE_SCHEMAS } from './openapi-values.ts';
import { parameterSchema, parametersSchema, type Schema } from './parameter-schema.ts';
import { SIGN_IN_SCHEMA } from './session-routes.ts';
import { MINUTES } from './view-routes.ts';

/** The API as OpenAPI 3.1, made from the specifications that the handlers bind with and the schemas that they validate
 *  with, so that it cannot say otherwise. https://spec.openapis.org/oas/v3.1.0 */
export function openApi(specs: readonly CommandSpec[], version: string): Schema {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Postern',
      version,
      description:
        'Every command of the management shell, and what the admin center shows. Sign in with POST /session, or send a token made with New-ApiToken. Values are those of docs/api.md.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }, { session: [], csrf: [] }],
    paths: {
      ...FIXED_PATHS,
      ...Object.fromEntries(specs.map((spec) => [`/commands/${spec.name}`, commandPath(spec)])),
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'postern_session' },
        csrf: { type: 'apiKey', in: 'header', name: 'X-Postern-CSRF' },
      },
      schemas: VALUE_SCHEMAS,
    },
  };
}

function commandPath(spec: CommandSpec): Schema {
  const about = { summary: spec.synopsis, tags: [nounOf(spec.name)] };
  const post = {
    operationId: spec.name,
    ...about,
    ...(spec.confirm === true
      ? { description: 'Asks first: without `confirmed` or `whatIf` the answer is 409 with the question.' }
      : {}),
    requestBody: json({
      ...COMMAND_SCHEMA,
      properties: { ...COMMAND_SCHEMA.properties, parameters: parametersSchema(spec) },
    }),
    responses: { '200': ok('What the command returned.', 'CommandResult'), default: FAILURE },
  };
  return isReadingCommand(spec.name) ? { get: readingOperation(spec, about), post } : { post };
}

function readingOperation(spec: CommandSpec, about: Schema): Schema {
  const taken = spec.parameters.filter((parameter) => parameter.support !== 'refused');
  return {
    operationId: `${spec.name}.read`,
    ...about,
    parameters: taken.map((parameter) => ({
      name: parameter.name,
      in: 'query',
      required: parameter.mandatory === true && parameter.sets === undefined,
      schema: parameterSchema(parameter),
    })),
    responses: { '200': ok('What the command returned.', 'CommandResult'), default: FAILURE },
  };
}

function nounOf(name: string): string {
  return name.slice(name.indexOf('-') + 1);
}

function json(schema: Schema): Schema {
  return { content: { 'application/json': { schema } } };
}

function ok(description: string, schema: string): Schema {
  return { description, ...json({ $ref: `#/components/schemas/${schema}` }) };
}

const FAILURE: Schema = ok('What is wrong, and the remedy.', 'Error');

function reading(summary: string, schema: string, parameters: readonly Schema[] = []): Schema {
  return {
    get: {
      summary,
      tags: ['Admin center'],
      ...(parameters.length === 0 ? {} : { parameters }),
      responses: { '200': ok(summary, schema), default: FAILURE },
    },
  };
}

function file(summary: string, type: string, parameters: readonly string[]): Schema {
  return {
    get: {
      summary,
      tags: ['Admin center'],
      parameters: parameters.map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      responses: {
        '200': { description: summary, content: { [type]: { schema: { type: 'string' } } } },
        default: FAILURE,
      },
    },
  };
}

function query(schema: Readonly<{ properties: Readonly<Record<string, object>> }>): readonly Schema[] {
  return Object.entries(schema.properties).map(([name, one]) => ({ name, in: 'query', schema: one }));
}

const FIXED_PATHS: Readonly<Record<string, Schema>> = {
  '/session': {
    post: {
      operationId: 'signIn',
      summary: 'Signs in: a session in a cookie.',
      tags: ['Session'],
      security: [],
      requestBody: json(SIGN_IN_SCHEMA),
      responses: { '200': ok('Who you are and what you may do.', 'Session'), default: FAILURE },
    },
    get: {
      operationId: 'session',
      summary: 'Who you are and what you may do.',
      tags: ['Session'],
      responses: { '200': ok('Who you are and what you may do.', 'Session'), default: FAILURE },
    },
    delete: {
      operationId: 'signOut',
      summary: 'Ends the session.',
      tags: ['Session'],
      responses: { '204': { description: 'The session is over.' }, default: FAILURE },
    },
  },
  '/sessions': {
    ...reading('Your own live sessions, the latest used first.', 'OwnSessions'),
    delete: {
      operationId: 'signOutOthers',
      summary: 'Ends all your sessions but the one that asks.',
      tags: ['Session'],
      responses: { '204': { description: 'They are over.' }, default: FAILURE },
    },
  },
  '/sessions/{id}': {
    delete: {
      operationId: 'signOutOne',
      summary: 'Ends one of your sessions.',
      tags: ['Session'],
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { '204': { description: 'It is over.' }, default: FAILURE },
    },
  },
  '/specs': reading('Specifications of all commands, as the shell uses them.', 'Any'),
  '/overview': reading('How the server fares, and who may relay.', 'Any'),
  '/history': reading('Counters minute by minute.', 'Any', query(MINUTES)),
  '/devices': reading('Source addresses that were seen.', 'Any'),
  '/events': {
    get: {
      summary: 'Counters, changes and SMTP dialogues as they happen (server-sent events).',
      tags: ['Admin center'],
      parameters: query(WANTED),
      responses: {
        '200': {
          description: 'A stream of events.',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
        default: FAILURE,
      },
    },
  },
  '/drop': reading('Messages that the sandbox kept.', 'Any'),
  '/drop/{id}': file('Source of a message that the sandbox kept.', 'text/plain', ['id']),
  '/messages/{queue}/{id}.eml': file('A suspended message as a file.', 'message/rfc822', ['queue', 'id']),
};
