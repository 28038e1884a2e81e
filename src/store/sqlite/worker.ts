import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { ConfigTables } from './config-tables.ts';
import { openDatabase } from './open.ts';
import type { DatabaseAnswer, DatabaseRequest } from './protocol.ts';
import { MIGRATIONS, TRACKING_MIGRATIONS } from './schema.ts';
import { TrackingTables } from './tracking-tables.ts';

/** The database thread: SQLite is synchronous, so it lives here and never on the SMTP event loop. Decision: D5, D6 */

const folder = String(workerData);
const configDatabase = openDatabase(join(folder, 'postern.db'), MIGRATIONS, 'FULL');
const trackingDatabase = openDatabase(join(folder, 'tracking.db'), TRACKING_MIGRATIONS, 'NORMAL');
const config = new ConfigTables(configDatabase);
const tracking = new TrackingTables(trackingDatabase);

parentPort?.on('message', ({ id, request }: { id: number; request: DatabaseRequest }) => {
  parentPort?.postMessage(answer(id, request));
});

/** The disk is full. https://www.sqlite.org/rescode.html#full */
const SQLITE_FULL = 13;

function codeOf(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) : null;
}

function answer(id: number, request: DatabaseRequest): DatabaseAnswer<unknown> {
  try {
    return { id, ok: true, result: execute(request) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { id, ok: false, error: text, isFull: codeOf(error) === SQLITE_FULL };
  }
}

function execute(request: DatabaseRequest): unknown {
  switch (request.op) {
    case 'loadConfig':
      return config.load();
    case 'commitConfig':
      return config.commit(request.change);
    case 'appendAudit':
      return done(config.appendAudit(request.row));
    case 'queryAudit':
      return config.queryAudit(request.limit);
    case 'appendTracking':
      return done(tracking.append(request.lines));
    case 'queryTracking':
      return tracking.query(request.query);
    case 'searchMessages':
      return tracking.search(request.search);
    case 'deleteTrackingBefore':
      return tracking.deleteBefore(request.at);
    case 'trimTracking':
      return tracking.trim(request.mostBytes);
    case 'deleteAuditBefore':
      return config.deleteAuditBefore(request.iso);
    case 'close':
      return done(close());
  }
}

function done(_: void): null {
  return null;
}

function close(): void {
  configDatabase.close();
  trackingDatabase.close();
}
