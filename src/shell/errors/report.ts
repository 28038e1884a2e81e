import type { Context } from '../evaluator/context.ts';
import { toText } from '../values/text.ts';
import type { PsValue } from '../values/value.ts';
import { ErrorRecord } from './error-record.ts';
import { type ErrorInfo, ShellError } from './shell-error.ts';

export type Action = 'SilentlyContinue' | 'Stop' | 'Continue' | 'Inquire' | 'Ignore';

/** In the order of their numbers. shell-language.md §11 */
const ACTIONS: readonly Action[] = ['SilentlyContinue', 'Stop', 'Continue', 'Inquire', 'Ignore'];

/** @returns null where the value names no action */
export function actionFrom(value: PsValue): Action | null {
  if (typeof value === 'number') return ACTIONS[value] ?? null;
  const text = toText(value).toLowerCase();
  const exact = ACTIONS.find((action) => action.toLowerCase() === text);
  return (
    exact ?? (text === '' ? null : (ACTIONS.find((action) => action.toLowerCase().startsWith(text)) ?? null))
  );
}

export function preference(context: Context, variable: string): Action {
  return actionFrom(context.scope.get(variable)) ?? 'Continue';
}

/** Reports an error that does not end anything by itself.
 *  @throws ShellError where the action is Stop */
export function reportError(context: Context, info: ErrorInfo, action: Action): ErrorRecord {
  const record = new ErrorRecord(info);
  context.session.failures++;
  if (action === 'Stop') throw new ShellError(info, { ends: 'script', stopped: true });
  if (action !== 'Ignore') remember(context, record);
  if (action === 'Continue' || action === 'Inquire') context.streams.error(record);
  return record;
}

/** Puts a record in front of $Error. */
export function remember(context: Context, record: ErrorRecord): void {
  const { items } = context.session.errors;
  items.unshift(record);
  const most = Number(context.scope.get('MaximumErrorCount') ?? 256);
  if (items.length > most) items.length = most;
}
