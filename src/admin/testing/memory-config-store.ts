import type { AuditRow } from '../../config/audit-row.ts';
import type { ConfigSnapshot, ConfigStore } from '../../config/snapshot.ts';
import type { AuditLog } from '../ports.ts';

/** Named as the adapters name theirs: dispatch knows it by its name. */
class ConcurrencyConflict extends Error {
  override readonly name = 'ConcurrencyConflict';
}

type ChangeListener = (next: ConfigSnapshot, previous: ConfigSnapshot) => void;

/** Configuration and audit log in memory. */
export class MemoryConfigStore implements ConfigStore, AuditLog {
  readonly rows: AuditRow[] = [];
  readonly #listeners: ChangeListener[] = [];
  #current: ConfigSnapshot;
  /** Runs before each commit: a test changes the configuration here as another administrator would. */
  beforeCommit: (() => void) | null = null;

  constructor(first: ConfigSnapshot) {
    this.#current = first;
  }

  get current(): ConfigSnapshot {
    return this.#current;
  }

  /** Puts another snapshot in place, as a commit of somebody else. */
  replace(next: ConfigSnapshot): void {
    this.#current = { ...next, version: this.#current.version + 1 };
  }

  async commit(expectedVersion: number, next: ConfigSnapshot, audit: AuditRow): Promise<void> {
    this.beforeCommit?.();
    if (expectedVersion !== this.#current.version) throw new ConcurrencyConflict('another change came first');
    const previous = this.#current;
    this.#current = next;
    this.rows.unshift(audit);
    for (const listener of this.#listeners) listener(next, previous);
  }

  onChange(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  async append(row: AuditRow): Promise<void> {
    this.rows.unshift(row);
  }

  async query(limit: number): Promise<readonly AuditRow[]> {
    return this.rows.slice(0, limit);
  }
}
