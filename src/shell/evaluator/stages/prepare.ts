import { bindNamed } from '../../binder/bind-named.ts';
import { bindPositional } from '../../binder/bind-positional.ts';
import type { Bound } from '../../binder/binding.ts';
import type { Signature } from '../../binder/signature.ts';
import { wildcardToRegExp } from '../../operators/wildcard.ts';
import { toText } from '../../values/text.ts';
import { PsHashtable, type PsValue } from '../../values/value.ts';
import { evaluateArguments } from '../arguments.ts';
import type { StageSetup } from './stage.ts';

/** Named and positional binding of one command, and what `$PSDefaultParameterValues` adds.
 *  @param keepsRest functions without a place for an argument keep it in `$args` */
export async function prepare(
  setup: StageSetup,
  signature: Signature,
  keepsRest: boolean,
): Promise<Readonly<{ bound: Bound; rest: PsValue[] }>> {
  const args = await evaluateArguments(setup.context, setup.element.arguments);
  const bound: Bound = new Map();
  const rest: PsValue[] = [];
  const left = bindNamed(
    signature,
    args,
    bound,
    keepsRest ? (argument) => void rest.push(`-${argument.name}`) : null,
  );
  bindPositional(signature, left, bound, keepsRest ? (given) => void rest.push(given.value) : null);
  addDefaults(setup, signature, bound);
  return { bound, rest };
}

function addDefaults(setup: StageSetup, signature: Signature, bound: Bound): void {
  const defaults = setup.context.scope.get('PSDefaultParameterValues');
  if (!(defaults instanceof PsHashtable) || defaults.size === 0) return;
  for (const { key, value } of defaults.entries()) {
    const [command = '', name = ''] = toText(key).split(':');
    if (!wildcardToRegExp(command.trim(), { caseSensitive: false }).test(signature.command)) continue;
    const wanted = wildcardToRegExp(name.trim(), { caseSensitive: false });
    for (const parameter of signature.parameters) {
      if (!wanted.test(parameter.name) || bound.has(parameter.name)) continue;
      bound.set(parameter.name, { parameter, given: { value, asTyped: value, extent: setup.extent } });
    }
  }
}
