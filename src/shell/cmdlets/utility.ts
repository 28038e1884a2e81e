import type { CommandSpec } from '../../admin/contract/command-spec.ts';
import type { ShellIo } from '../io.ts';
import type { PsValue } from '../values/value.ts';

/** A utility cmdlet of the shell itself (Where-Object, Format-Table, Export-Csv …): one entry in the table of
 *  cmdlets/table.ts. The binder binds its arguments by `parameters`; the evaluator drives begin, process, end. */
export type UtilityCmdlet = Readonly<{
  name: string;
  parameters: readonly UtilityParameter[];
  /** Makes the running instance for one pipeline element. */
  start: (call: UtilityCall) => UtilityRun;
}>;

export type UtilityParameter = Readonly<{
  name: string;
  aliases?: readonly string[];
  /** string, int, bool, switch, object, scriptblock; `[]` behind it takes several. */
  type: 'string' | 'int' | 'bool' | 'switch' | 'object' | 'scriptblock' | 'string[]' | 'int[]' | 'object[]';
  /** 0-based */
  position?: number;
  /** Takes every remaining positional argument. */
  remaining?: boolean;
  mandatory?: boolean;
  /** Filled from the pipeline (the usual -InputObject). */
  pipeline?: boolean;
}>;

/** A command that Get-Command and Get-Help know: of the server (with its specification), of the shell, or a function. */
export type KnownCommand = Readonly<{
  name: string;
  kind: 'Function' | 'Cmdlet' | 'Alias';
  /** Absent for cmdlets of the shell and functions of the session. */
  spec?: CommandSpec;
  /** Of an alias: what it stands for. */
  definition?: string;
}>;

export type CommandCatalog = () => readonly KnownCommand[];

export type UtilityCall = Readonly<{
  io: ShellIo;
  /** Bound parameters by canonical name; absent = not given. */
  parameters: ReadonlyMap<string, PsValue>;
  /** Whether objects come through a pipe. */
  expectsInput: boolean;
  /** Sends one object on. */
  emit: (value: PsValue) => Promise<void>;
  /** No more input is wanted (Select-Object -First): upstream stops. */
  stopUpstream: () => void;
  warn: (text: string) => void;
  /** A non-terminating error record. */
  error: (message: string, id: string, category?: string, target?: string) => void;
  /** Reads and sets variables of the caller's scope (Tee-Object -Variable, Get-Variable …). */
  variables: Readonly<{
    get: (name: string) => PsValue;
    set: (name: string, value: PsValue) => void;
    names: () => string[];
    /** Remove-Variable; where it is absent the variable is set to $null. */
    remove?: (name: string) => void;
  }>;
  /** Console width minus one, §9.1 */
  width: number;
  /** Commands of the server and functions of the session, for Get-Command and Get-Help. The evaluator passes
   *  `() => host.specs.map((spec) => ({ name: spec.name, kind: 'Function', spec }))` and its functions; the cmdlets and
   *  aliases of cmdlets/table.ts are added by the cmdlets themselves. */
  commands?: CommandCatalog;
  /** The session around the cmdlet, for those that are about it. */
  session?: Readonly<{
    /** Submissions as typed, oldest first, with the one that runs. */
    history: readonly string[];
    /** Runs a text in the caller's scope; its output goes the way of the cmdlet's. */
    runText: (text: string) => Promise<void>;
    transcript: Readonly<{
      path: string | null;
      start: (path: string, append: boolean) => Promise<void>;
      stop: () => Promise<void>;
    }>;
  }>;
}>;

export type UtilityRun = Readonly<{
  process?: (input: PsValue) => Promise<void> | void;
  end?: () => Promise<void> | void;
}>;
