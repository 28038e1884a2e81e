import { ShellError } from '../errors/shell-error.ts';
import { callMethod } from '../evaluator/members.ts';
import { itemsOf } from '../format/kinds.ts';
import { propertyOf } from '../format/properties.ts';
import { singleText } from '../format/value-text.ts';
import { PsScriptBlock, type PsValue } from '../values/value.ts';
import { INPUT, listOf, parameter, valueOf } from './arguments.ts';
import { matchingNames } from './selectors.ts';
import type { UtilityCall, UtilityCmdlet, UtilityRun } from './utility.ts';

/** `% { … }`; `-Begin -Process -End`; `% Name` (property), `% Split ","` (method with arguments).
 *  Three positional blocks are begin, process and end; two are begin and process. */
export const forEachObject: UtilityCmdlet = {
  name: 'ForEach-Object',
  parameters: [
    parameter('Process', 'object[]', { position: 0, remaining: true, aliases: ['MemberName'] }),
    parameter('Begin', 'scriptblock'),
    parameter('End', 'scriptblock'),
    parameter('ArgumentList', 'object[]'),
    INPUT,
  ],
  start,
};

function start(call: UtilityCall): UtilityRun {
  const given = listOf(valueOf(call, 'Process'));
  const blocks = given.filter((item) => item instanceof PsScriptBlock);
  if (given[0] !== undefined && !(given[0] instanceof PsScriptBlock)) {
    return byMember(call, singleText(given[0]), [
      ...given.slice(1),
      ...listOf(valueOf(call, 'ArgumentList')),
    ]);
  }
  return byBlocks(call, arrange(call, blocks));
}

type Blocks = Readonly<{
  begin: PsScriptBlock | null;
  process: readonly PsScriptBlock[];
  end: PsScriptBlock | null;
}>;

function arrange(call: UtilityCall, blocks: readonly PsScriptBlock[]): Blocks {
  const begin = blockOf(call, 'Begin');
  const end = blockOf(call, 'End');
  const rest = [...blocks];
  const first = begin === null && rest.length > 1 ? (rest.shift() ?? null) : begin;
  const last = end === null && rest.length > 1 ? (rest.pop() ?? null) : end;
  return { begin: first, process: rest, end: last };
}

function blockOf(call: UtilityCall, name: string): PsScriptBlock | null {
  const value = valueOf(call, name);
  return value instanceof PsScriptBlock ? value : null;
}

function byBlocks(call: UtilityCall, blocks: Blocks): UtilityRun {
  let begun = false;
  const begin = async () => {
    if (begun) return;
    begun = true;
    if (blocks.begin !== null) await run(call, blocks.begin, null);
  };
  return {
    process: async (input) => {
      await begin();
      for (const block of blocks.process) await run(call, block, input);
    },
    end: async () => {
      await begin();
      if (blocks.end !== null) await run(call, blocks.end, null);
    },
  };
}

async function run(call: UtilityCall, block: PsScriptBlock, underscore: PsValue): Promise<void> {
  for (const value of await block.invoke({ underscore })) await call.emit(value);
}

function byMember(call: UtilityCall, name: string, args: readonly PsValue[]): UtilityRun {
  return {
    process: async (input) => {
      const [match = name] = /[*?]/.test(name) ? matchingNames(name, input) : [name];
      const found = propertyOf(input, match) ?? methodValue(input, match, args);
      for (const value of itemsOf(found) ?? [found]) await call.emit(value);
    },
  };
}

/** A name that is neither property nor method gives $null; with arguments a method was meant. */
function methodValue(input: PsValue, name: string, args: readonly PsValue[]): PsValue {
  try {
    return callMethod(input, name, args);
  } catch (error) {
    if (error instanceof ShellError && error.info.id === 'MethodNotFound' && args.length === 0) return null;
    throw error;
  }
}
