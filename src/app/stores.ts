import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { initialSnapshot } from '../config/setup.ts';
import { DiskReserve } from '../store/disk-reserve.ts';
import { DataFolderLocked, FolderLock } from '../store/folder-lock.ts';
import { openSegmentLog, type SegmentLogStore } from '../store/segment-log/store.ts';
import { SqliteConfigStore } from '../store/sqlite/config-store.ts';
import { Database } from '../store/sqlite/database.ts';
import { SecretBox } from '../store/secret-box.ts';
import { openSuspendedQueues } from '../store/suspended-queues-file.ts';
import { TrackingStore } from '../store/sqlite/tracking-store.ts';
import type { Logger } from '../transport/events.ts';
import type { SuspendedQueues } from '../transport/suspended-queues.ts';
import { initialIdentity, laterIdentity } from './identity.ts';
import type { ServerOptions } from './options.ts';
import { StartupError } from './startup-error.ts';

/** Everything that lies in the data folder. */
export type Stores = Readonly<{
  lock: FolderLock;
  database: Database;
  config: SqliteConfigStore;
  tracking: TrackingStore;
  queue: SegmentLogStore;
  suspended: SuspendedQueues;
  reserve: DiskReserve;
}>;

/** Takes the data folder for this server and opens what is in it. Rejects with StartupError. */
export async function openStores(options: ServerOptions, logger: Logger): Promise<Stores> {
  const lock = lockFolder(options.dataFolder);
  try {
    const reserve = new DiskReserve(options.dataFolder, (isSpent) => tellReserve(isSpent, logger));
    const database = new Database(options.dataFolder, reserve);
    const [config, queue, suspended] = await Promise.all([
      openConfig(database, options, logger),
      openQueue(options.dataFolder, reserve),
      openSuspendedQueues(options.dataFolder, reserve),
    ]);
    const tracking = new TrackingStore(database, (error) => {
      logger.error('Message tracking could not be written', { error });
    });
    return { lock, database, config, tracking, queue, suspended, reserve };
  } catch (error) {
    lock.release();
    if (error instanceof StartupError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`The data folder ${options.dataFolder} cannot be opened: ${reason}`, {
      cause: error,
    });
  }
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

function tellReserve(isSpent: boolean, logger: Logger): void {
  if (isSpent)
    logger.warn(
      'The disk is full: its reserve serves administration and outcomes of mail, and no mail is taken until space is freed',
    );
  else logger.info('There is space again, and the reserve of the disk is kept');
}

function openConfig(database: Database, options: ServerOptions, logger: Logger): Promise<SqliteConfigStore> {
  return SqliteConfigStore.open(database, {
    secrets: SecretBox.open(options.dataFolder),
    warn: (text) => logger.warn(text),
    identity: (stored) => laterIdentity(stored, options),
    first: () =>
      initialSnapshot({
        server: initialIdentity(options),
        domain: options.domain,
        sandbox: options.sandbox,
        newGuid: randomUUID,
        now: new Date().toISOString(),
      }),
  });
}

async function openQueue(dataFolder: string, spare: DiskReserve): Promise<SegmentLogStore> {
  try {
    return await openSegmentLog({ directory: join(dataFolder, 'queue'), spare });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`The queue in ${join(dataFolder, 'queue')} cannot be opened: ${reason}`, {
      cause: error,
    });
  }
}
