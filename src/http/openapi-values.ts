import type { Schema } from './parameter-schema.ts';

function tagged(tag: string, properties: Readonly<Record<string, Schema>>): Schema {
  return {
    type: 'object',
    required: ['$', ...Object.keys(properties)],
    properties: { $: { const: tag }, ...properties },
  };
}

const TEXT: Schema = { type: 'string' };
const TEXTS: Schema = { type: 'array', items: TEXT };
const VALUE: Schema = { $ref: '#/components/schemas/Value' };
const VALUES: Schema = { type: 'array', items: VALUE };
const PAIRS: Schema = { type: 'array', items: { type: 'array', prefixItems: [TEXT, VALUE] } };

/** Values as commands take and give them. Source: admin/contract/values.ts */
export const VALUE_SCHEMAS: Readonly<Record<string, Schema>> = {
  Any: {},
  Value: {
    anyOf: [
      { type: ['null', 'boolean', 'number', 'string'] },
      VALUES,
      ...['Size', 'Unlimited', 'TimeSpan', 'DateTime', 'Enum', 'List', 'Table', 'Typed', 'Object'].map(
        (name) => ({ $ref: `#/components/schemas/${name}` }),
      ),
    ],
  },
  Size: tagged('size', { bytes: { type: 'integer' } }),
  Unlimited: tagged('unlimited', {}),
  TimeSpan: tagged('timespan', { ms: { type: 'number' } }),
  DateTime: tagged('datetime', { iso: { type: 'string', format: 'date-time' } }),
  Enum: tagged('enum', { type: TEXT, text: TEXT, value: { type: 'integer' } }),
  List: tagged('list', { items: VALUES }),
  Table: tagged('table', { entries: PAIRS }),
  Typed: tagged('typed', { type: TEXT, text: TEXT }),
  Object: tagged('object', { type: TEXT, text: TEXT, properties: PAIRS }),
  Secret: tagged('secret', { text: { type: 'string', writeOnly: true } }),
  Credential: tagged('credential', { user: TEXT, password: { type: 'string', writeOnly: true } }),
  Edit: {
    type: 'object',
    description: 'Changes a list instead of replacing it.',
    properties: { Add: { anyOf: [TEXT, TEXTS] }, Remove: { anyOf: [TEXT, TEXTS] } },
  },
  CommandResult: {
    type: 'object',
    required: ['objects', 'warnings'],
    properties: {
      objects: VALUES,
      warnings: TEXTS,
      verbose: TEXTS,
      whatIf: TEXTS,
      facts: {
        type: 'array',
        description: 'With whatIf: what it says, as values.',
        items: {
          type: 'object',
          required: ['kind', 'target'],
          properties: { kind: { enum: ['act', 'listen', 'unlisten'] }, target: TEXT },
        },
      },
    },
  },
  OwnSessions: {
    type: 'array',
    items: {
      type: 'object',
      required: ['id', 'opened', 'used', 'address', 'current'],
      properties: {
        id: TEXT,
        opened: { type: 'string', format: 'date-time' },
        used: { type: 'string', format: 'date-time' },
        address: { type: 'string', description: 'Where the sign-in came from.' },
        current: { type: 'boolean', description: 'The one that asks.' },
      },
    },
  },
  Error: {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          code: TEXT,
          message: TEXT,
          parameter: TEXT,
          category: TEXT,
          target: TEXT,
          raised: {
            type: 'object',
            properties: { server: TEXT, fqdn: TEXT, requestId: TEXT, at: TEXT },
          },
        },
      },
    },
  },
  Session: {
    type: 'object',
    properties: {
      user: TEXT,
      displayName: TEXT,
      roles: TEXTS,
      commands: TEXTS,
      views: TEXTS,
      csrf: TEXT,
      totp: { type: 'boolean' },
      server: { type: 'object' },
    },
  },
};
