import type { DatabaseSync } from 'node:sqlite';
import type { AuditRow, ModifiedProperty } from '../../config/audit-row.ts';
import type { ConfigChange, DatabaseResults, StoredObject } from './protocol.ts';

/** Statements on configuration and audit. Runs in the database thread. */
export class ConfigTables {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  load(): DatabaseResults['loadConfig'] {
    const version = this.#version();
    if (version === null) return null;
    const rows = this.#database
      .prepare('select kind, guid, ordinal, body from config_object order by ordinal, guid')
      .all();
    return { version, objects: rows.map(storedObject) };
  }

  commit(change: ConfigChange): boolean {
    this.#database.exec('begin immediate');
    try {
      const current = this.#version() ?? 0;
      if (current !== change.expectedVersion) {
        this.#database.exec('rollback');
        return false;
      }
      this.#apply(change);
      this.#database.exec('commit');
      return true;
    } catch (error) {
      // Where the disk is full SQLite has taken it back already.
      if (this.#database.isTransaction) this.#database.exec('rollback');
      throw error;
    }
  }

  #apply(change: ConfigChange): void {
    this.#database
      .prepare(
        'insert into config_version values (1, ?) on conflict do update set version = excluded.version',
      )
      .run(change.nextVersion);
    const remove = this.#database.prepare('delete from config_object where kind = ? and guid = ?');
    for (const { kind, guid } of change.remove) remove.run(kind, guid);
    const upsert = this.#database.prepare(
      `insert into config_object values (?, ?, ?, ?)
       on conflict do update set body = excluded.body`,
    );
    for (const object of change.upsert) upsert.run(object.kind, object.guid, object.ordinal, object.body);
    if (change.audit !== null) this.appendAudit(change.audit);
  }

  appendAudit(row: AuditRow): void {
    this.#database
      .prepare(
        `insert into audit (run_at, caller, command, parameters, object_modified, succeeded, error, address, modified)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        row.runAt,
        row.caller,
        row.command,
        JSON.stringify(row.parameters),
        row.objectModified,
        row.succeeded ? 1 : 0,
        row.error,
        row.address ?? null,
        row.modified === undefined ? null : JSON.stringify(row.modified),
      );
  }

  /** @returns how many rows older than the instant (ISO 8601) were deleted */
  deleteAuditBefore(iso: string): number {
    return Number(this.#database.prepare('delete from audit where run_at < ?').run(iso).changes);
  }

  /** Newest first. */
  queryAudit(limit: number): readonly AuditRow[] {
    const rows = this.#database.prepare('select * from audit order by id desc limit ?').all(limit);
    return rows.map((row) => ({
      runAt: String(row['run_at']),
      caller: String(row['caller']),
      command: String(row['command']),
      parameters: parseParameters(String(row['parameters'])),
      objectModified: String(row['object_modified']),
      succeeded: row['succeeded'] === 1,
      error: row['error'] === null ? null : String(row['error']),
      ...(row['address'] === null ? {} : { address: String(row['address']) }),
      ...(row['modified'] === null ? {} : { modified: parseModified(String(row['modified'])) }),
    }));
  }

  #version(): number | null {
    const row = this.#database.prepare('select version from config_version').get();
    return row === undefined ? null : Number(row['version']);
  }
}

function storedObject(row: Record<string, unknown>): StoredObject {
  return {
    kind: String(row['kind']),
    guid: String(row['guid']),
    ordinal: Number(row['ordinal']),
    body: String(row['body']),
  };
}

function parseParameters(text: string): Record<string, string> {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
}

/** Only this program writes these rows, so their shape is taken on trust. */
function parseModified(text: string): readonly ModifiedProperty[] {
  const rows: readonly ModifiedProperty[] = JSON.parse(text);
  return rows;
}
