import { bindMandatory } from '../../binder/bind-mandatory.ts';
import { bindingError } from '../../binder/binding-error.ts';
import { bindPipeline, inputNotBound } from '../../binder/bind-pipeline.ts';
import type { Bound } from '../../binder/binding.ts';
import { missingIn } from '../../binder/parameter-sets.ts';
import { signatureOfFunction, type Signature } from '../../binder/signature.ts';
import { isTruthy } from '../../operators/compare.ts';
import { ShellError } from '../../errors/shell-error.ts';
import { tooDeep } from '../../errors/unexpected.ts';
import type { Body, ParameterDeclaration, ScriptBlock } from '../../parser/ast.ts';
import { convertTo } from '../../values/convert.ts';
import { locate } from '../../lexer/source.ts';
import { PsHashtable, PsObject, type PsValue } from '../../values/value.ts';
import type { Context } from '../context.ts';
import { FlowSignal } from '../flow.ts';
import { Scope } from '../scope.ts';
import { ScriptCmdlet } from '../should-process.ts';
import { commandRun } from './command-run.ts';
import { prepare } from './prepare.ts';
import type { Stage, StageSetup } from './stage.ts';
import { invalidity } from './validate.ts';

export type Callable = Readonly<{
  /** '' for a script block. */
  name: string;
  block: ScriptBlock;
  /** `. { }` and `. file` run in the caller's scope. */
  inPlace: boolean;
  isScript: boolean;
}>;

/** As deep as Windows PowerShell goes before it says so. */
const DEEPEST = 1000;

/** A function, a script block after `&` or `.`, or a script file. shell-language.md §7 */
export async function functionStage(setup: StageSetup, callable: Callable): Promise<Stage> {
  const { block } = callable;
  if (setup.context.depth >= DEEPEST) throw tooDeep();
  const declared = block.parameters ?? [];
  const signature = signatureOfFunction(callable.name, declared, block.asks);
  const { bound, rest } = await prepare(setup, signature, !block.advanced);
  const missing = missingIn(signature, bound, null).filter(
    (parameter) => !setup.expectsInput || !(parameter.byValue || parameter.byName),
  );
  const { io } = setup.context.session;
  await bindMandatory(signature, missing, bound, { io, extent: setup.extent, position: setup.position });
  const run = commandRun(setup, bound, callable.name);
  const scope = callable.inPlace ? setup.context.scope : new Scope(setup.context.scope, callable);
  const inner: Context = { ...run.context, scope, depth: setup.context.depth + 1 };
  applyPreferences(scope, bound);
  if (!callable.inPlace) {
    scope.set('PSCmdlet', new ScriptCmdlet(run.context, callable.name));
    scope.set('PSBoundParameters', boundTable(bound));
    scope.set('MyInvocation', invocationOf(setup, callable, bound));
  }
  const call: Call = { inner, callable, signature, bound, setup };
  await assignParameters(call, bound);
  scope.set('args', rest);
  return stageOf(call);
}

/** `$PSBoundParameters`: what was given, by the names of the parameters. */
function boundTable(bound: Bound): PsHashtable {
  const table = new PsHashtable(true);
  for (const [name, { given }] of bound) table.set(name, given.value);
  return table;
}

/** `$MyInvocation`, with what scripts look at: the names, and where a script lies. */
function invocationOf(setup: StageSetup, callable: Callable, bound: Bound): PsObject {
  const { name, isScript, block } = callable;
  const cut = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
  const command = new PsObject({ typeName: isScript ? 'ExternalScriptInfo' : 'FunctionInfo', text: name })
    .set('Name', isScript ? name.slice(cut + 1) : name)
    .set('CommandType', isScript ? 'ExternalScript' : 'Function')
    .set('Definition', isScript ? name : block.text);
  if (isScript) command.set('Path', name);
  const place = locate(setup.extent);
  return new PsObject({ typeName: 'InvocationInfo' })
    .set('MyCommand', command)
    .set('InvocationName', name)
    .set('BoundParameters', boundTable(bound))
    .set('ScriptName', setup.extent.source.name)
    .set('ScriptLineNumber', place.line)
    .set('Line', place.lineText);
}

type Call = Readonly<{
  inner: Context;
  callable: Callable;
  signature: Signature;
  bound: Bound;
  setup: StageSetup;
}>;

