import { DatabaseSync } from 'node:sqlite';

/** Opens a database file and brings its schema up to date.
 *  @param synchronous FULL for what must survive a power cut, NORMAL for logs. */
export function openDatabase(
  path: string,
  migrations: readonly string[],
  synchronous: 'FULL' | 'NORMAL',
): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(
    `pragma journal_mode = wal; pragma synchronous = ${synchronous}; pragma busy_timeout = 5000;`,
  );
  const row = database.prepare('pragma user_version').get();
  const from = Number(row?.['user_version'] ?? 0);
  if (from > migrations.length) {
    throw new Error(
      `${path} was written by a newer version of Postern (schema ${from}); start that version instead`,
    );
  }
  for (let version = from; version < migrations.length; version++) {
    database.exec(`begin; ${migrations[version] ?? ''} pragma user_version = ${version + 1}; commit;`);
  }
  return database;
}
