import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

/** Another server holds the data folder. */
export class DataFolderLocked extends Error {
  override readonly name = 'DataFolderLocked';
  readonly code = 'POSTERN_DATA_FOLDER_LOCKED';
}

/** Holds a data folder for one server. The lock is SQLite's exclusive lock on DATA/postern.lock: the operating system
 *  drops it when the process ends in whatever way, so that a killed server never blocks the next start, and it holds
 *  across network namespaces, where an abstract socket would not. */
export class FolderLock {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  static acquire(folder: string): FolderLock {
    const database = new DatabaseSync(join(folder, 'postern.lock'), { timeout: 0 });
    try {
      database.exec('pragma journal_mode = memory; begin exclusive;');
    } catch (error) {
      database.close();
      if (error instanceof Error && error.message.includes('locked')) {
        throw new DataFolderLocked(`a server already runs on ${folder}`, { cause: error });
      }
      throw error;
    }
    return new FolderLock(database);
  }

  release(): void {
    this.#database.close();
  }
}
