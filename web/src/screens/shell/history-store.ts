import { type History, isSecret, KEPT } from '../../../../src/shell/interactive/history.ts';

/** What a user has typed in this browser, without what may hold a password. */
export class HistoryStore {
  readonly #key: string;

  constructor(user: string) {
    this.#key = `postern.shell-history.${user}`;
  }

  load(): History {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(this.#key) ?? '[]');
      return Array.isArray(stored) ? stored.filter((entry) => typeof entry === 'string').slice(-KEPT) : [];
    } catch {
      return [];
    }
  }

  append(text: string): void {
    const entry = text.trimEnd();
    if (entry === '' || isSecret(entry)) return;
    try {
      localStorage.setItem(this.#key, JSON.stringify([...this.load(), entry].slice(-KEPT)));
    } catch {
      // A browser that keeps nothing: the session has its history all the same.
    }
  }
}
