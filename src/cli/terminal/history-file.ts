import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type History, isSecret, KEPT } from '../../shell/interactive/history.ts';

/** Where the history of this user lies: `$XDG_STATE_HOME/postern/shell-history`, else below `~/.local/state`; null for a
 *  user without a home. */
export function historyPath(env: (name: string) => string | undefined): string | null {
  const home = env('HOME') ?? '';
  const state = env('XDG_STATE_HOME') ?? '';
  const folder = state !== '' ? state : home === '' ? null : join(home, '.local', 'state');
  return folder === null ? null : join(folder, 'postern', 'shell-history');
}

/** One JSON text a line, so that a submission of several lines stays one. Only its owner may read the file (0600).
 *  What cannot be written is remembered for this session only: a shell without a history is still a shell. */
export class HistoryFile {
  readonly #path: string | null;

  constructor(path: string | null) {
    this.#path = path;
  }

  /** @returns what former sessions left; a file that has grown too long is cut */
  load(): History {
    if (this.#path === null) return [];
    try {
      const entries = readFileSync(this.#path, 'utf8').split('\n').flatMap(entryOf);
      chmodSync(this.#path, 0o600);
      if (entries.length > 2 * KEPT) this.#write(entries.slice(-KEPT));
      return entries.slice(-KEPT);
    } catch {
      return [];
    }
  }

  append(text: string): void {
    const entry = text.trimEnd();
    if (this.#path === null || entry === '' || isSecret(entry)) return;
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      appendFileSync(this.#path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch {
      // A read-only home: nothing that the person at the prompt could mend now.
    }
  }

  #write(entries: History): void {
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    if (this.#path !== null) writeFileSync(this.#path, text, { mode: 0o600 });
  }
}

function entryOf(line: string): string[] {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'string' ? [entry] : [];
  } catch {
    return [];
  }
}
