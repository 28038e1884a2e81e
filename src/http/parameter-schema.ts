import type { CommandSpec, ParameterSpec } from '../admin/contract/command-spec.ts';

/** A part of an OpenAPI document. */
export type Schema = Readonly<Record<string, unknown>>;

const TEXT: Schema = { type: 'string' };
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const oneOf = (...schemas: readonly Schema[]): Schema => ({ anyOf: schemas });

/** What a type of the commands is in JSON. Others are text: an address, a range, what identifies an object. */
const TYPES: Readonly<Record<string, Schema>> = {
  Boolean: { type: 'boolean' },
  SwitchParameter: { type: 'boolean' },
  Int32: { type: 'integer', format: 'int32' },
  UInt32: { type: 'integer', minimum: 0 },
  ByteQuantifiedSize: oneOf({ type: 'string', examples: ['25MB'] }, { type: 'integer' }, ref('Size')),
  EnhancedTimeSpan: oneOf({ type: 'string', examples: ['00:10:00', '1.00:00:00'] }, ref('TimeSpan')),
  DateTime: oneOf({ type: 'string', examples: ['2026-03-02T09:00:00Z'] }, ref('DateTime')),
  ExDateTime: oneOf({ type: 'string', examples: ['2026-03-02T09:00:00Z'] }, ref('DateTime')),
  SecureString: ref('Secret'),
  PSCredential: ref('Credential'),
};

/** Parameters of a command as one object. Those that would be refused are left out. */
export function parametersSchema(spec: CommandSpec): Schema {
  const taken = spec.parameters.filter((parameter) => parameter.support !== 'refused');
  const required = taken.filter((parameter) => parameter.mandatory === true && parameter.sets === undefined);
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required: required.map((parameter) => parameter.name) }),
    properties: Object.fromEntries(taken.map((parameter) => [parameter.name, parameterSchema(parameter)])),
  };
}

export function parameterSchema(parameter: ParameterSpec): Schema {
  const description = descriptionOf(parameter);
  const single = singleSchema(parameter);
  const schemas = [
    single,
    ...(parameter.multiple === true ? [{ type: 'array', items: single }] : []),
    ...(parameter.editable === true ? [ref('Edit')] : []),
  ];
  const schema = schemas.length === 1 ? single : oneOf(...schemas);
  return description === '' ? schema : { ...schema, description };
}

function singleSchema({ type, values, of }: ParameterSpec): Schema {
  if (values !== undefined) return { type: 'string', enum: values };
  if (type === 'Unlimited') {
    const limited = TYPES[of ?? 'Int32'] ?? TEXT;
    return oneOf({ type: 'string', const: 'unlimited' }, limited);
  }
  return TYPES[type.replace('[]', '')] ?? TEXT;
}

function descriptionOf({ help, support, aliases, sets, mandatory }: ParameterSpec): string {
  const parts = [
    help ?? '',
    support === 'stored' ? 'Kept and shown; it has no effect.' : '',
    aliases === undefined ? '' : `Also: ${aliases.join(', ')}.`,
    sets === undefined ? '' : `Parameter sets: ${sets.join(', ')}.`,
    typeof mandatory === 'object' ? `Mandatory in: ${mandatory.join(', ')}.` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
