import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { AdminError } from './contract/errors.ts';

/** The snapshot with these parts, each the one in force where it says the same; the snapshot itself where all do. */
export function changed(current: ConfigSnapshot, parts: Partial<ConfigSnapshot>): ConfigSnapshot {
  const before = new Map<string, unknown>(Object.entries(current));
  const differing = Object.entries(parts).filter(
    ([name, part]) => JSON.stringify(part) !== JSON.stringify(before.get(name)),
  );
  return differing.length === 0 ? current : { ...current, ...Object.fromEntries(differing) };
}

type Identified = Readonly<{ guid: string }>;

/** The list with `next` in the place of the object that has its guid. */
export function replaced<T extends Identified>(items: readonly T[], next: T): readonly T[] {
  return items.map((item) => (item.guid === next.guid ? next : item));
}

export function without<T extends Identified>(items: readonly T[], gone: T): readonly T[] {
  return items.filter((item) => item.guid !== gone.guid);
}

/** An error that names a parameter. */
export function badValue(id: string, parameter: string, message: string, target: string): AdminError {
  return { category: 'InvalidArgument', id, message, target, parameter };
}

/** E06 */
export function badText(parameter: string, reason: string, target: string): AdminError {
  return badValue('E06', parameter, `The value of ${parameter} isn't valid: ${reason}.`, target);
}

/** E09
 *  @param range.show how the numbers are written: as sizes, as times, or as they are */
export function checkRange(
  parameter: string,
  value: number | null | undefined,
  range: Readonly<{ min: number; max: number; unlimited?: boolean; show?: (value: number) => string }>,
): AdminError | null {
  if (value === undefined || (value === null && range.unlimited === true)) return null;
  if (value !== null && value >= range.min && value <= range.max) return null;
  const show = range.show ?? String;
  const shown = value === null ? 'unlimited' : show(value);
  const bounds = `${show(range.min)} to ${show(range.max)}${range.unlimited === true ? ', or unlimited' : ''}`;
  const message = `The value ${shown} of ${parameter} is out of range. Valid values are ${bounds}.`;
  return badValue('E09', parameter, message, shown);
}
