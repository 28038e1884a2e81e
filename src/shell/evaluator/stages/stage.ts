import type { Extent } from '../../lexer/source.ts';
import type { CommandElement } from '../../parser/ast.ts';
import type { PsValue } from '../../values/value.ts';
import type { Context } from '../context.ts';

/** One running element of a pipeline. */
export type Stage = Readonly<{
  /** Runs without input: the element is the first. */
  run: () => Promise<void>;
  process: (input: PsValue) => Promise<void>;
  /** After the last input, or after run. */
  end: () => Promise<void>;
}>;

/** What a stage is made of. */
export type StageSetup = Readonly<{
  context: Context;
  element: CommandElement;
  /** Of the command's name: what errors of the command point at. */
  extent: Extent;
  expectsInput: boolean;
  /** 1-based place in the pipeline. */
  position: number;
  stopUpstream: () => void;
}>;

export const NOTHING = (): Promise<void> => Promise.resolve();
