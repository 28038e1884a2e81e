import { propertyNames, propertyOf } from '../format/properties.ts';
import { fullTypeName, memberTypeName } from '../format/type-names.ts';
import { singleText } from '../format/value-text.ts';
import { PsList, PsObject, type PsValue } from '../values/value.ts';
import { INPUT, givenInput, parameter, switches, textsOf } from './arguments.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';
import { wildcardToRegExp } from '../operators/wildcard.ts';

/** What properties and methods the objects of a pipeline have, once for each type. shell-language.md §13 */
export const getMember: UtilityCmdlet = {
  name: 'Get-Member',
  parameters: [
    parameter('Name', 'string[]', { position: 0 }),
    parameter('MemberType', 'string[]', { aliases: ['Type'] }),
    parameter('View', 'string'),
    ...switches('Static', 'Force'),
    INPUT,
  ],
  start,
};

function start(call: UtilityCall): UtilityRun {
  const seen = new Set<string>();
  const process = async (input: PsValue) => {
    const type = fullTypeName(input);
    if (input === null || seen.has(type)) return;
    seen.add(type);
    for (const member of wanted(call, membersOf(input))) await call.emit(definition(type, member));
  };
  return {
    process,
    end: async () => {
      for (const input of givenInput(call)) await process(input);
      if (seen.size > 0) return;
      const id = 'NoObjectInGetMember,Microsoft.PowerShell.Commands.GetMemberCommand';
      call.error('You must specify an object for the Get-Member cmdlet.', id, 'CloseError');
    },
  };
}

type Member = Readonly<{ name: string; kind: 'Method' | 'NoteProperty' | 'Property'; definition: string }>;

const METHODS: readonly Member[] = [
  { name: 'Equals', kind: 'Method', definition: 'bool Equals(System.Object obj)' },
  { name: 'GetHashCode', kind: 'Method', definition: 'int GetHashCode()' },
  { name: 'GetType', kind: 'Method', definition: 'type GetType()' },
  { name: 'ToString', kind: 'Method', definition: 'string ToString()' },
];

function membersOf(input: PsValue): Member[] {
  const names = typeof input === 'string' ? ['Length'] : propertyNames(input);
  const note = input instanceof PsObject && /^(?:Selected\.|PSCustomObject$)/.test(input.typeName);
  const properties = names.map((name) => propertyMember(input, name, note));
  return [...METHODS, ...properties].sort((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { sensitivity: 'base' });
}

function propertyMember(input: PsValue, name: string, note: boolean): Member {
  const value = propertyOf(input, name) ?? null;
  if (note) {
    const text = value instanceof PsList ? fullTypeName(value) : value === null ? 'null' : singleText(value);
    return {
      name,
      kind: 'NoteProperty',
      definition: `${value === null ? 'object' : memberTypeName(value)} ${name}=${text}`,
    };
  }
  const access = input instanceof PsObject ? '{get;set;}' : '{get;}';
  return { name, kind: 'Property', definition: `${memberTypeName(value)} ${name} ${access}` };
}

function wanted(call: UtilityCall, members: readonly Member[]): readonly Member[] {
  const names = textsOf(call, 'Name').map((name) => wildcardToRegExp(name, { caseSensitive: false }));
  const kinds = textsOf(call, 'MemberType').flatMap((kind) => kind.toLowerCase().split(/\s*,\s*/));
  return members.filter((member) => {
    const named = names.length === 0 || names.some((name) => name.test(member.name));
    return named && (kinds.length === 0 || kinds.some((kind) => isOfKind(member, kind)));
  });
}

function isOfKind(member: Member, kind: string): boolean {
  if (kind === 'all') return true;
  if (kind === 'properties') return member.kind !== 'Method';
  if (kind === 'methods') return member.kind === 'Method';
  return member.kind.toLowerCase() === kind;
}

function definition(type: string, member: Member): PsObject {
  return new PsObject({ typeName: 'MemberDefinition', text: `${member.definition}` })
    .set('TypeName', type)
    .set('Name', member.name)
    .set('MemberType', { $: 'enum', type: 'PSMemberTypes', text: member.kind, value: KIND_BITS[member.kind] })
    .set('Definition', member.definition);
}

/** System.Management.Automation.PSMemberTypes */
const KIND_BITS = { Property: 4, NoteProperty: 8, Method: 64 } as const;
