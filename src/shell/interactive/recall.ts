import { type History, searchBack } from './history.ts';
import { type Line, lineOf, rowDown, rowUp } from './line.ts';

/** A line being typed and where in the history it was taken from: `at` is the length of the history for what the person
 *  types anew, which is kept as `draft` while former submissions are looked at. */
export type Recall = Readonly<{ line: Line; at: number; draft: Line; wanted: string | null }>;

export function freshRecall(history: History, line: Line): Recall {
  return { line, at: history.length, draft: line, wanted: null };
}

/** Up: a row up within the text, else the submission before. */
export function up(recall: Recall, history: History): Recall {
  const above = rowUp(recall.line);
  return above === null ? shown(recall, history, recall.at - 1) : { ...recall, line: above, wanted: null };
}

export function down(recall: Recall, history: History): Recall {
  const below = rowDown(recall.line);
  return below === null ? shown(recall, history, recall.at + 1) : { ...recall, line: below, wanted: null };
}

/** The newest submission before the one shown that holds what was typed; again, the one before that. */
export function search(recall: Recall, history: History): Recall {
  const wanted = recall.wanted ?? recall.line.text;
  const at = searchBack(history, recall.at, wanted);
  return at < 0 ? recall : { ...shown(recall, history, at), wanted };
}

function shown(recall: Recall, history: History, at: number): Recall {
  if (at < 0 || at > history.length) return recall;
  const draft = recall.at === history.length ? recall.line : recall.draft;
  const entry = history[at];
  return { line: entry === undefined ? draft : lineOf(entry), at, draft, wanted: null };
}
