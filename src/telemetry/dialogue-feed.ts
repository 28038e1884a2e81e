import type { ProtocolLine } from '../transport/events.ts';

type Watcher = (line: ProtocolLine) => void;

/** SMTP dialogues as they happen, for those who watch. Secrets were masked where the lines were made. */
export class DialogueFeed {
  readonly #watchers = new Set<Watcher>();

  get watched(): boolean {
    return this.#watchers.size > 0;
  }

  publish(line: ProtocolLine): void {
    for (const watcher of this.#watchers) watcher(line);
  }

  /** @returns ends the watching */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
}
