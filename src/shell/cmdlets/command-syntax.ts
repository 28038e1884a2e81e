import type { CommandSpec, ParameterSpec } from '../../admin/contract/command-spec.ts';
import type { KnownCommand, UtilityCmdlet, UtilityParameter } from './utility.ts';

/** A parameter as help and syntax show it, whether a server's command or a cmdlet of the shell has it. */
export type SyntaxParameter = Readonly<{
  name: string;
  /** null: a switch, which takes no value */
  type: string | null;
  position: number | null;
  pipeline: boolean;
  mandatory: boolean;
  aliases: readonly string[];
  values: readonly string[];
  help: string;
}>;

/** One parameter set. */
export type SyntaxSet = readonly SyntaxParameter[];

/** `Get-X [[-Identity] <XIdParameter>] [-Server <ServerIdParameter>] [<CommonParameters>]`. shell-language.md §13 */
export function syntaxLine(name: string, set: SyntaxSet): string {
  const ordered = set.toSorted((a, b) => rank(a) - rank(b));
  return [name, ...ordered.map(parameterText), '[<CommonParameters>]'].join(' ');
}

/** Positional ones in their order, then mandatory ones, then the rest as declared. */
function rank(parameter: SyntaxParameter): number {
  if (parameter.position !== null) return parameter.position;
  return parameter.mandatory ? 1000 : 2000;
}

function parameterText(parameter: SyntaxParameter): string {
  const name = parameter.position === null ? `-${parameter.name}` : `[-${parameter.name}]`;
  const text = parameter.type === null ? `-${parameter.name}` : `${name} <${parameter.type}>`;
  return parameter.mandatory ? text : `[${text}]`;
}

export function setsOfSpec(spec: CommandSpec): SyntaxSet[] {
  const sets = spec.sets === undefined || spec.sets.length === 0 ? [null] : spec.sets;
  return sets.map((set) => {
    const members = spec.parameters.filter(
      (one) => set === null || one.sets === undefined || one.sets.includes(set),
    );
    return [
      ...members.map((one) => ofSpec(one, set)),
      ...(spec.shouldProcess === true ? confirmation(members) : []),
    ];
  });
}

function ofSpec(one: ParameterSpec, set: string | null): SyntaxParameter {
  const { mandatory = false } = one;
  return {
    name: one.name,
    type: one.type === 'SwitchParameter' ? null : one.type,
    position: one.position ?? null,
    pipeline: one.pipeline ?? false,
    mandatory: typeof mandatory === 'boolean' ? mandatory : set !== null && mandatory.includes(set),
    aliases: one.aliases ?? [],
    values: one.values ?? [],
    help:
      one.support === 'refused'
        ? `${one.help ?? ''} Not supported here: using it is an error.`.trim()
        : (one.help ?? ''),
  };
}

function confirmation(members: readonly ParameterSpec[]): SyntaxParameter[] {
  const texts = [
    ['Confirm', 'Asks before the change is made; -Confirm:$false suppresses the question.'],
    ['WhatIf', 'Says what would be changed, and changes nothing.'],
  ] as const;
  return texts
    .filter(([name]) => !members.some((one) => one.name === name))
    .map(([name, help]) => ({
      name,
      type: null,
      position: null,
      pipeline: false,
      mandatory: false,
      aliases: [name === 'Confirm' ? 'cf' : 'wi'],
      values: [],
      help,
    }));
}

export function setOfCmdlet(cmdlet: UtilityCmdlet): SyntaxSet {
  return cmdlet.parameters.map(ofCmdlet);
}

const TYPES: Readonly<Record<UtilityParameter['type'], string | null>> = {
  string: 'String',
  int: 'Int32',
  bool: 'Boolean',
  switch: null,
  object: 'Object',
  scriptblock: 'ScriptBlock',
  'string[]': 'String[]',
  'int[]': 'Int32[]',
  'object[]': 'Object[]',
};

function ofCmdlet(one: UtilityParameter): SyntaxParameter {
  return {
    name: one.name,
    type: TYPES[one.type],
    position: one.position ?? null,
    pipeline: one.pipeline ?? false,
    mandatory: one.mandatory ?? false,
    aliases: one.aliases ?? [],
    values: [],
    help: '',
  };
}

/** A command with what is known of its parameters. */
export type DescribedCommand = KnownCommand &
  Readonly<{ sets: readonly SyntaxSet[]; source: string; version: string }>;
