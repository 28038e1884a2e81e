import { cellText, wholeText } from '../format/value-text.ts';
import { PsHashtable, PsObject, type PsValue } from '../values/value.ts';
import { INPUT, givenInput, isOn, parameter, switches, valueOf } from './arguments.ts';
import { keysOf, parseSelectors } from './selectors.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';

/** Groups in first-seen order, letter case ignored. shell-language.md §10 */
export const groupObject: UtilityCmdlet = {
  name: 'Group-Object',
  parameters: [
    parameter('Property', 'object[]', { position: 0 }),
    ...switches('NoElement', 'AsHashTable', 'AsString', 'CaseSensitive'),
    parameter('Culture', 'string'),
    INPUT,
  ],
  start,
};

type Group = { readonly values: readonly PsValue[]; readonly members: PsValue[] };

function start(call: UtilityCall): UtilityRun {
  const selectors = parseSelectors(valueOf(call, 'Property'));
  const caseSensitive = isOn(call, 'CaseSensitive');
  const groups = new Map<string, Group>();
  const process = async (input: PsValue) => {
    const values = await keysOf(selectors, input);
    const text = JSON.stringify(values.map(wholeText));
    const key = caseSensitive ? text : text.toLowerCase();
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { values, members: [input] });
    else known.members.push(input);
  };
  return {
    process,
    end: async () => {
      for (const input of givenInput(call)) await process(input);
      await emitGroups(call, [...groups.values()]);
    },
  };
}

async function emitGroups(call: UtilityCall, groups: readonly Group[]): Promise<void> {
  if (!isOn(call, 'AsHashTable')) {
    for (const group of groups) await call.emit(groupInfo(group, isOn(call, 'NoElement')));
    return;
  }
  if (groups.length === 0) return;
  const table = new PsHashtable();
  for (const group of groups) {
    const [key = null] = group.values;
    table.set(isOn(call, 'AsString') ? wholeText(key) : key, group.members);
  }
  await call.emit(table);
}

function groupInfo(group: Group, noElement: boolean): PsObject {
  const name = group.values.map((value) => cellText(value, { limit: -1 })).join(', ');
  const info = new PsObject({ typeName: noElement ? 'GroupInfoNoElement' : 'GroupInfo' });
  info.set('Values', [...group.values]).set('Count', group.members.length);
  if (!noElement) info.set('Group', group.members);
  return info.set('Name', name);
}
