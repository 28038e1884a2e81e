import type { ShellIo } from '../io.ts';
import type { Extent } from '../lexer/source.ts';
import type { PsValue } from '../values/value.ts';
import { bindingError } from './binding-error.ts';
import type { Bound } from './binding.ts';
import type { Bindable, Signature } from './signature.ts';

/** Fourth stage: asks for mandatory parameters that are missing; with nobody to ask that is an error.
 *  shell-language.md §5.2 */
export async function bindMandatory(
  signature: Signature,
  missing: readonly Bindable[],
  bound: Bound,
  at: Readonly<{ io: ShellIo; extent: Extent; position: number }>,
): Promise<void> {
  if (missing.length === 0) return;
  const { prompt } = at.io;
  if (prompt === undefined) throw missingError(signature, missing, at.extent);
  at.io.write(
    `\ncmdlet ${signature.command} at command pipeline position ${at.position}\nSupply values for the following parameters:\n`,
  );
  for (const parameter of missing) {
    const value = parameter.isCollection
      ? await askSeveral(parameter, prompt)
      : await prompt(`${parameter.name}: `);
    refuseEmpty(signature, parameter, value, at.extent);
    bound.set(parameter.name, { parameter, given: { value, asTyped: value, extent: at.extent } });
  }
}

async function askSeveral(
  parameter: Bindable,
  prompt: (question: string) => Promise<string>,
): Promise<string[]> {
  const answers: string[] = [];
  for (;;) {
    const answer = await prompt(`${parameter.name}[${answers.length}]: `);
    if (answer === '') return answers;
    answers.push(answer);
  }
}

export function missingError(signature: Signature, missing: readonly Bindable[], extent: Extent): Error {
  const names = missing.map((parameter) => parameter.name).join(' ');
  return bindingError(signature.command, extent, {
    id: 'MissingMandatoryParameter',
    message: `Cannot process command because of one or more missing mandatory parameters: ${names}.`,
  });
}

/** A mandatory parameter takes neither null nor nothing. shell-language.md §5.3 */
export function refuseEmpty(signature: Signature, parameter: Bindable, value: PsValue, extent: Extent): void {
  const what = emptiness(parameter, value);
  if (what === null) return;
  throw bindingError(signature.command, extent, {
    id: `ParameterArgumentValidationError${what.id}NotAllowed`,
    category: 'InvalidData',
    reason: 'ParameterBindingValidationException',
    message: `Cannot bind argument to parameter '${parameter.name}' because it is ${what.text}.`,
  });
}

function emptiness(parameter: Bindable, value: PsValue): Readonly<{ id: string; text: string }> | null {
  if (value === null) return { id: 'Null', text: 'null' };
  if (value === '' && /^(?:string|system\.string)$/i.test(parameter.type)) {
    return { id: 'EmptyString', text: 'an empty string' };
  }
  const isEmpty = Array.isArray(value) && value.length === 0;
  return isEmpty
    ? {
        id: parameter.isCollection ? 'EmptyCollection' : 'EmptyArray',
        text: parameter.isCollection ? 'an empty collection' : 'an empty array',
      }
    : null;
}
