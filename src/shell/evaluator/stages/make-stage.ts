import { whyUnsupported } from '../../cmdlets/unsupported.ts';
import { errorInfo, ShellError } from '../../errors/shell-error.ts';
import type { CommandElement } from '../../parser/ast.ts';
import { parse } from '../../parser/parse.ts';
import { toText } from '../../values/text.ts';
import type { PsValue } from '../../values/value.ts';
import type { Command } from '../command-table.ts';
import type { Context } from '../context.ts';
import { EvaluatedBlock } from '../script-block.ts';
import { functionStage } from './function-stage.ts';
import { productStage } from './product-stage.ts';
import type { Stage, StageSetup } from './stage.ts';
import { utilityStage } from './utility-stage.ts';

/** Finds what an element runs, binds its arguments and makes it ready. shell-language.md §1.1, §8
 *  @throws ShellError where there is no such command or its arguments do not fit */
export async function makeStage(setup: StageSetup): Promise<Stage> {
  const { context, element } = setup;
  const command = await context.interpreter.evaluate(context, element.command);
  const inPlace = element.invocation === '.';
  if (command instanceof EvaluatedBlock) {
    return functionStage(setup, { name: '', block: command.block, inPlace, isScript: false });
  }
  const name = nameFrom(command, element);
  const found = context.session.commands.find(name, context.scope);
  if (found === null) throw notFound(context, name, element);
  return stageFor(setup, found, inPlace);
}

function nameFrom(command: PsValue, element: CommandElement): string {
  const name = toText(command);
  if (name !== '') return name;
  throw new ShellError(
    errorInfo({
      message:
        "The expression after '&' in a pipeline element produced an object that was not valid. It must result in a command name, a script block, or a CommandInfo object.",
      id: 'BadExpression',
      extent: element.extent,
    }),
  );
}

async function stageFor(setup: StageSetup, found: Command, inPlace: boolean): Promise<Stage> {
  switch (found.kind) {
    case 'function':
      return functionStage(setup, { name: found.name, block: found.block, inPlace, isScript: false });
    case 'utility':
      return utilityStage(setup, found.cmdlet);
    case 'product':
      return productStage(setup, found.spec);
    default:
      return scriptStage(setup, found.path, inPlace);
  }
}

/** A script file runs like a function whose body it is. */
async function scriptStage(setup: StageSetup, path: string, inPlace: boolean): Promise<Stage> {
  const { io } = setup.context.session;
  let text = '';
  try {
    text = (await io.readFile(path)).replace(/^\uFEFF/, '');
  } catch {
    throw notFound(setup.context, path, setup.element);
  }
  const parsed = parse({ name: path, text });
  if (!parsed.ok) {
    throw new ShellError(
      errorInfo({
        message: parsed.error.message,
        id: parsed.error.id,
        category: 'ParserError',
        reason: 'ParseException',
        extent: parsed.error.extent,
      }),
    );
  }
  return functionStage(setup, { name: path, block: parsed.script, inPlace, isScript: true });
}

function notFound(context: Context, name: string, element: CommandElement): Error {
  const reason = whyUnsupported(context.session.commands.aliases.get(name.toLowerCase()) ?? name);
  if (reason !== null) return notSupported(name, reason, element);
  const near = context.session.commands.suggestion(name, context.scope);
  return new ShellError(
    errorInfo({
      message: `The term '${name}' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.`,
      id: 'CommandNotFoundException',
      category: 'ObjectNotFound',
      target: name,
      targetType: 'String',
      reason: 'CommandNotFoundException',
      prefix: name,
      extent: element.command.extent,
      hint: near === null ? null : `Did you mean ${near}?`,
    }),
  );
}

/** Known, and left out on purpose. */
function notSupported(name: string, reason: string, element: CommandElement): Error {
  return new ShellError(
    errorInfo({
      message: reason,
      id: 'NotSupported',
      category: 'NotImplemented',
      target: name,
      targetType: 'String',
      reason: 'NotSupportedException',
      prefix: name,
      extent: element.command.extent,
    }),
  );
}
