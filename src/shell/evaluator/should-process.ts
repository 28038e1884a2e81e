import { isTruthy } from '../operators/compare.ts';
import { toText } from '../values/text.ts';
import { PsObject, type PsValue } from '../values/value.ts';
import type { Context } from './context.ts';
import { Confirmation } from './stages/confirm.ts';

/** `$PSCmdlet` of a function: what it asks before it changes something. shell-language.md §11 */
export class ScriptCmdlet extends PsObject {
  readonly #confirmation: Confirmation;
  readonly #name: string;

  constructor(context: Context, name: string) {
    super({ typeName: 'System.Management.Automation.PSScriptCmdlet', text: name });
    this.#name = name;
    this.#confirmation = new Confirmation(context.session.io, name);
    this.set('ParameterSetName', '__AllParameterSets');
  }

  /** `ShouldProcess(target)`, `(target, operation)` or `(description, question, caption)`. */
  async shouldProcess(context: Context, args: readonly PsValue[]): Promise<boolean> {
    const [target = '', operation = this.#name] = args.map((arg) => toText(arg));
    const action =
      args.length > 2 ? target : `Performing the operation "${operation}" on target "${target}".`;
    if (isTruthy(context.scope.get('WhatIfPreference'))) {
      context.session.io.write(`What if: ${action}\n`);
      return false;
    }
    return asksAlways(context.scope.get('ConfirmPreference')) ? this.#confirmation.ask(action) : true;
  }

  /** `ShouldContinue(question, caption)`: asks whatever the preferences are. */
  shouldContinue(args: readonly PsValue[]): Promise<boolean> {
    return this.#confirmation.ask(toText(args[0] ?? null));
  }
}

/** Whether $ConfirmPreference, which -Confirm of a function sets, has every change asked about. */
export function asksAlways(preference: PsValue): boolean {
  return /^(?:low|medium|1|2)$/i.test(toText(preference));
}
