import type { Bound } from '../../binder/binding.ts';
import { bindingError } from '../../binder/binding-error.ts';
import { type Action, actionFrom, preference, reportError } from '../../errors/report.ts';
import type { ErrorInfo } from '../../errors/shell-error.ts';
import { toText } from '../../values/text.ts';
import { PsList, type PsValue } from '../../values/value.ts';
import type { Context } from '../context.ts';
import type { StageSetup } from './stage.ts';

/** A command while it runs: its streams, with what the common parameters make of them. shell-language.md §11 */
export type CommandRun = Readonly<{
  /** With an output that -OutVariable sees. */
  context: Context;
  /** Reports an error that does not end the command; with -ErrorAction Stop it does. */
  report: (info: ErrorInfo) => void;
  warn: (text: string) => void;
  verbose: (text: string) => void;
  /** null = not given */
  option: (name: string) => PsValue | undefined;
}>;

export function commandRun(setup: StageSetup, bound: Bound, command: string): CommandRun {
  const option = (name: string): PsValue | undefined => bound.get(name)?.given.value;
  const action = (parameter: string, variable: string): Action => {
    const given = option(parameter);
    if (given === undefined) return preference(setup.context, variable);
    const found = actionFrom(given);
    if (found !== null) return found;
    throw badAction(command, parameter, bound);
  };
  const errorAction = action('ErrorAction', 'ErrorActionPreference');
  const warningAction = action('WarningAction', 'WarningPreference');
  const errors = new StreamVariable(setup.context, option('ErrorVariable'));
  const warnings = new StreamVariable(setup.context, option('WarningVariable'));
  const context = withOutVariable(setup.context, option('OutVariable'), option('PipelineVariable'));
  return {
    context,
    option,
    report: (info) => {
      const place = info.extent ?? setup.extent;
      const full = { ...info, extent: place };
      if (errors.isWanted && errorAction !== 'Stop') errors.add(reportError(context, full, errorAction));
      else reportError(context, full, errorAction);
    },
    warn: (text) => {
      warnings.add(text);
      if (warningAction === 'Continue' || warningAction === 'Inquire') context.streams.warning(text);
      if (warningAction === 'Stop') throw stopOnWarning(command, text);
    },
    verbose: (text) => {
      const isOn = option('Verbose') ?? isLoud(context, 'VerbosePreference');
      if (isOn === true) context.streams.verbose(text);
    },
  };
}

function isLoud(context: Context, variable: string): boolean {
  const wanted = actionFrom(context.scope.get(variable));
  return wanted === 'Continue' || wanted === 'Inquire';
}

function badAction(command: string, parameter: string, bound: Bound): Error {
  const given = bound.get(parameter)?.given;
  return bindingError(command, given?.extent ?? null, {
    id: 'CannotConvertArgumentNoMessage',
    message: `Cannot bind parameter '${parameter}'. Cannot convert value "${toText(given?.value ?? null)}" to type "System.Management.Automation.ActionPreference". The possible enumeration values are "SilentlyContinue,Stop,Continue,Inquire,Ignore".`,
  });
}

function stopOnWarning(command: string, text: string): Error {
  return bindingError(command, null, {
    id: 'ActionPreferenceStop',
    category: 'OperationStopped',
    reason: 'ActionPreferenceStopException',
    message: `The running command stopped because the preference variable "WarningPreference" or common parameter is set to Stop: ${text}`,
  });
}

/** Output still flows; a name with `+` appends. */
function withOutVariable(context: Context, out: PsValue | undefined, pipeline: PsValue | undefined): Context {
  if (out === undefined && pipeline === undefined) return context;
  const variable = new StreamVariable(context, out);
  return {
    ...context,
    emit: (value) => {
      variable.add(value);
      if (pipeline !== undefined) context.scope.set(toText(pipeline), value);
      return context.emit(value);
    },
  };
}

/** A variable that gathers what a stream carries. */
class StreamVariable {
  readonly isWanted: boolean;
  readonly #items: PsValue[] = [];

  constructor(context: Context, name: PsValue | undefined) {
    this.isWanted = name !== undefined;
    if (name === undefined) return;
    const text = toText(name);
    const bare = text.replace(/^\+/, '');
    const before = context.scope.get(bare);
    if (text.startsWith('+') && before instanceof PsList) this.#items.push(...before.items);
    context.scope.set(bare, new PsList('ArrayList', this.#items));
  }

  add(value: PsValue): void {
    if (this.isWanted) this.#items.push(value);
  }
}
