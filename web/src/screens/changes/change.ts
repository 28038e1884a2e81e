import type { CommandSpec, ParameterSpec } from '../../../../src/admin/contract/command-spec.ts';
import type { AdminObject, Value } from '../../../../src/admin/contract/values.ts';
import { textOfValue } from '../../../../src/admin/contract/value-text.ts';
import type { Command } from '../../api/commands.ts';
import { dateOf, isOn, memberOf, textOf, valuesOf } from '../../api/objects.ts';

/** What hides a secret in the audit log. */
const HIDDEN = '********';

export type Difference = Readonly<{ property: string; before: string; after: string }>;

/** One entry of the audit log. */
export type Change = Readonly<{
  id: string;
  at: Date;
  who: string;
  /** '' where somebody was at the server itself. */
  from: string;
  command: string;
  parameters: readonly (readonly [name: string, text: string])[];
  object: string;
  differences: readonly Difference[];
  /** '' where it succeeded. */
  error: string;
}>;

export function changeOf(object: AdminObject): Change {
  const member = (value: Value, name: string): string => textOfValue(memberOf(value, name));
  return {
    id: textOf(object, 'Identity'),
    at: dateOf(object, 'RunDate') ?? new Date(0),
    who: textOf(object, 'Caller'),
    from: textOf(object, 'ClientIP'),
    command: textOf(object, 'CmdletName'),
    parameters: valuesOf(object, 'CmdletParameters').map((one) => [
      member(one, 'Name'),
      member(one, 'Value'),
    ]),
    object: textOf(object, 'ObjectModified'),
    differences: valuesOf(object, 'ModifiedProperties').map((one) => ({
      property: member(one, 'Name'),
      before: member(one, 'OldValue'),
      after: member(one, 'NewValue'),
    })),
    error: isOn(object, 'Succeeded') ? '' : textOf(object, 'Error'),
  };
}

/** The command as it can be run again. The log keeps texts: what they were is told by what the command takes. */
export function commandOf(change: Change, specs: readonly CommandSpec[]): Command {
  const spec = specs.find(({ name }) => name === change.command);
  const parameters: Record<string, Value> = {};
  const switches: string[] = [];
  for (const [name, text] of change.parameters) {
    const parameter = spec?.parameters.find((one) => one.name === name);
    if (parameter?.type === 'SwitchParameter' && text === 'True') switches.push(name);
    else parameters[name] = valueFrom(text, parameter);
  }
  return { name: change.command, parameters, switches };
}

function valueFrom(text: string, parameter: ParameterSpec | undefined): Value {
  if (text === HIDDEN) return { $: 'secret', text: '' };
  if (text === '') return null;
  if (text === 'True' || text === 'False') return text === 'True';
  const edit = /^@\{(.*)\}$/s.exec(text)?.[1];
  if (edit !== undefined && parameter?.editable === true)
    return { $: 'table', entries: edit.split('; ').map(entryOf) };
  return parameter?.multiple === true ? { $: 'list', items: text.split(',') } : text;
}

/** `Add=a,b` */
function entryOf(text: string): readonly [string, Value] {
  const at = text.indexOf('=');
  return [text.slice(0, at), { $: 'list', items: text.slice(at + 1).split(',') }];
}

/** What came to a list and what went from it; null where the values are no lists. */
export type ListChange = Readonly<{ added: readonly string[]; removed: readonly string[]; kept: number }>;

export function listChange({ before, after }: Difference): ListChange | null {
  const old = itemsIn(before);
  const made = itemsIn(after);
  if (old.length < 2 && made.length < 2) return null;
  const added = made.filter((item) => !old.includes(item));
  const removed = old.filter((item) => !made.includes(item));
  return { added, removed, kept: made.length - added.length };
}

function itemsIn(text: string): readonly string[] {
  return text === '' ? [] : text.split(/, ?/);
}
