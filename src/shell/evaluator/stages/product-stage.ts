import type { CommandSpec, InvocationResult } from '../../../admin/contract/command-spec.ts';
import type { AdminError } from '../../../admin/contract/errors.ts';
import type { Value } from '../../../admin/contract/values.ts';
import { bindMandatory, missingError, refuseEmpty } from '../../binder/bind-mandatory.ts';
import { bindPipeline, inputNotBound } from '../../binder/bind-pipeline.ts';
import type { Bound } from '../../binder/binding.ts';
import { chooseSet, missingIn } from '../../binder/parameter-sets.ts';
import { signatureOfSpec, type Signature } from '../../binder/signature.ts';
import { toContract } from '../../binder/to-contract.ts';
import { serverError } from '../../errors/server-error.ts';
import { type ErrorInfo, errorInfo, ShellError } from '../../errors/shell-error.ts';
import { isTruthy } from '../../operators/compare.ts';
import { toText } from '../../values/text.ts';
import { fromContract } from '../../values/from-contract.ts';
import { PsScriptBlock, type PsValue } from '../../values/value.ts';
import { collapse } from '../context.ts';
import { emitEach } from '../emit.ts';
import { asksAlways } from '../should-process.ts';
import { PipelineStopped, untilStopped } from '../stopping.ts';
import { type CommandRun, commandRun } from './command-run.ts';
import { Confirmation } from './confirm.ts';
import { prepare } from './prepare.ts';
import { NOTHING, type Stage, type StageSetup } from './stage.ts';

type Running = Readonly<{
  setup: StageSetup;
  spec: CommandSpec;
  signature: Signature;
  run: CommandRun;
  confirmation: Confirmation;
}>;

/** A command that the host runs. shell-language.md §5, §11 */
export async function productStage(setup: StageSetup, spec: CommandSpec): Promise<Stage> {
  const signature = signatureOfSpec(spec);
  const { bound } = await prepare(setup, signature, false);
  for (const { parameter, given } of bound.values()) {
    if (parameter.mandatory !== false) refuseEmpty(signature, parameter, given.value, given.extent);
  }
  if (!setup.expectsInput || takesInput(signature)) await completeBinding(setup, signature, bound);
  const running: Running = {
    setup,
    spec,
    signature,
    run: commandRun(setup, bound, spec.name),
    confirmation: new Confirmation(setup.context.session.io, spec.name),
  };
  return {
    run: () => invoke(running, bound),
    process: (input) => processInput(running, bound, input),
    end: NOTHING,
  };
}

/** Whether anything from a pipe could be bound at all; if not, each object is told so. */
function takesInput(signature: Signature): boolean {
  return signature.parameters.some((parameter) => parameter.byValue || parameter.byName);
}

/** Chooses the parameter set and asks for what it misses, as far as no pipe may bring it. */
async function completeBinding(setup: StageSetup, signature: Signature, bound: Bound): Promise<void> {
  const { extent, expectsInput, position } = setup;
  const set = chooseSet(signature, bound, { extent, expectsInput });
  const missing = missingIn(signature, bound, set).filter(
    (parameter) => !expectsInput || !(parameter.byValue || parameter.byName),
  );
  // With nobody to ask, an object that fits nowhere is the better message: it comes per object.
  if (expectsInput && setup.context.session.io.prompt === undefined) return;
  await bindMandatory(signature, missing, bound, { io: setup.context.session.io, extent, position });
}

/** An object that fits nowhere is reported; the next one may fit. */
async function processInput(running: Running, bound: Bound, input: PsValue): Promise<void> {
  const { signature, setup, run } = running;
  try {
    const evaluated = await withBlocks(bound, input);
    const usedBlock = [...evaluated].some(([name, entry]) => bound.get(name) !== entry);
    const filled = bindPipeline(signature, evaluated, input, setup.extent) ?? (usedBlock ? evaluated : null);
    if (filled === null) throw inputNotBound(signature, setup.extent);
    const set = chooseSet(signature, filled, { extent: setup.extent, expectsInput: false });
    const missing = missingIn(signature, filled, set);
    if (missing.length > 0) throw missingError(signature, missing, setup.extent);
    await invoke(running, filled);
  } catch (error) {
    if (!(error instanceof ShellError) || error.info.reason !== 'ParameterBindingException') throw error;
    run.report(error.info);
  }
}

/** A script block for a parameter that takes pipeline input is evaluated per object. shell-language.md §5.6 */
async function withBlocks(bound: Bound, input: PsValue): Promise<Bound> {
  const filled: Bound = new Map(bound);
  for (const [name, { parameter, given }] of bound) {
    if (!(given.value instanceof PsScriptBlock) || !parameter.byValue) continue;
    const value = collapse(await given.value.invoke({ underscore: input }));
    filled.set(name, { parameter, given: { value, asTyped: value, extent: given.extent } });
  }
  return filled;
}

