import { runtimeError } from '../errors/shell-error.ts';
import type { VariableName } from '../lexer/token.ts';
import { convertTo } from '../values/convert.ts';
import { toText } from '../values/text.ts';
import type { PsValue } from '../values/value.ts';
import type { Context, Session } from './context.ts';
import type { Scope } from './scope.ts';

/** Reads a variable; unset ones are null. shell-language.md §2 */
export function readVariable(context: Context, variable: VariableName): PsValue {
  const name = canonicalName(variable.name);
  if (variable.scope === 'env') return environmentVariable(context.session, variable.name);
  if (name === '?') return context.session.ok;
  if (name === 'true') return true;
  if (name === 'false') return false;
  if (name === 'null') return null;
  return scopeFor(context.scope, variable.scope).get(name);
}

/** The session's own value, else that of the process, which stays as it is. */
function environmentVariable(session: Session, name: string): string | null {
  const own = session.environment.get(name.toLowerCase());
  return own === undefined ? (session.io.env(name) ?? null) : own;
}

function canonicalName(name: string): string {
  const lower = name.toLowerCase();
  if (lower === 'psitem') return '_';
  return ['true', 'false', 'null'].includes(lower) ? lower : name;
}

function scopeFor(scope: Scope, written: string | null): Scope {
  if (written === 'global') return scope.global;
  return written === 'script' ? scope.script : scope;
}

/** Writes a variable at the current level, or where its prefix says. A type that the variable has converts the value.
 *  @throws ShellError for constants */
export function writeVariable(
  context: Context,
  variable: VariableName,
  value: PsValue,
  type: string | null = null,
): PsValue {
  const name = canonicalName(variable.name);
  if (name === 'null') return value;
  if (name === 'true' || name === 'false' || name === '?') {
    throw runtimeError(
      `Cannot overwrite variable ${variable.name} because it is read-only or constant.`,
      'VariableNotWritable',
      {
        category: 'WriteError',
        target: variable.name,
        targetType: 'String',
        reason: 'SessionStateUnauthorizedAccessException',
      },
    );
  }
  if (variable.scope === 'env') {
    const text = toText(value);
    context.session.environment.set(variable.name.toLowerCase(), text === '' ? null : text);
    return text;
  }
  const scope = scopeFor(context.scope, variable.scope);
  const sticky = type ?? scope.own(name)?.type ?? null;
  const converted = sticky === null ? value : convertTo(value, sticky);
  scope.set(name, converted, sticky);
  return converted;
}
