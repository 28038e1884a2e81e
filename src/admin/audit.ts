import type { AuditRow, ModifiedProperty } from '../config/audit-row.ts';
import type { CommandSpec, Invocation } from './contract/command-spec.ts';
import type { AdminError } from './contract/errors.ts';
import { isArray, textOfValue } from './contract/value-text.ts';
import type { Value } from './contract/values.ts';
import type { Caller } from './ports.ts';

const HIDDEN = '********';
/** A file may be a private key. */
const SECRET_TYPES: ReadonlySet<string> = new Set(['SecureString', 'PSCredential', 'Byte[]']);

/** One row of the admin audit log. mail-flow.md §11.2
 *  @param outcome `target` identifies what was or was to be changed */
export function auditRow(
  invocation: Invocation,
  spec: CommandSpec | undefined,
  outcome: Readonly<{
    caller: Caller;
    runAt: string;
    target: string;
    error: AdminError | null;
    modified?: readonly ModifiedProperty[];
  }>,
): AuditRow {
  return {
    runAt: outcome.runAt,
    caller: outcome.caller.name,
    command: invocation.command,
    parameters: Object.fromEntries(
      Object.entries(invocation.parameters).map(([name, value]) => [name, shownValue(spec, name, value)]),
    ),
    objectModified: outcome.target,
    succeeded: outcome.error === null,
    error: outcome.error?.message ?? null,
    ...(outcome.caller.address === undefined ? {} : { address: outcome.caller.address }),
    ...(outcome.modified === undefined ? {} : { modified: outcome.modified }),
  };
}

/** Secrets are hidden by the parameter's type as well as by the value's: a password may come as plain text. */
function shownValue(spec: CommandSpec | undefined, name: string, value: Value): string {
  const type = spec?.parameters.find(
    (parameter) => parameter.name.toLowerCase() === name.toLowerCase(),
  )?.type;
  if (type === undefined || SECRET_TYPES.has(type) || isSecret(value)) return HIDDEN;
  return auditText(value);
}

function isSecret(value: Value): boolean {
  if (typeof value !== 'object' || value === null || isArray(value)) return false;
  return value.$ === 'secret' || value.$ === 'credential';
}

function auditText(value: Value): string {
  if (typeof value !== 'object' || value === null || isArray(value) || value.$ !== 'table')
    return textOfValue(value);
  return `@{${value.entries.map(([key, item]) => `${key}=${textOfValue(item)}`).join('; ')}}`;
}
