import type { AdminError } from './errors.ts';
import type { Value } from './values.ts';

export type ParameterSpec = Readonly<{
  name: string;
  /** Type name as cmdlets.json has it: String, Boolean, SwitchParameter, Int32, Unlimited, ByteQuantifiedSize,
   *  EnhancedTimeSpan, MultiValuedProperty, Fqdn, AuthMechanisms, …IdParameter, DateTime, PSCredential, … */
  type: string;
  /** Accepts several values (arrays, edit hashtables where `editable`). */
  multiple?: boolean;
  /** @{Add=;Remove=} is accepted. */
  editable?: boolean;
  aliases?: readonly string[];
  /** 0-based; absent = named only. */
  position?: number;
  /** Takes pipeline input, by value and by property name (shell-language.md §5.6). */
  pipeline?: boolean;
  /** For enums: the names in declared order. */
  values?: readonly string[];
  /** What an `Unlimited` is made of; absent = Int32. */
  of?: 'Int32' | 'ByteQuantifiedSize';
  /** Parameter sets it belongs to; absent = all. */
  sets?: readonly string[];
  /** Mandatory in all its sets (true) or in the named ones. */
  mandatory?: boolean | readonly string[];
  /** implemented: acts. stored: kept and shown. refused: an error that names it. */
  support: 'implemented' | 'stored' | 'refused';
  /** One sentence for Get-Help. */
  help?: string;
  /** Commands whose objects this parameter may name, for completion. Absent: the one whose -Identity has its type. */
  objects?: readonly string[];
  /** Values worth offering where any may be given, for completion. */
  suggestions?: readonly string[];
}>;

export type CommandSpec = Readonly<{
  /** `New-ReceiveConnector` */
  name: string;
  synopsis: string;
  parameters: readonly ParameterSpec[];
  sets?: readonly string[];
  defaultSet?: string;
  /** Prompts unless -Confirm:$false. */
  confirm?: boolean;
  /** Supports -WhatIf and -Confirm. */
  shouldProcess?: boolean;
  /** Type of the objects it returns, '' for none. */
  returns: string;
  examples?: readonly Readonly<{ code: string; text: string }>[];
}>;

/** A bound command on its way to the server. Parameter names are canonical. */
export type Invocation = Readonly<{
  command: string;
  parameters: Readonly<Record<string, Value>>;
  /** `describe`: validate fully, change nothing, return `action` (the text of -WhatIf and of the -Confirm prompt).
   *  `run`: do it. */
  mode: 'describe' | 'run';
}>;

/** What a command would do, as values, for whoever tells it in another language than the shell's: the command acts on the
 *  target; or the server would begin or cease to listen on the target, a binding. */
export type WhatIfFact = Readonly<{ kind: 'act' | 'listen' | 'unlisten'; target: string }>;

export type InvocationResult = Readonly<{
  objects: readonly Value[];
  warnings: readonly string[];
  verbose?: readonly string[];
  /** With mode describe: e.g. `Creating Receive connector "EX1\Anonymous Relay".`, and what the change would mean. */
  action?: string;
  /** With mode describe, where one invocation acts on several objects: each may be confirmed on its own, and is then
   *  acted on by its identity. */
  targets?: readonly Readonly<{ identity: string; action: string }>[];
  /** With mode describe: what `action` and `verbose` say. */
  facts?: readonly WhatIfFact[];
  error?: AdminError;
}>;

/** What the shell engine needs of the world that runs commands; implemented over the socket, later over HTTPS. */
export interface CommandHost {
  readonly specs: readonly CommandSpec[];
  invoke(invocation: Invocation): Promise<InvocationResult>;
}
