import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { initialSnapshot } from '../config/setup.ts';
import type { DiskReserve } from '../store/disk-reserve.ts';
import type { FolderLock } from '../store/folder-lock.ts';
import { openSegmentLog, type SegmentLogStore } from '../store/segment-log/store.ts';
import { SqliteConfigStore } from '../store/sqlite/config-store.ts';
import type { Database } from '../store/sqlite/database.ts';
import { SecretBox } from '../store/secret-box.ts';
import { openSuspendedQueues } from '../store/suspended-queues-file.ts';
import { TrackingStore } from '../store/sqlite/tracking-store.ts';
import type { Logger } from '../transport/events.ts';
import type { SuspendedQueues } from '../transport/suspended-queues.ts';
import type { HeldFolder } from './held-folder.ts';
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

/** Opens what is in the data folder. Rejects with StartupError, and the folder is free again. */
export async function openStores(
  { lock, database, reserve }: HeldFolder,
  options: ServerOptions,
  logger: Logger,
): Promise<Stores> {
  try {
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
