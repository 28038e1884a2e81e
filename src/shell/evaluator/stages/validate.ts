import { itemsOf } from '../../format/kinds.ts';
import { isTruthy } from '../../operators/compare.ts';
import { regexFrom } from '../../operators/regex.ts';
import type { ParameterDeclaration, Validation } from '../../parser/ast.ts';
import { toNumber } from '../../values/convert.ts';
import { toText } from '../../values/text.ts';
import { PsScriptBlock, type PsValue } from '../../values/value.ts';
import type { Context } from '../context.ts';

/** What the attributes of a parameter object to in a value: each element of a collection is looked at.
 *  @returns null where nothing does */
export async function invalidity(
  context: Context,
  declaration: ParameterDeclaration,
  value: PsValue,
): Promise<string | null> {
  for (const validation of declaration.validations) {
    const args: PsValue[] = [];
    for (const arg of validation.args) args.push(await context.interpreter.evaluate(context, arg));
    const items = (value === null ? null : itemsOf(value)) ?? [value];
    const complaint = ofWhole(validation, args, value, items) ?? (await ofItems(validation, args, items));
    if (complaint !== null) return complaint;
  }
  return null;
}

function ofWhole(
  { kind }: Validation,
  args: readonly PsValue[],
  value: PsValue,
  items: readonly PsValue[],
): string | null {
  const isEmpty = value === null || items.length === 0 || items.some((item) => item === null || item === '');
  if (kind === 'notnullorempty' && isEmpty)
    return 'The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.';
  if (kind === 'notnull' && (value === null || items.includes(null)))
    return 'The argument is null. Provide a valid value for the argument, and then try running the command again.';
  return kind === 'count' ? countComplaint(args, items.length) : null;
}

function countComplaint(args: readonly PsValue[], count: number): string | null {
  const [least, most] = limits(args);
  if (count > most)
    return `The number of provided arguments (${count}) exceeds the maximum number of allowed arguments (${most}). Provide fewer than ${most} arguments, and then try the command again.`;
  return count >= least
    ? null
    : `The number of provided arguments, (${count}), is fewer than the minimum number of allowed arguments (${least}). Provide more than ${least} arguments, and then try the command again.`;
}

function limits(args: readonly PsValue[]): readonly [number, number] {
  return [toNumber(args[0] ?? null), toNumber(args[1] ?? null)];
}

async function ofItems(
  { kind }: Validation,
  args: readonly PsValue[],
  items: readonly PsValue[],
): Promise<string | null> {
  for (const item of items) {
    const complaint = kind === 'script' ? await scriptComplaint(args, item) : CHECKS[kind]?.(args, item);
    if (complaint !== null && complaint !== undefined) return complaint;
  }
  return null;
}

async function scriptComplaint(args: readonly PsValue[], item: PsValue): Promise<string | null> {
  const [test] = args;
  if (!(test instanceof PsScriptBlock) || isTruthy(await test.invoke({ underscore: item }))) return null;
  return `The "${test.text}" validation script for the argument with value "${toText(item)}" did not return a result of True. Determine why the validation script failed, and then try the command again.`;
}

const CHECKS: Readonly<
  Partial<Record<Validation['kind'], (args: readonly PsValue[], item: PsValue) => string | null>>
> = {
  set: (args, item) => {
    const text = toText(item);
    if (args.some((arg) => toText(arg).toLowerCase() === text.toLowerCase())) return null;
    return `The argument "${text}" does not belong to the set "${args.map((arg) => toText(arg)).join(',')}" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again.`;
  },
  range: (args, item) => {
    const [lowest, highest] = limits(args);
    const value = toNumber(item);
    if (value > highest)
      return `The ${toText(item)} argument is greater than the maximum allowed range of ${highest}. Supply an argument that is less than or equal to ${highest} and then try the command again.`;
    return value >= lowest
      ? null
      : `The ${toText(item)} argument is less than the minimum allowed range of ${lowest}. Supply an argument that is greater than or equal to ${lowest} and then try the command again.`;
  },
  length: (args, item) => {
    const [least, most] = limits(args);
    const { length } = toText(item);
    if (length > most)
      return `The character length of the ${length} argument is too long. Shorten the character length of the argument so it is fewer than or equal to "${most}" characters, and then try the command again.`;
    return length >= least
      ? null
      : `The character length (${length}) of the argument is too short. Specify an argument with a length that is greater than or equal to "${least}", and then try the command again.`;
  },
  pattern: (args, item) => {
    const pattern = toText(args[0] ?? null);
    if (regexFrom(pattern, { caseSensitive: false }).test(toText(item))) return null;
    return `The argument "${toText(item)}" does not match the "${pattern}" pattern. Supply an argument that matches "${pattern}" and try the command again.`;
  },
};
