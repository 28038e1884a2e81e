/** Submissions of former and of this session, oldest first. */
export type History = readonly string[];

/** As many as a history keeps. */
export const KEPT = 1000;

/** Appends a submission, unless it is blank or the same as the one before. */
export function remembered(history: History, text: string): History {
  const entry = text.trimEnd();
  return entry === '' || history.at(-1) === entry ? history : [...history, entry].slice(-KEPT);
}

/** Whether a submission may hold a password or key. Such a one is recalled in its own session and never written down. */
export function isSecret(text: string): boolean {
  return /password|passwd|asplaintext|securestring|credential|secret|token|api-?key/i.test(text);
}

/** The newest entry before `from` that holds the text; -1 where there is none. */
export function searchBack(history: History, from: number, text: string): number {
  const wanted = text.toLowerCase();
  for (let at = Math.min(from, history.length) - 1; at >= 0; at--) {
    if (history[at]?.toLowerCase().includes(wanted) === true) return at;
  }
  return -1;
}
