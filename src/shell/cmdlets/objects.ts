import { runtimeError } from '../errors/shell-error.ts';
import { singleText } from '../format/value-text.ts';
import { construct } from '../values/construct.ts';
import { PsHashtable, PsObject, type PsScalar, type PsValue } from '../values/value.ts';
import { INPUT, givenInput, isOn, listOf, parameter, switches, textOf, valueOf } from './arguments.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';

/** New-Object, Add-Member, and the making of secrets and credentials. shell-language.md §10 */
export const objectCmdlets: readonly UtilityCmdlet[] = [
  {
    name: 'New-Object',
    parameters: [
      parameter('TypeName', 'string', { position: 0, mandatory: true }),
      parameter('ArgumentList', 'object[]', { position: 1, remaining: true, aliases: ['Args'] }),
      parameter('Property', 'object'),
      ...switches('Strict'),
    ],
    start: (call) => ({ end: () => newObject(call) }),
  },
  {
    name: 'Add-Member',
    parameters: [
      parameter('MemberType', 'object', { position: 0, aliases: ['Type'] }),
      parameter('Name', 'string', { position: 1 }),
      parameter('Value', 'object', { position: 2 }),
      parameter('NotePropertyName', 'string'),
      parameter('NotePropertyValue', 'object'),
      parameter('NotePropertyMembers', 'object'),
      ...switches('PassThru', 'Force'),
      INPUT,
    ],
    start: addMember,
  },
  {
    name: 'ConvertTo-SecureString',
    parameters: [
      parameter('String', 'string', { position: 0, pipeline: true, mandatory: true }),
      ...switches('AsPlainText', 'Force'),
      parameter('Key', 'object'),
    ],
    start: convertToSecureString,
  },
];

async function newObject(call: UtilityCall): Promise<void> {
  const args = listOf(valueOf(call, 'ArgumentList')).flatMap(listOf);
  const made = construct(textOf(call, 'TypeName') ?? '', args);
  if (made !== undefined && made !== null) {
    assign(made, valueOf(call, 'Property') ?? null);
    return call.emit(made);
  }
  const typed = textOf(call, 'TypeName') ?? '';
  const message =
    made === null
      ? `A constructor was not found. Cannot find an appropriate constructor for type ${typed}.`
      : `Cannot find type [${typed}]: verify that the assembly containing this type is loaded.`;
  const id = made === null ? 'CannotFindAppropriateCtor' : 'TypeNotFound';
  call.error(
    message,
    `${id},Microsoft.PowerShell.Commands.NewObjectCommand`,
    made === null ? 'ObjectNotFound' : 'InvalidType',
    typed,
  );
}

function assign(object: PsValue, properties: PsValue): void {
  if (!(properties instanceof PsHashtable)) return;
  for (const entry of properties.entries()) {
    if (object instanceof PsObject) object.set(singleText(entry.key), entry.value);
    if (object instanceof PsHashtable) object.set(entry.key, entry.value);
  }
}

/** `Add-Member NoteProperty name value`, `-NotePropertyName n -NotePropertyValue v`, `Add-Member @{ n = v }`. */
function addMember(call: UtilityCall): UtilityRun {
  const members = membersToAdd(call);
  const process = async (input: PsValue) => {
    for (const [name, value] of members) add(call, input, [name, value]);
    if (isOn(call, 'PassThru')) await call.emit(input);
  };
  return {
    process,
    end: async () => {
      for (const input of givenInput(call)) await process(input);
    },
  };
}

type Member = readonly [string, PsValue];

function membersToAdd(call: UtilityCall): Member[] {
  const kind = valueOf(call, 'MemberType') ?? null;
  const table = kind instanceof PsHashtable ? kind : valueOf(call, 'NotePropertyMembers');
  if (table instanceof PsHashtable)
    return table.entries().map((entry) => [singleText(entry.key), entry.value]);
  const noted = textOf(call, 'NotePropertyName');
  if (noted !== undefined) return [[noted, valueOf(call, 'NotePropertyValue') ?? null]];
  const name = textOf(call, 'Name');
  if (name !== undefined && singleText(kind).toLowerCase() === 'noteproperty')
    return [[name, valueOf(call, 'Value') ?? null]];
  if (name === undefined && kind !== null) return [[singleText(kind), valueOf(call, 'Value') ?? null]];
  throw runtimeError(
    `Cannot add a member of type ${singleText(kind)}. Only NoteProperty can be added.`,
    'MemberTypeNotSupported',
  );
}

function add(call: UtilityCall, input: PsValue, [name, value]: Member): void {
  if (!(input instanceof PsObject)) {
    call.error(
      `Cannot add a member with the name "${name}" to this kind of value.`,
      'CannotAddMember',
      'InvalidOperation',
      name,
    );
    return;
  }
  if (input.has(name) && !isOn(call, 'Force')) {
    const message = `Cannot add a member with the name "${name}" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command.`;
    call.error(
      message,
      'MemberAlreadyExists,Microsoft.PowerShell.Commands.AddMemberCommand',
      'InvalidOperation',
      singleText(input),
    );
    return;
  }
  input.set(name, value);
}

function convertToSecureString(call: UtilityCall): UtilityRun {
  const convert = async (text: string) => {
    if (isOn(call, 'AsPlainText')) return call.emit(secret(text));
    const message = 'Encrypted strings cannot be read here. Use -AsPlainText -Force to convert plain text.';
    call.error(message, 'ImportSecureString_InvalidArgument', 'InvalidArgument');
  };
  return {
    process: (input) => convert(singleText(input)),
    end: () => (call.expectsInput ? undefined : convert(textOf(call, 'String') ?? '')),
  };
}

function secret(text: string): PsScalar {
  return { $: 'secret', text };
}
