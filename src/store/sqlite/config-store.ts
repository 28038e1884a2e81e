import type { ServerIdentity } from '../../config/organization.ts';
import type { AuditRow, ConfigSnapshot, ConfigStore } from '../../config/snapshot.ts';
import { decode, snapshotDifference } from './codec.ts';
import type { Database } from './database.ts';
import type { StoredObject } from './protocol.ts';

/** Another change came first; nothing was changed. The caller reads the current snapshot and tries again. */
class ConcurrencyConflict extends Error {
  override readonly name = 'ConcurrencyConflict';
  readonly code = 'POSTERN_CONCURRENCY_CONFLICT';
}

export type ConfigStart = Readonly<{
  first: () => ConfigSnapshot;
  identity: (stored: ServerIdentity) => ServerIdentity;
}>;

type ChangeListener = (next: ConfigSnapshot, previous: ConfigSnapshot) => void;

/** The configuration in DATA/postern.db, with its current snapshot in memory. */
export class SqliteConfigStore implements ConfigStore {
  readonly #database: Database;
  readonly #listeners: ChangeListener[] = [];
  #current: ConfigSnapshot;
  #lastCommit: Promise<unknown> = Promise.resolve();

  private constructor(database: Database, current: ConfigSnapshot) {
    this.#database = database;
    this.#current = current;
  }

  /** Loads what is stored; a new database gets the first snapshot.
   *  @param start.identity names of the server for this run, given the stored ones */
  static async open(database: Database, start: ConfigStart): Promise<SqliteConfigStore> {
    const stored = await database.ask({ op: 'loadConfig' });
    const first = { ...start.first(), version: 1 };
    if (stored !== null) {
      const snapshot = restore(first, stored.version, stored.objects);
      return new SqliteConfigStore(database, { ...snapshot, server: start.identity(snapshot.server) });
    }
    const change = { expectedVersion: 0, nextVersion: 1, ...snapshotDifference(null, first), audit: null };
    await database.ask({ op: 'commitConfig', change });
    return new SqliteConfigStore(database, first);
  }

  get current(): ConfigSnapshot {
    return this.#current;
  }

  commit(expectedVersion: number, next: ConfigSnapshot, audit: AuditRow): Promise<void> {
    const commit = this.#lastCommit.then(() => this.#commit(expectedVersion, next, audit));
    this.#lastCommit = commit.catch(() => undefined);
    return commit;
  }

  async #commit(expectedVersion: number, next: ConfigSnapshot, audit: AuditRow): Promise<void> {
    const previous = this.#current;
    if (previous.version !== expectedVersion) throw conflict(expectedVersion, previous.version);
    const change = {
      expectedVersion,
      nextVersion: next.version,
      ...snapshotDifference(previous, next),
      audit,
    };
    const committed = await this.#database.ask({ op: 'commitConfig', change });
    if (!committed) throw conflict(expectedVersion, previous.version);
    this.#current = next;
    for (const listener of this.#listeners) listener(next, previous);
  }

  onChange(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }
}

function conflict(expected: number, current: number): ConcurrencyConflict {
  return new ConcurrencyConflict(
    `the configuration is at version ${current}, not ${expected}: read it and try again`,
  );
}

/** Singles are laid over the initial values, so that a setting of a newer program has its default. */
function restore(initial: ConfigSnapshot, version: number, objects: readonly StoredObject[]): ConfigSnapshot {
  const list = <T extends object>(kind: string, shape: readonly T[]): T[] =>
    objects.filter((object) => object.kind === kind).map((object) => decode(object.body, shape));
  const single = <T extends object>(kind: string, fallback: T): T => {
    const object = objects.find((candidate) => candidate.kind === kind);
    return object === undefined ? fallback : { ...fallback, ...decode(object.body, [fallback]) };
  };
  return {
    version,
    server: single('server', initial.server),
    receiveConnectors: list('receiveConnectors', initial.receiveConnectors),
    sendConnectors: list('sendConnectors', initial.sendConnectors),
    acceptedDomains: list('acceptedDomains', initial.acceptedDomains),
    directory: list('directory', initial.directory),
    transportConfig: single('transportConfig', initial.transportConfig),
    transportService: single('transportService', initial.transportService),
    senderFilter: single('senderFilter', initial.senderFilter),
    recipientFilter: single('recipientFilter', initial.recipientFilter),
    transportLogs: single('transportLogs', initial.transportLogs),
    frontendLogs: single('frontendLogs', initial.frontendLogs),
    telemetry: single('telemetry', initial.telemetry),
  };
}
