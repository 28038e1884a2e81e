import { singleText } from '../format/value-text.ts';
import { PsObject, type PsValue } from '../values/value.ts';
import { isOn, parameter, switches, textsOf, valueOf } from './arguments.ts';
import { collapse, isWildcard } from './selectors.ts';
import type { UtilityCall, UtilityCmdlet, UtilityParameter, UtilityRun } from './utility.ts';
import { wildcardToRegExp } from '../operators/wildcard.ts';

const NAMES: UtilityParameter = parameter('Name', 'string[]', { position: 0 });
const SCOPE: UtilityParameter = parameter('Scope', 'string');

/** Variables by name and wildcard. */
export const variableCmdlets: readonly UtilityCmdlet[] = [
  {
    name: 'Get-Variable',
    parameters: [NAMES, SCOPE, ...switches('ValueOnly')],
    start: (call) => ({ end: () => getVariable(call) }),
  },
  {
    name: 'Set-Variable',
    parameters: [
      { ...NAMES, mandatory: true },
      parameter('Value', 'object', { position: 1, pipeline: true }),
      SCOPE,
      parameter('Option', 'string'),
      parameter('Description', 'string'),
      ...switches('PassThru', 'Force'),
    ],
    start: setVariable,
  },
  {
    name: 'New-Variable',
    parameters: [
      { ...NAMES, mandatory: true },
      parameter('Value', 'object', { position: 1 }),
      SCOPE,
      ...switches('PassThru', 'Force'),
    ],
    start: setVariable,
  },
  {
    name: 'Remove-Variable',
    parameters: [{ ...NAMES, mandatory: true }, SCOPE, ...switches('Force')],
    start: (call) => ({ end: () => each(call, (name) => remove(call, name)) }),
  },
  {
    name: 'Clear-Variable',
    parameters: [{ ...NAMES, mandatory: true }, SCOPE, ...switches('Force')],
    start: (call) => ({ end: () => each(call, (name) => call.variables.set(name, null)) }),
  },
];

function matching(call: UtilityCall, pattern: string): string[] {
  const name = pattern.replace(/^(?:global|script|local|private):/i, '');
  const matcher = wildcardToRegExp(name, { caseSensitive: false });
  const found = call.variables.names().filter((candidate) => matcher.test(candidate));
  if (found.length === 0 && !isWildcard(name)) {
    const message = `Cannot find a variable with the name '${name}'.`;
    call.error(
      message,
      'VariableNotFound,Microsoft.PowerShell.Commands.GetVariableCommand',
      'ObjectNotFound',
      name,
    );
  }
  return found;
}

async function getVariable(call: UtilityCall): Promise<void> {
  const patterns = textsOf(call, 'Name');
  const names = (patterns.length === 0 ? ['*'] : patterns).flatMap((pattern) => matching(call, pattern));
  for (const name of [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en'))) {
    await call.emit(isOn(call, 'ValueOnly') ? call.variables.get(name) : variable(call, name));
  }
}

function variable(call: UtilityCall, name: string): PsObject {
  return new PsObject({ typeName: 'PSVariable', text: 'System.Management.Automation.PSVariable' })
    .set('Name', name)
    .set('Value', call.variables.get(name));
}

function setVariable(call: UtilityCall): UtilityRun {
  const piped: PsValue[] = [];
  return {
    process: (input) => {
      piped.push(input);
    },
    end: async () => {
      const value = call.expectsInput ? collapse(piped) : (valueOf(call, 'Value') ?? null);
      for (const name of textsOf(call, 'Name')) {
        call.variables.set(name, value);
        if (isOn(call, 'PassThru')) await call.emit(variable(call, name));
      }
    },
  };
}

function each(call: UtilityCall, action: (name: string) => void): void {
  for (const pattern of textsOf(call, 'Name')) {
    for (const name of matching(call, singleText(pattern))) action(name);
  }
}

function remove(call: UtilityCall, name: string): void {
  if (call.variables.remove === undefined) call.variables.set(name, null);
  else call.variables.remove(name);
}