function stageOf(call: Call): Stage {
  const { block } = call.callable;
  const input: PsValue[] = [];
  let state: 'new' | 'running' | 'left' = 'new';
  const runBody = async (body: Body | null): Promise<void> => {
    if (body !== null && state !== 'left' && (await leaves(call, body))) state = 'left';
  };
  const begin = async (): Promise<void> => {
    if (state !== 'new') return;
    state = 'running';
    await runBody(block.begin);
  };
  return {
    run: async () => {
      await begin();
      await runBody(block.process);
    },
    process: async (value) => {
      await begin();
      input.push(value);
      if (takesPipeline(call)) {
        const filled = bindPipeline(call.signature, call.bound, value, call.setup.extent);
        if (filled === null) throw inputNotBound(call.signature, call.setup.extent);
        await assignParameters(call, filled);
      }
      if (block.process === null) return;
      call.inner.scope.set('_', value);
      await runBody(block.process);
    },
    end: async () => {
      await begin();
      call.inner.scope.set('input', input);
      await runBody(block.end);
    },
  };
}

function takesPipeline(call: Call): boolean {
  return call.signature.parameters.some((parameter) => parameter.byValue || parameter.byName);
}

/** @returns whether the body ended with return */
async function leaves(call: Call, body: Body): Promise<boolean> {
  try {
    await call.inner.interpreter.execute(call.inner, body);
    return false;
  } catch (error) {
    if (error instanceof FlowSignal && error.kind === 'return') return true;
    throw error;
  }
}

/** -Verbose, -ErrorAction, -WhatIf and -Confirm hold for everything that the function runs. */
function applyPreferences(scope: Scope, bound: Bound): void {
  const set = (parameter: string, variable: string): void => {
    const value = bound.get(parameter)?.given.value;
    if (value !== undefined)
      scope.set(variable, value === true ? 'Continue' : value === false ? 'SilentlyContinue' : value);
  };
  set('Verbose', 'VerbosePreference');
  set('Debug', 'DebugPreference');
  set('ErrorAction', 'ErrorActionPreference');
  set('WarningAction', 'WarningPreference');
  const whatIf = bound.get('WhatIf')?.given.value;
  if (whatIf !== undefined) scope.set('WhatIfPreference', isTruthy(whatIf));
  const confirm = bound.get('Confirm')?.given.value;
  if (confirm !== undefined) scope.set('ConfirmPreference', isTruthy(confirm) ? 'Low' : 'None');
}

async function assignParameters(call: Call, bound: Bound): Promise<void> {
  for (const declaration of call.callable.block.parameters ?? []) {
    const given = bound.get(declaration.name)?.given;
    if (given !== undefined) {
      const value = isText(declaration) ? given.asTyped : given.value;
      await assignParameter(call, declaration, value);
    } else if (declaration.initial === null) setDefault(call.inner.scope, declaration);
    else {
      const initial = await call.inner.interpreter.evaluate(call.inner, declaration.initial);
      call.inner.scope.set(declaration.name, convertArgument(call, declaration, initial), declaration.type);
    }
  }
}

function isText(declaration: ParameterDeclaration): boolean {
  return /^(?:system\.)?string(?:\[\])?$/i.test(declaration.type ?? '');
}

const ZEROS: Readonly<Record<string, PsValue>> = {
  string: '',
  int: 0,
  int32: 0,
  long: 0,
  int64: 0,
  double: 0,
  bool: false,
  switch: false,
};

function setDefault(scope: Scope, declaration: ParameterDeclaration): void {
  scope.set(declaration.name, ZEROS[(declaration.type ?? '').toLowerCase()] ?? null, declaration.type);
}

async function assignParameter(call: Call, declaration: ParameterDeclaration, value: PsValue): Promise<void> {
  const { scope } = call.inner;
  const converted = convertArgument(call, declaration, value);
  const complaint = await invalidity(call.inner, declaration, converted);
  if (complaint !== null) throw invalidArgument(call, declaration, complaint);
  scope.set(declaration.name, converted, declaration.type);
}

function convertArgument(call: Call, declaration: ParameterDeclaration, value: PsValue): PsValue {
  if (declaration.type === null) return value;
  try {
    return convertTo(value, declaration.type);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    throw bindingError(
      call.callable.name,
      call.bound.get(declaration.name)?.given.extent ?? call.setup.extent,
      {
        id: 'ParameterArgumentTransformationError',
        category: 'InvalidData',
        reason: 'ParameterBindingArgumentTransformationException',
        message: `Cannot process argument transformation on parameter '${declaration.name}'. ${error.message}`,
      },
    );
  }
}

function invalidArgument(call: Call, declaration: ParameterDeclaration, complaint: string): Error {
  return bindingError(call.callable.name, call.bound.get(declaration.name)?.given.extent ?? null, {
    id: 'ParameterArgumentValidationError',
    category: 'InvalidData',
    reason: 'ParameterBindingValidationException',
    message: `Cannot validate argument on parameter '${declaration.name}'. ${complaint}`,
  });
}
