import { bindMandatory } from '../../binder/bind-mandatory.ts';
import { bindingError } from '../../binder/binding-error.ts';
import type { Bound, Given } from '../../binder/binding.ts';
import { missingIn } from '../../binder/parameter-sets.ts';
import { signatureOfUtility } from '../../binder/signature.ts';
import type { UtilityCall, UtilityCmdlet, UtilityParameter } from '../../cmdlets/utility.ts';
import { errorInfo, ShellError } from '../../errors/shell-error.ts';
import { itemsOf } from '../../format/kinds.ts';
import { convertTo } from '../../values/convert.ts';
import { toText } from '../../values/text.ts';
import type { PsValue } from '../../values/value.ts';
import { consoleWidth } from '../console.ts';
import { runText } from '../run-text.ts';
import { untilStopped } from '../stopping.ts';
import { readVariable } from '../variables.ts';
import { type CommandRun, commandRun } from './command-run.ts';
import { prepare } from './prepare.ts';
import type { Stage, StageSetup } from './stage.ts';

/** A cmdlet of the shell itself. */
export async function utilityStage(setup: StageSetup, cmdlet: UtilityCmdlet): Promise<Stage> {
  const signature = signatureOfUtility(cmdlet);
  const { bound } = await prepare(setup, signature, false);
  const missing = missingIn(signature, bound, null).filter(
    (parameter) => !setup.expectsInput || !parameter.byValue,
  );
  const { io } = setup.context.session;
  await bindMandatory(signature, missing, bound, { io, extent: setup.extent, position: setup.position });
  const run = commandRun(setup, bound, cmdlet.name);
  const parameters = converted(cmdlet, bound);
  const running = cmdlet.start(callOf(setup, cmdlet, parameters, run));
  const end = async (): Promise<void> => running.end?.();
  return {
    run: () => Promise.resolve(),
    process: async (input) => running.process?.(input),
    end,
  };
}

function callOf(
  setup: StageSetup,
  cmdlet: UtilityCmdlet,
  parameters: ReadonlyMap<string, PsValue>,
  run: CommandRun,
): UtilityCall {
  const { context } = setup;
  const { session, scope } = context;
  return {
    io: { ...session.io, sleep: (ms) => untilStopped(session, session.io.sleep(ms)) },
    parameters,
    expectsInput: setup.expectsInput,
    emit: (value) => run.context.emit(value),
    stopUpstream: setup.stopUpstream,
    warn: run.warn,
    error: (message, id, category = 'NotSpecified', target = '') =>
      run.report(
        errorInfo({
          message,
          id,
          category,
          target,
          targetType: target === '' ? '' : 'String',
          reason: reasonOf(id),
          command: cmdlet.name,
        }),
      ),
    variables: {
      get: (name) => readVariable(context, { scope: null, name }),
      set: (name, value) => scope.set(name, value),
      names: () => scope.names(),
      remove: (name) => scope.remove(name),
    },
    width: consoleWidth(session.io) - 1,
    session: {
      history: session.history,
      transcript: session.transcript,
      runText: (text) => runText(run.context, text),
    },
    commands: () => [
      ...session.host.specs.map((spec) => ({ name: spec.name, kind: 'Function' as const, spec })),
      ...scope.functionNames().map((name) => ({ name, kind: 'Function' as const })),
    ],
  };
}

function reasonOf(id: string): string {
  return /^\w+Exception/.exec(id)?.[0] ?? 'WriteErrorException';
}

/** Parameters by canonical name, as their declared types want them. */
function converted(cmdlet: UtilityCmdlet, bound: Bound): ReadonlyMap<string, PsValue> {
  const values = new Map<string, PsValue>();
  for (const [name, { given }] of bound) {
    const declared = cmdlet.parameters.find((parameter) => parameter.name === name);
    values.set(name, declared === undefined ? given.value : convertParameter(cmdlet.name, declared, given));
  }
  return values;
}

function convertParameter(command: string, parameter: UtilityParameter, given: Given): PsValue {
  try {
    return convertGiven(parameter, given);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    throw bindingError(command, given.extent, {
      id: 'CannotConvertArgumentNoMessage',
      message: `Cannot bind parameter '${parameter.name}'. ${error.message}`,
    });
  }
}

function convertGiven(parameter: UtilityParameter, given: Given): PsValue {
  switch (parameter.type) {
    case 'string':
      return given.asTyped === null ? null : toText(given.asTyped);
    case 'string[]':
      return each(given.asTyped, (item) => (item === null ? null : toText(item)));
    case 'int[]':
      return each(given.value, (item) => convertTo(item, 'int'));
    default:
      return given.value;
  }
}

/** One value stays one: the cmdlets take both. */
function each(value: PsValue, convert: (item: PsValue) => PsValue): PsValue {
  const items = value === null ? null : itemsOf(value);
  return items === null ? convert(value) : items.map(convert);
}