async function invoke(running: Running, bound: Bound): Promise<void> {
  for (const parameters of await permitted(running, bound, contractParameters(running, bound))) {
    await deliver(running, bound, await call(running, parameters, 'run'));
  }
}

function contractParameters(running: Running, bound: Bound): Readonly<Record<string, Value>> {
  const entries = running.spec.parameters.flatMap((parameter) => {
    const found = bound.get(parameter.name);
    return found === undefined
      ? []
      : [[parameter.name, toContract(running.spec.name, parameter, found.given)] as const];
  });
  return Object.fromEntries(entries);
}

async function call(
  running: Running,
  parameters: Readonly<Record<string, Value>>,
  mode: 'describe' | 'run',
): Promise<InvocationResult> {
  const command = running.spec.name;
  try {
    const { session } = running.setup.context;
    return await untilStopped(session, session.host.invoke({ command, parameters, mode }));
  } catch (error) {
    if (error instanceof PipelineStopped) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ShellError(
      errorInfo({
        message: `The server did not answer: ${reason}`,
        id: 'HostUnavailable',
        category: 'ResourceUnavailable',
        reason: 'RemoteException',
        command,
      }),
      { ends: 'script' },
    );
  }
}

type Parameters = Readonly<Record<string, Value>>;

/** What is left to run: -WhatIf describes and runs nothing, a confirmation describes and asks. */
async function permitted(
  running: Running,
  bound: Bound,
  parameters: Parameters,
): Promise<readonly Parameters[]> {
  const { run, spec, setup, confirmation } = running;
  const { session, scope } = setup.context;
  const isChanging = spec.shouldProcess === true || spec.confirm === true;
  if (!isChanging) return [parameters];
  const whatIf = isTruthy(run.option('WhatIf') ?? scope.get('WhatIfPreference'));
  const preference = scope.get('ConfirmPreference');
  const asks =
    run.option('Confirm') ??
    (asksAlways(preference) || (spec.confirm === true && toText(preference) !== 'None'));
  if (!whatIf && (!isTruthy(asks) || confirmation.settled === true)) return [parameters];
  if (!whatIf && confirmation.settled === false) return [];
  const described = await call(running, parameters, 'describe');
  if (described.error !== undefined) {
    await deliver(running, bound, described);
    return [];
  }
  const steps = stepsOf(spec, parameters, described);
  if (!whatIf) return confirmed(confirmation, steps);
  for (const warning of described.warnings) run.warn(warning);
  for (const { action } of steps) session.io.write(`What if: ${action}\n`);
  return [];
}

type Step = Readonly<{ action: string; parameters: Parameters }>;

/** What one invocation does, object by object. What a filter found is acted on by its identity, so that nothing is
 *  done to what nobody was asked about. */
function stepsOf(spec: CommandSpec, parameters: Parameters, described: InvocationResult): readonly Step[] {
  const { targets, action = `Performing the operation "${spec.name}".` } = described;
  if (targets === undefined || 'Identity' in parameters) return [{ action, parameters }];
  const { Filter: _filter, Server: _server, ...others } = parameters;
  return targets.map((target) => ({
    action: target.action,
    parameters: { ...others, Identity: target.identity },
  }));
}

async function confirmed(confirmation: Confirmation, steps: readonly Step[]): Promise<readonly Parameters[]> {
  const chosen: Parameters[] = [];
  for (const { action, parameters } of steps) {
    if (await confirmation.ask(action)) chosen.push(parameters);
  }
  return chosen;
}

async function deliver(running: Running, bound: Bound, result: InvocationResult): Promise<void> {
  const { run } = running;
  for (const text of result.verbose ?? []) run.verbose(text);
  for (const text of result.warnings) run.warn(text);
  for (const object of result.objects) await emitEach(run.context, fromContract(object));
  if (result.error !== undefined) run.report(infoOf(running, bound, result.error));
}

const REASONS: Readonly<Record<string, string>> = {
  ObjectNotFound: 'ManagementObjectNotFoundException',
  ResourceExists: 'ADObjectAlreadyExistsException',
  PermissionDenied: 'UnauthorizedAccessException',
  InvalidArgument: 'ArgumentException',
  InvalidData: 'ParameterBindingArgumentTransformationException',
};

/** Errors about how a parameter was written look like PowerShell's own; the others are the server's. */
function infoOf(running: Running, bound: Bound, error: AdminError): ErrorInfo {
  const given = error.parameter === undefined ? undefined : bound.get(error.parameter)?.given;
  const isBinding = error.id === 'E01' || error.id === 'E03';
  const info = errorInfo({
    message: error.message,
    id: error.id,
    category: error.category,
    target: error.target,
    targetType: error.target === '' ? '' : 'String',
    reason: REASONS[error.category] ?? 'InvalidOperationException',
    command: running.spec.name,
    extent: given?.extent ?? running.setup.extent,
    fromServer: !isBinding,
  });
  return isBinding || error.raised === undefined ? info : serverError(info, error.raised);
}
