import type { Completion } from '../completion/complete.ts';
import { type Line, replace } from './line.ts';

/** Tab shows one candidate after the other, as in the Windows console; Shift+Tab goes back. */
export type Cycle = Readonly<{ completion: Completion; index: number; line: Line }>;

/** The first candidate of a completion, null where there is none. */
export function firstOf(line: Line, completion: Completion, step: 1 | -1): Cycle | null {
  const index = step === 1 ? 0 : completion.candidates.length - 1;
  return at(line, completion, index);
}

/** The next candidate in the place of the one shown. */
export function nextOf(cycle: Cycle, step: 1 | -1): Cycle | null {
  const { length } = cycle.completion.candidates;
  return at(cycle.line, cycle.completion, (cycle.index + step + length) % length);
}

function at(line: Line, completion: Completion, index: number): Cycle | null {
  const candidate = completion.candidates[index];
  if (candidate === undefined) return null;
  return { completion, index, line: replace(line, completion.start, line.cursor, candidate) };
}
