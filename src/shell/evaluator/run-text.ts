import { errorInfo, ShellError } from '../errors/shell-error.ts';
import { parse } from '../parser/parse.ts';
import type { ScriptBlock } from '../parser/ast.ts';
import type { Context } from './context.ts';
import { EvaluatedBlock } from './script-block.ts';

/** Runs a text as if it stood here: Invoke-Expression, Invoke-History.
 *  @throws ShellError where it does not parse */
export async function runText(context: Context, text: string): Promise<void> {
  const { begin, process, end } = parsedText(text);
  for (const body of [begin, process, end]) {
    if (body !== null) await context.interpreter.execute(context, body);
  }
}

/** `[scriptblock]::Create($text)`
 *  @throws ShellError where it does not parse */
export function blockOf(context: Context, text: string): EvaluatedBlock {
  return new EvaluatedBlock({ ...parsedText(text), text }, context);
}

function parsedText(text: string): ScriptBlock {
  const parsed = parse({ name: null, text });
  if (parsed.ok) return parsed.script;
  const { message, id } = parsed.error;
  throw new ShellError(errorInfo({ message, id, category: 'ParserError', reason: 'ParseException' }));
}
