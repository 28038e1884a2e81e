import { PsObject, type PsValue } from '../values/value.ts';
import { INPUT, givenInput, isOn, listOf, parameter, switches, valueOf } from './arguments.ts';
import { wholeText } from '../format/value-text.ts';
import type { CompareOptions } from '../operators/compare.ts';
import { evaluate, parseSelectors, type Selector } from './selectors.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';

/** Get-Unique and Compare-Object. shell-language.md §10 */
export const uniqueCmdlets: readonly UtilityCmdlet[] = [
  { name: 'Get-Unique', parameters: [...switches('AsString', 'OnType'), INPUT], start: getUnique },
  {
    name: 'Compare-Object',
    parameters: [
      parameter('ReferenceObject', 'object[]', { position: 0, mandatory: true }),
      parameter('DifferenceObject', 'object[]', { position: 1, pipeline: true, mandatory: true }),
      parameter('Property', 'object[]'),
      parameter('SyncWindow', 'int'),
      ...switches('IncludeEqual', 'ExcludeDifferent', 'PassThru', 'CaseSensitive'),
    ],
    start: compare,
  },
];

/** Leaves out what equals its neighbour before it; sorted input has each value once then. */
function getUnique(call: UtilityCall): UtilityRun {
  let before: string | null = null;
  const process = async (input: PsValue) => {
    const text = isOn(call, 'AsString') ? wholeText(input).toLowerCase() : wholeText(input);
    if (text === before) return;
    before = text;
    await call.emit(input);
  };
  return {
    process,
    end: async () => {
      for (const input of givenInput(call)) await process(input);
    },
  };
}

type Side = '==' | '=>' | '<=';
type Compared = Readonly<{ value: PsValue; key: string; columns: readonly (readonly [string, PsValue])[] }>;

function compare(call: UtilityCall): UtilityRun {
  const differences: PsValue[] = [];
  return {
    process: (input) => {
      differences.push(input);
    },
    end: async () => {
      if (!call.expectsInput) differences.push(...listOf(valueOf(call, 'DifferenceObject')));
      await report(call, listOf(valueOf(call, 'ReferenceObject')), differences);
    },
  };
}

async function report(
  call: UtilityCall,
  references: readonly PsValue[],
  differences: readonly PsValue[],
): Promise<void> {
  const selectors = parseSelectors(valueOf(call, 'Property'));
  const options: CompareOptions = { caseSensitive: isOn(call, 'CaseSensitive') };
  const keyed = (value: PsValue) => compared(value, selectors, options);
  const left = await Promise.all(references.map(keyed));
  const added: Compared[] = [];
  for (const right of await Promise.all(differences.map(keyed))) {
    const match = left.findIndex((candidate) => candidate.key === right.key);
    if (match < 0) added.push(right);
    else if (isOn(call, 'IncludeEqual')) await emitSide(call, right, '==');
    if (match >= 0) left.splice(match, 1);
  }
  if (isOn(call, 'ExcludeDifferent')) return;
  for (const one of added) await emitSide(call, one, '=>');
  for (const one of left) await emitSide(call, one, '<=');
}

async function compared(
  value: PsValue,
  selectors: readonly Selector[],
  options: CompareOptions,
): Promise<Compared> {
  const cells = await Promise.all(selectors.map((selector) => evaluate(selector, value)));
  const columns = cells.map((cell) => [cell.label, cell.value] as const);
  const text =
    selectors.length === 0 ? wholeText(value) : JSON.stringify(columns.map(([, item]) => wholeText(item)));
  return { value, columns, key: options.caseSensitive ? text : text.toLowerCase() };
}

async function emitSide(call: UtilityCall, one: Compared, side: Side): Promise<void> {
  if (isOn(call, 'PassThru')) return call.emit(one.value);
  const row = new PsObject({ typeName: 'PSCustomObject' });
  if (one.columns.length === 0) row.set('InputObject', one.value);
  for (const [label, value] of one.columns) row.set(label, value);
  await call.emit(row.set('SideIndicator', side));
}
