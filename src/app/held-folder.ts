import { DiskReserve } from '../store/disk-reserve.ts';
import { DataFolderLocked, FolderLock } from '../store/folder-lock.ts';
import { Database } from '../store/sqlite/database.ts';
import type { Logger } from '../transport/events.ts';
import { prepareDataFolder } from './data-folder.ts';
import { StartupError } from './startup-error.ts';

/** The data folder, taken for this server. The thread of its database is on its way up. */
export type HeldFolder = Readonly<{ lock: FolderLock; database: Database; reserve: DiskReserve }>;

/** Throws a StartupError where the folder cannot be used or another server has it. */
export function holdFolder(folder: string, logger: Logger): HeldFolder {
  prepareDataFolder(folder);
  const lock = lockFolder(folder);
  const reserve = new DiskReserve(folder, (isSpent) => tellReserve(isSpent, logger));
  return { lock, database: new Database(folder, reserve), reserve };
}

function tellReserve(isSpent: boolean, logger: Logger): void {
  if (isSpent)
    logger.warn(
      'The disk is full: its reserve serves administration and outcomes of mail, and no mail is taken until space is freed',
    );
  else logger.info('There is space again, and the reserve of the disk is kept');
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
