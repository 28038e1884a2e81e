import type { AuditRow } from '../../config/audit-row.ts';
import type { MessagePage, MessageSearch, TrackingEvent, TrackingQuery } from '../../transport/events.ts';

/** One stored configuration object: `kind` names its place in the snapshot, `body` is its JSON. */
export type StoredObject = Readonly<{ kind: string; guid: string; ordinal: number; body: string }>;

export type ConfigChange = Readonly<{
  expectedVersion: number;
  nextVersion: number;
  upsert: readonly StoredObject[];
  remove: readonly Readonly<{ kind: string; guid: string }>[];
  audit: AuditRow | null;
}>;

/** What the database thread is asked for; each request has one answer. */
export type DatabaseRequest =
  | Readonly<{ op: 'loadConfig' }>
  | Readonly<{ op: 'commitConfig'; change: ConfigChange }>
  | Readonly<{ op: 'appendAudit'; row: AuditRow }>
  | Readonly<{ op: 'queryAudit'; limit: number }>
  /** Each line is a TrackingEvent as JSON. */
  | Readonly<{ op: 'appendTracking'; lines: readonly Uint8Array[] }>
  | Readonly<{ op: 'queryTracking'; query: TrackingQuery }>
  | Readonly<{ op: 'searchMessages'; search: MessageSearch }>
  | Readonly<{ op: 'deleteTrackingBefore'; at: number }>
  | Readonly<{ op: 'trimTracking'; mostBytes: number }>
  | Readonly<{ op: 'deleteAuditBefore'; iso: string }>
  | Readonly<{ op: 'close' }>;

export type DatabaseResults = Readonly<{
  loadConfig: Readonly<{ version: number; objects: readonly StoredObject[] }> | null;
  /** False where the expected version was not the current one: nothing was changed. */
  commitConfig: boolean;
  appendAudit: null;
  queryAudit: readonly AuditRow[];
  appendTracking: null;
  queryTracking: readonly TrackingEvent[];
  searchMessages: MessagePage;
  deleteTrackingBefore: number;
  /** Events deleted; 0 = what is left fits. */
  trimTracking: number;
  deleteAuditBefore: number;
  close: null;
}>;

/** `result` has the type that DatabaseResults gives the request's op; each asker knows its own (Database.ask). */
export type DatabaseAnswer<Result> =
  | Readonly<{ id: number; ok: true; result: Result }>
  | Readonly<{ id: number; ok: false; error: string; isFull: boolean }>;
