import type { ParameterSpec } from '../../admin/contract/command-spec.ts';
import type { Bindable } from '../binder/signature.ts';
import type { Session } from '../evaluator/context.ts';
import type { Command } from '../evaluator/command-table.ts';
import { liveNames } from './live-names.ts';
import { asArgument, type Segment, segmentAt } from './segment.ts';
import { parameterAfter, signatureOf } from './target.ts';

/** What may stand in the place of the text from `start` to the cursor. */
export type Completion = Readonly<{ start: number; candidates: readonly string[] }>;

/** Names of commands, of parameters, of variables; values of enumerations and booleans; names of the server's objects.
 *  shell-language.md §13 */
export async function completions(session: Session, text: string, cursor: number): Promise<Completion> {
  const segment = segmentAt(text.slice(0, cursor));
  return { start: segment.start, candidates: await candidates(session, segment) };
}

async function candidates(session: Session, segment: Segment): Promise<readonly string[]> {
  const { words, word, quote } = segment;
  if (word.startsWith('$') && quote !== "'") {
    const found = beginning(['$true', '$false', '$null', ...variables(session)], word);
    return [...new Set(found)];
  }
  const [name, ...args] = words[0] === '.' || words[0] === '&' ? words.slice(1) : words;
  if (name === undefined) return beginning(commandNames(session), word);
  const command = session.commands.find(name, session.globals);
  const signature = command === null ? null : signatureOf(command);
  if (command === null || signature === null) return [];
  if (/^[-\u2013-\u2015]/.test(word) && quote === '') {
    const names = signature.parameters.map((parameter) => `-${parameter.name}`);
    return beginning(names, `-${word.slice(1)}`);
  }
  const parameter = parameterAfter(signature, args);
  if (parameter === null) return [];
  const values = await valuesOf(session, { command, parameter, word });
  return beginning(values, word).map((value) => (value.startsWith('$') ? value : asArgument(value, quote)));
}

function variables(session: Session): readonly string[] {
  return session.globals.names().map((name) => `$${name}`);
}

function commandNames(session: Session): readonly string[] {
  return session.commands.names(session.globals);
}

function beginning(names: readonly string[], word: string): readonly string[] {
  return names.filter((name) => name.toLowerCase().startsWith(word.toLowerCase()));
}

type Place = Readonly<{ command: Command; parameter: Bindable; word: string }>;

/** Preferences that the common parameters -ErrorAction and -WarningAction take. */
const ACTIONS = ['Continue', 'SilentlyContinue', 'Stop', 'Ignore', 'Inquire'];

async function valuesOf(session: Session, { command, parameter, word }: Place): Promise<readonly string[]> {
  if (parameter.isCommon) return parameter.name.endsWith('Action') ? ACTIONS : [];
  if (command.kind === 'utility')
    return /^(?:Get-Help|Get-Command|help)$/.test(command.name) && parameter.name === 'Name'
      ? commandNames(session)
      : [];
  const spec =
    command.kind === 'product'
      ? command.spec.parameters.find((candidate) => candidate.name === parameter.name)
      : undefined;
  return spec === undefined ? [] : valuesOfSpec(session, spec, word);
}

async function valuesOfSpec(session: Session, spec: ParameterSpec, word: string): Promise<readonly string[]> {
  if (spec.values !== undefined) return spec.values;
  if (spec.suggestions !== undefined) return spec.suggestions;
  if (spec.type === 'Boolean') return ['$true', '$false'];
  return liveNames(session.host, spec, word);
}
