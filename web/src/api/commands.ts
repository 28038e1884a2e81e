import type { WhatIfFact } from '../../../src/admin/contract/command-spec.ts';
import type { AdminObject, Value } from '../../../src/admin/contract/values.ts';
import { request } from './client.ts';

/** One command as the shell knows it: what a click runs, and what is shown beside the button. */
export type Command = Readonly<{
  name: string;
  parameters: Readonly<Record<string, Value>>;
  /** Switch parameters that are on: `-Custom`. */
  switches?: readonly string[];
  /** Arguments to be shown in place of values that may be secret, as PowerShell. */
  written?: Readonly<Record<string, string>>;
}>;

export type CommandResult = Readonly<{
  objects: readonly AdminObject[];
  warnings: readonly string[];
  /** With `whatIf`: what the command would do. */
  whatIf?: readonly string[];
  /** The same as values. */
  facts?: readonly WhatIfFact[];
  /** There is more than the answer holds. */
  truncated?: boolean;
}>;

export type RunOptions = Readonly<{
  /** Judge the command fully and change nothing. */
  whatIf?: boolean;
  /** The user has answered the command's question with yes. */
  confirmed?: boolean;
  /** Properties that are wanted, what has a type as its text: for lists of many objects. */
  properties?: readonly string[];
  signal?: AbortSignal;
}>;

/** Runs one command. @throws ApiError with the shell's own message, and the parameter where one is at fault */
export async function runCommand(command: Command, options: RunOptions = {}): Promise<CommandResult> {
  const switches = Object.fromEntries((command.switches ?? []).map((name) => [name, true]));
  const response = await request('POST', `/commands/${command.name}`, {
    body: {
      parameters: { ...command.parameters, ...switches },
      ...(options.whatIf === true ? { whatIf: true } : {}),
      ...(options.confirmed === true ? { confirmed: true } : {}),
      ...(options.properties === undefined ? {} : { properties: options.properties }),
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const result: CommandResult = await response.json();
  return result;
}
