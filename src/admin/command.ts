import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Arguments } from './contract/arguments.ts';
import type { CommandSpec, InvocationResult } from './contract/command-spec.ts';
import type { AdminError } from './contract/errors.ts';
import type { Value } from './contract/values.ts';
import type { AdminPorts, Caller } from './ports.ts';
import type { Pace } from './slices.ts';

/** What a change is computed from. Everything is a value; the same input gives the same change. */
export type ChangeInput = Readonly<{
  spec: CommandSpec;
  current: ConfigSnapshot;
  args: Arguments;
  /** Parameter set that the arguments chose. */
  set: string;
  /** ISO 8601 UTC */
  now: string;
  newGuid(): string;
  /** Unpredictable octets; a change that is computed anew gets the same ones. */
  randomBytes(size: number): Buffer;
  /** PHC string of the parameter Password, null where none was given. */
  passwordHash: string | null;
  /** Whether the parameter OldPassword is the caller's; null where none was given. */
  oldPasswordIsRight: boolean | null;
  caller: Caller;
}>;

/** A change that was computed and not yet made. */
export type Change = Readonly<{
  /** `current` itself where nothing differs; its version is set by dispatch. */
  next: ConfigSnapshot;
  /** Text of -WhatIf and of the confirmation. shell-language.md §11 */
  action: string;
  /** Identity of what changes, for the audit log. */
  target: string;
  /** Only single rights of a connector change: what its groups and mechanisms ask of one another is not asked again,
   *  so that one right of a group can be taken away. The open-relay guard judges all the same. */
  rightsOnly?: boolean;
  /** What the command returns. */
  objects?: () => readonly Value[];
  warnings?: readonly string[];
}>;

/** What an answer is made from. */
export type QueryInput = Readonly<{
  spec: CommandSpec;
  current: ConfigSnapshot;
  args: Arguments;
  set: string;
  ports: AdminPorts;
  caller: Caller;
  /** Long work lets others have their turn, and ends where nobody waits for it. */
  pace: Pace;
}>;

export type Answer = Readonly<{ objects: readonly Value[]; warnings?: readonly string[] }>;

/** Work on the queue that was checked and not yet done. */
export type Act = Readonly<{
  action: string;
  target: string;
  /** Each object of several. */
  targets?: InvocationResult['targets'];
  warnings?: readonly string[];
  run(): Promise<readonly Value[]>;
}>;

/** The change, once the work it needs is done. */
export type PreparedChange = Readonly<{ change: (input: ChangeInput) => Change | AdminError }>;

/** How a command is carried out: it changes the configuration, answers a question, or acts on the queue. */
export type Command =
  | Readonly<{ kind: 'change'; change: (input: ChangeInput) => Change | AdminError }>
  | Readonly<{
      kind: 'query';
      query: (input: QueryInput) => Promise<Answer | AdminError> | Answer | AdminError;
    }>
  /** A change that takes work before it can be computed: reading a file, making a key. */
  | Readonly<{ kind: 'prepared'; prepare: (input: QueryInput) => Promise<PreparedChange | AdminError> }>
  | Readonly<{ kind: 'act'; plan: (input: QueryInput) => Act | AdminError }>;
