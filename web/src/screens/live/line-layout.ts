import { type DialogueLine, lineText, type Session } from './dialogue-tail.ts';

/** CSS pixels; live.css holds rows to them. */
const HEAD_HEIGHT = 44;
const LINE_HEIGHT = 20;
/** Drawn above and below what is in sight, so that scrolling shows no gap. */
const BEYOND = 400;

/** What the list shows: the head of a session, or one line of it. */
export type LiveRow =
  | Readonly<{ kind: 'head'; session: Session }>
  | Readonly<{ kind: 'line'; key: string; line: DialogueLine }>;

export function rowsOf(sessions: readonly Session[]): readonly LiveRow[] {
  return sessions.flatMap((session): LiveRow[] => [
    { kind: 'head', session },
    ...session.lines.map((line, index): LiveRow => ({ kind: 'line', key: `${session.key} ${index}`, line })),
  ]);
}

/** Where each row begins, and the height of all as the last entry.
 *  @param columns characters that fit beside each other */
export function offsetsOf(rows: readonly LiveRow[], columns: number): readonly number[] {
  let at = 0;
  const offsets = [0];
  for (const row of rows) {
    at += row.kind === 'head' ? HEAD_HEIGHT : LINE_HEIGHT * linesOf(lineText(row.line), columns);
    offsets.push(at);
  }
  return offsets;
}

/** How many lines a text takes in a font whose characters are of one width; Japanese ones take two. */
function linesOf(text: string, columns: number): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) < 0x2e80 ? 1 : 2;
  return Math.max(1, Math.ceil(width / Math.max(columns, 1)));
}

/** The rows in sight and some beyond. */
export function rowsInSight(
  offsets: readonly number[],
  place: Readonly<{ top: number; height: number }>,
): Readonly<{ first: number; end: number }> {
  const count = offsets.length - 1;
  const first = Math.max(0, indexAt(offsets, place.top - BEYOND) - 1);
  return {
    first: Math.min(first, count),
    end: Math.min(count, indexAt(offsets, place.top + place.height + BEYOND)),
  };
}

/** Index of the first offset that is not less. */
function indexAt(offsets: readonly number[], at: number): number {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
