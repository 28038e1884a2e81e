import { approximate, isNumber } from '../values/number.ts';
import { itemsOf } from '../format/kinds.ts';
import { singleText } from '../format/value-text.ts';
import type { PsValue } from '../values/value.ts';
import type { UtilityCall, UtilityParameter } from './utility.ts';

/** The usual -InputObject. */
export const INPUT: UtilityParameter = { name: 'InputObject', type: 'object', pipeline: true };

export function parameter(
  name: string,
  type: UtilityParameter['type'],
  more: Partial<UtilityParameter> = {},
): UtilityParameter {
  return { name, type, ...more };
}

export function switches(...names: readonly string[]): UtilityParameter[] {
  return names.map((name) => parameter(name, 'switch'));
}

export function valueOf(call: UtilityCall, name: string): PsValue | undefined {
  return call.parameters.get(name);
}

export function isOn(call: UtilityCall, name: string): boolean {
  return call.parameters.get(name) === true;
}

/** Text of a parameter; undefined where it was not given. */
export function textOf(call: UtilityCall, name: string): string | undefined {
  const value = call.parameters.get(name);
  return value === undefined || value === null ? undefined : singleText(value);
}

export function numberOf(call: UtilityCall, name: string): number | undefined {
  const value = call.parameters.get(name);
  return isNumber(value) ? approximate(value) : undefined;
}

/** The elements of a collection, or the value as the only one. */
export function listOf(value: PsValue | undefined): readonly PsValue[] {
  if (value === undefined || value === null) return [];
  return itemsOf(value) ?? [value];
}

export function textsOf(call: UtilityCall, name: string): string[] {
  return listOf(call.parameters.get(name)).map(singleText);
}

/** Objects given by name instead of through a pipe. */
export function givenInput(call: UtilityCall): readonly PsValue[] {
  return call.expectsInput ? [] : listOf(call.parameters.get('InputObject'));
}
