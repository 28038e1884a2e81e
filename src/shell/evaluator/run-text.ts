import { errorInfo, ShellError } from '../errors/shell-error.ts';
import { parse } from '../parser/parse.ts';
import type { Context } from './context.ts';

/** Runs a text as if it stood here: Invoke-Expression, Invoke-History.
 *  @throws ShellError where it does not parse */
export async function runText(context: Context, text: string): Promise<void> {
  const parsed = parse({ name: null, text });
  if (!parsed.ok) {
    const { message, id } = parsed.error;
    throw new ShellError(errorInfo({ message, id, category: 'ParserError', reason: 'ParseException' }));
  }
  const { begin, process, end } = parsed.script;
  for (const body of [begin, process, end]) {
    if (body !== null) await context.interpreter.execute(context, body);
  }
}
