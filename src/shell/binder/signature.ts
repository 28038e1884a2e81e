import type { CommandSpec, ParameterSpec } from '../../admin/contract/command-spec.ts';
import type { UtilityCmdlet, UtilityParameter } from '../cmdlets/utility.ts';
import type { ParameterDeclaration } from '../parser/ast.ts';
import { commonParameters } from './common-parameters.ts';

/** A parameter as the stages of binding see it, whoever declared it. */
export type Bindable = Readonly<{
  name: string;
  aliases: readonly string[];
  /** For messages. */
  type: string;
  isSwitch: boolean;
  isCollection: boolean;
  position: number | null;
  /** Takes every positional argument that is left. */
  remaining: boolean;
  /** In all its sets, or in these. */
  mandatory: boolean | readonly string[];
  /** null = all */
  sets: readonly string[] | null;
  byValue: boolean;
  byName: boolean;
  /** -Verbose and the like: the command's own parameters come first. */
  isCommon: boolean;
}>;

export type Signature = Readonly<{
  command: string;
  parameters: readonly Bindable[];
  sets: readonly string[];
  defaultSet: string | null;
}>;

const BASE: Omit<Bindable, 'name' | 'type'> = {
  aliases: [],
  isSwitch: false,
  isCollection: false,
  position: null,
  remaining: false,
  mandatory: false,
  sets: null,
  byValue: false,
  byName: false,
  isCommon: false,
};

function bindable(given: Partial<Bindable> & Readonly<{ name: string; type: string }>): Bindable {
  return { ...BASE, ...given };
}

/** A command of the product. */
export function signatureOfSpec(spec: CommandSpec): Signature {
  return {
    command: spec.name,
    sets: spec.sets ?? [],
    defaultSet: spec.defaultSet ?? null,
    parameters: [
      ...spec.parameters.map(fromSpec),
      ...commonParameters({ shouldProcess: spec.shouldProcess === true || spec.confirm === true }),
    ],
  };
}

function fromSpec(parameter: ParameterSpec): Bindable {
  return bindable({
    name: parameter.name,
    type: parameter.type,
    aliases: parameter.aliases ?? [],
    isSwitch: parameter.type === 'SwitchParameter',
    isCollection: parameter.multiple === true,
    position: parameter.position ?? null,
    mandatory: parameter.mandatory ?? false,
    sets: parameter.sets ?? null,
    byValue: parameter.pipeline === true,
    byName: parameter.pipeline === true,
  });
}

/** A cmdlet of the shell. */
export function signatureOfUtility(cmdlet: UtilityCmdlet): Signature {
  return {
    command: cmdlet.name,
    sets: [],
    defaultSet: null,
    parameters: [...cmdlet.parameters.map(fromUtility), ...commonParameters({ shouldProcess: false })],
  };
}

function fromUtility(parameter: UtilityParameter): Bindable {
  return bindable({
    name: parameter.name,
    type: parameter.type,
    aliases: parameter.aliases ?? [],
    isSwitch: parameter.type === 'switch',
    isCollection: parameter.type.endsWith('[]'),
    position: parameter.position ?? null,
    remaining: parameter.remaining ?? false,
    mandatory: parameter.mandatory ?? false,
    byValue: parameter.pipeline === true,
  });
}

/** A function or script: parameters without a position take theirs in the order of declaration, unless one of them
 *  has been given one.
 *  @param asks whether it takes -WhatIf and -Confirm */
export function signatureOfFunction(
  name: string,
  declared: readonly ParameterDeclaration[],
  asks = false,
): Signature {
  const hasPositions = declared.some((parameter) => parameter.position !== null);
  return {
    command: name,
    sets: [],
    defaultSet: null,
    parameters: [
      ...declared.map((parameter, index) => fromDeclaration(parameter, hasPositions ? null : index)),
      ...commonParameters({ shouldProcess: asks }),
    ],
  };
}

function fromDeclaration(parameter: ParameterDeclaration, position: number | null): Bindable {
  const isSwitch = /^(?:switch|switchparameter)$/i.test(parameter.type ?? '');
  return bindable({
    name: parameter.name,
    type: parameter.type ?? 'Object',
    aliases: parameter.aliases,
    isSwitch,
    isCollection: (parameter.type ?? '').endsWith('[]'),
    position: isSwitch ? null : (parameter.position ?? position),
    mandatory: parameter.mandatory,
    byValue: parameter.pipeline,
    byName: parameter.pipelineByName,
  });
}
