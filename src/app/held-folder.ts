import { DataFolderLocked, FolderLock } from '../store/folder-lock.ts';
import { Database } from '../store/sqlite/database.ts';
import { prepareDataFolder } from './data-folder.ts';
import { StartupError } from './startup-error.ts';

/** The data folder, taken for this server. The thread of its database is on its way up. */
export type HeldFolder = Readonly<{ lock: FolderLock; database: Database }>;

/** Throws a StartupError where the folder cannot be used or another server has it. */
export function holdFolder(folder: string): HeldFolder {
  prepareDataFolder(folder);
  return { lock: lockFolder(folder), database: new Database(folder) };
}

function lockFolder(folder: string): FolderLock {
  try {
    return FolderLock.acquire(folder);
  } catch (error) {
    if (!(error instanceof DataFolderLocked)) throw error;
    const remedy = `stop it with: bin/postern stop --data ${folder}, or choose another folder with --data`;
    throw new StartupError(`A server already runs on the data folder ${folder}; ${remedy}`, { cause: error });
  }
}
