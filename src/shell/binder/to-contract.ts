import type { ParameterSpec } from '../../admin/contract/command-spec.ts';
import type { Value } from '../../admin/contract/values.ts';
import { isTagged, itemsOf } from '../format/kinds.ts';
import type { Extent } from '../lexer/source.ts';
import { approximate, isNumber } from '../values/number.ts';
import { toText } from '../values/text.ts';
import { PsDateTime, PsHashtable, PsObject, PsScriptBlock, type PsValue } from '../values/value.ts';
import { bindingError } from './binding-error.ts';
import type { Given } from './binding.ts';

/** Types that take a number as a number; all others get a bareword number as it was typed. */
const NUMERIC = new Set([
  'Int32',
  'UInt32',
  'Int64',
  'Boolean',
  'SwitchParameter',
  'Unlimited',
  'ByteQuantifiedSize',
  'EnhancedTimeSpan',
  'Double',
]);

/** Types whose commands need the object itself, not what identifies it. */
const OBJECTS = new Set(['ADAcePresentationObject', 'ExtensibleQueueInfo', 'ExtensibleMessageInfo']);

/** Last stage: a value of the language as the contract carries it; its type is the server's to judge, except where
 *  PowerShell itself refuses. shell-language.md §3.3, §5.3 */
export function toContract(command: string, spec: ParameterSpec, given: Given): Value {
  const isNumeric = NUMERIC.has(spec.type) || spec.values !== undefined;
  const value = isNumeric ? given.value : given.asTyped;
  if (spec.type === 'Boolean') return toBoolean(command, spec, value, given.extent);
  return contractValue(value, OBJECTS.has(spec.type));
}

function toBoolean(command: string, spec: ParameterSpec, value: PsValue, extent: Extent): Value {
  if (typeof value === 'boolean') return value;
  if (isNumber(value)) return approximate(value) !== 0;
  throw bindingError(command, extent, {
    id: 'ParameterArgumentTransformationError',
    category: 'InvalidData',
    reason: 'ParameterBindingArgumentTransformationException',
    message: `Cannot process argument transformation on parameter '${spec.name}'. Cannot convert value "System.String" to type "System.Boolean". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.`,
  });
}

function contractValue(value: PsValue, keepsObjects: boolean): Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (isNumber(value)) return approximate(value);
  const items = itemsOf(value);
  if (items !== null) return items.map((item) => contractValue(item, keepsObjects));
  if (isTagged(value)) return value;
  if (value instanceof PsDateTime) return { $: 'datetime', iso: new Date(value.ms).toISOString() };
  if (value instanceof PsHashtable) {
    return {
      $: 'table',
      entries: value
        .entries()
        .map((entry) => [toText(entry.key), contractValue(entry.value, keepsObjects)] as const),
    };
  }
  if (value instanceof PsObject)
    return keepsObjects && value.source !== null ? value.source : identityOf(value);
  return value instanceof PsScriptBlock ? value.text.trim() : toText(value);
}

/** By what a command finds an object again. */
function identityOf(object: PsObject): Value {
  for (const name of ['Guid', 'Identity']) {
    const value = object.get(name);
    if (value !== null && toText(value) !== '') return toText(value);
  }
  return object.text ?? toText(object.has('Name') ? object.get('Name') : object);
}
