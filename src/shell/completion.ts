import type { ParameterSpec } from '../admin/contract/command-spec.ts';
import { signatureOfFunction, signatureOfSpec, signatureOfUtility } from './binder/signature.ts';
import { findParameter } from './binder/find-parameter.ts';
import { ShellError } from './errors/shell-error.ts';
import type { Session } from './evaluator/context.ts';
import type { Command } from './evaluator/command-table.ts';
import type { Signature } from './binder/signature.ts';

/** What may stand for the word before the cursor: command names, parameter names, values of enumerations and
 *  booleans, variables. Each answer replaces that word, which begins after the last blank. shell-language.md §13 */
export function completions(session: Session, text: string, cursor: number): readonly string[] {
  const before = text.slice(0, cursor);
  const word = /[^\s]*$/.exec(before)?.[0] ?? '';
  const [, lead = '', rest = ''] = /^(.*[|;({=,&])?(.*)$/s.exec(word) ?? [];
  const segment = currentSegment(before.slice(0, before.length - rest.length));
  const found = candidates(
    session,
    segment
      .trim()
      .split(/\s+/)
      .filter((part) => part !== ''),
    rest,
  );
  return found.map((candidate) => lead + candidate);
}

/** The command that is being written: from the last separator on. Good enough without strings in mind. */
function currentSegment(text: string): string {
  return text.slice(Math.max(...['|', ';', '{', '(', '=', '\n'].map((sign) => text.lastIndexOf(sign))) + 1);
}

function candidates(session: Session, words: readonly string[], word: string): readonly string[] {
  const variables = word.startsWith('$') ? session.globals.names().map((name) => `$${name}`) : [];
  const [name] = words;
  if (name === undefined) return beginning([...session.commands.names(session.globals), ...variables], word);
  const command = session.commands.find(name, session.globals);
  const signature = command === null ? null : signatureOf(command);
  if (command === null || signature === null) return beginning(variables, word);
  if (/^[-\u2013-\u2015]/.test(word)) {
    return beginning(
      signature.parameters.map((parameter) => `-${parameter.name}`),
      word,
    );
  }
  return beginning([...valuesAfter(command, signature, words.at(-1) ?? ''), ...variables], word);
}

function beginning(names: readonly string[], word: string): readonly string[] {
  return names.filter((name) => name.toLowerCase().startsWith(word.toLowerCase()));
}

function signatureOf(command: Command): Signature | null {
  if (command.kind === 'product') return signatureOfSpec(command.spec);
  if (command.kind === 'utility') return signatureOfUtility(command.cmdlet);
  return command.kind === 'function'
    ? signatureOfFunction(command.name, command.block.parameters ?? [])
    : null;
}

function valuesAfter(command: Command, signature: Signature, last: string): readonly string[] {
  if (!last.startsWith('-') || command.kind !== 'product') return [];
  const parameter = parameterNamed(signature, last.slice(1));
  const spec = command.spec.parameters.find((candidate) => candidate.name === parameter);
  return spec === undefined ? [] : valuesOf(spec);
}

function valuesOf(spec: ParameterSpec): readonly string[] {
  if (spec.values !== undefined) return spec.values;
  return spec.type === 'Boolean' ? ['$true', '$false'] : [];
}

function parameterNamed(signature: Signature, written: string): string | null {
  const extent = { source: { name: null, text: written }, start: 0, end: written.length };
  try {
    return findParameter(signature, written, extent)?.name ?? null;
  } catch (error) {
    if (error instanceof ShellError) return null;
    throw error;
  }
}
