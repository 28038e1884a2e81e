import type { Bindable } from './signature.ts';

const ACTIONS = [
  ['Verbose', 'vb', true],
  ['Debug', 'db', true],
  ['ErrorAction', 'ea', false],
  ['WarningAction', 'wa', false],
  ['InformationAction', 'infa', false],
  ['ErrorVariable', 'ev', false],
  ['WarningVariable', 'wv', false],
  ['InformationVariable', 'iv', false],
  ['OutVariable', 'ov', false],
  ['OutBuffer', 'ob', false],
  ['PipelineVariable', 'pv', false],
] as const;

const PROCESSING = [
  ['WhatIf', 'wi', true],
  ['Confirm', 'cf', true],
] as const;

/** Parameters that every command has; those that change something also ask. shell-language.md §11 */
export function commonParameters(options: Readonly<{ shouldProcess: boolean }>): readonly Bindable[] {
  return [...ACTIONS, ...(options.shouldProcess ? PROCESSING : [])].map(([name, alias, isSwitch]) => ({
    name,
    aliases: [alias],
    type: isSwitch ? 'SwitchParameter' : 'String',
    isSwitch,
    isCollection: false,
    position: null,
    remaining: false,
    mandatory: false,
    sets: null,
    byValue: false,
    byName: false,
    isCommon: true,
  }));
}
