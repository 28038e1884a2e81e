import type { AuditLog } from '../admin/ports.ts';
import type { AuditRow } from '../config/audit-row.ts';
import type { ConfigStore } from '../config/snapshot.ts';

type Watcher = (row: AuditRow) => void;

/** Tells those who watch of each change that succeeded, from the row that the audit log keeps of it. */
export class ChangeFeed {
  readonly #watchers = new Set<Watcher>();

  /** @returns ends the watching */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  config(store: ConfigStore): ConfigStore {
    return {
      get current() {
        return store.current;
      },
      commit: async (expectedVersion, next, audit) => {
        await store.commit(expectedVersion, next, audit);
        this.#tell(audit);
      },
      onChange: (listener) => store.onChange(listener),
    };
  }

  audit(log: AuditLog): AuditLog {
    return {
      append: async (row) => {
        await log.append(row);
        if (row.succeeded) this.#tell(row);
      },
      query: (limit) => log.query(limit),
    };
  }

  #tell(row: AuditRow): void {
    for (const watcher of this.#watchers) watcher(row);
  }
}
