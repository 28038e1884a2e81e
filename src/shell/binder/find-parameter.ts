import type { Extent } from '../lexer/source.ts';
import { bindingError } from './binding-error.ts';
import type { Bindable, Signature } from './signature.ts';

/** The parameter that a name means: an exact name or alias, else the only one that begins so; a command's own come
 *  before the common ones. shell-language.md §5.1
 *  @returns null where there is none
 *  @throws ShellError where several remain */
export function findParameter(signature: Signature, written: string, extent: Extent): Bindable | null {
  const name = written.toLowerCase();
  const exact = signature.parameters.find((parameter) => namesOf(parameter).includes(name));
  if (exact !== undefined) return exact;
  const matching = signature.parameters.filter((parameter) =>
    namesOf(parameter).some((known) => known.startsWith(name)),
  );
  const own = matching.filter((parameter) => !parameter.isCommon);
  const candidates = own.length > 0 ? own : matching;
  const [only, second] = candidates;
  if (second === undefined) return only ?? null;
  const possible = candidates.map((parameter) => `-${parameter.name}`).join(' ');
  throw bindingError(signature.command, extent, {
    id: 'AmbiguousParameter',
    message: `Parameter cannot be processed because the parameter name '${written}' is ambiguous. Possible matches include: ${possible}.`,
  });
}

function namesOf(parameter: Bindable): readonly string[] {
  return [parameter.name, ...parameter.aliases].map((name) => name.toLowerCase());
}
