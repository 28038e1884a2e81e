import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TrackingEvent, TrackingQuery } from '../../transport/events.ts';

/** Events that one request deletes for size. */
const TRIMMED_AT_ONCE = 2000;

/** Statements on message tracking. Runs in the database thread. */
export class TrackingTables {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #insertRecipient: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insert = database.prepare(
      `insert into tracking (at, event_id, source, sender, message_id, internal_message_id, network_message_id, event)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#insertRecipient = database.prepare('insert or ignore into tracking_recipient values (?, ?)');
  }

  /** @param blocks of lines, each an event as JSON */
  append(blocks: readonly Uint8Array[]): void {
    this.#database.exec('begin immediate');
    try {
      for (const block of blocks) {
        for (const line of Buffer.from(block).toString().trimEnd().split('\n')) this.#append(line);
      }
      this.#database.exec('commit');
    } catch (error) {
      this.#database.exec('rollback');
      throw error;
    }
  }

  #append(line: string): void {
    const event = parseEvent(line);
    const { lastInsertRowid } = this.#insert.run(
      event.at,
      event.eventId,
      event.source,
      event.sender.toLowerCase(),
      event.messageId,
      event.internalMessageId,
      event.networkMessageId,
      line,
    );
    for (const recipient of event.recipients)
      this.#insertRecipient.run(lastInsertRowid, recipient.toLowerCase());
  }

  query(query: TrackingQuery): readonly TrackingEvent[] {
    const { where, values } = conditions(query);
    const limit = query.limit === null ? '' : ' limit ?';
    const rows = this.#database
      .prepare(`select event from tracking t ${where} order by at, id${limit}`)
      .all(...values, ...(query.limit === null ? [] : [query.limit]));
    return rows.map((row) => parseEvent(String(row['event'])));
  }

  /** @returns how many events were deleted */
  deleteBefore(at: number): number {
    this.#database
      .prepare('delete from tracking_recipient where tracking_id in (select id from tracking where at < ?)')
      .run(at);
    return Number(this.#database.prepare('delete from tracking where at < ?').run(at).changes);
  }

  /** Deletes some of the oldest events where all of them take more than that; called again until it deletes none, so that
   *  other requests get their turn. */
  trim(mostBytes: number): number {
    if (this.#usedBytes() <= mostBytes) return 0;
    const row = this.#database
      .prepare('select id from tracking order by id limit 1 offset ?')
      .get(TRIMMED_AT_ONCE - 1);
    const last = row === undefined ? this.#lastId() : Number(row['id']);
    this.#database.prepare('delete from tracking_recipient where tracking_id <= ?').run(last);
    return Number(this.#database.prepare('delete from tracking where id <= ?').run(last).changes);
  }

  /** Pages in use; freed ones are used again before the file grows. */
  #usedBytes(): number {
    const pragma = (name: string): number =>
      Number(this.#database.prepare(`pragma ${name}`).get()?.[name] ?? 0);
    return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  }

  #lastId(): number {
    return Number(this.#database.prepare('select max(id) as id from tracking').get()?.['id'] ?? 0);
  }
}

type Condition = Readonly<{ sql: string; values: readonly (string | number)[] }>;

/** Exchange: Get-MessageTrackingLog; MessageSubject matches in part, the others whole and without case. */
function conditions(query: TrackingQuery): { where: string; values: (string | number)[] } {
  const list: Condition[] = [];
  const add = (value: string | number | undefined, sql: string): void => {
    if (value !== undefined) list.push({ sql, values: [value] });
  };
  add(query.start, 't.at >= ?');
  add(query.end, 't.at < ?');
  add(query.eventId?.toUpperCase(), 't.event_id = ?');
  add(query.source?.toUpperCase(), 't.source = ?');
  add(query.sender?.toLowerCase(), 't.sender = ?');
  add(query.messageId, 't.message_id = ?');
  add(query.internalMessageId, 't.internal_message_id = ?');
  add(query.networkMessageId, 't.network_message_id = ?');
  add(query.reference, "json_extract(t.event, '$.reference') = ?");
  add(query.messageSubject, "instr(lower(json_extract(t.event, '$.messageSubject')), lower(?)) > 0");
  if (query.recipients !== undefined && query.recipients.length > 0) {
    const marks = query.recipients.map(() => '?').join(', ');
    list.push({
      sql: `t.id in (select tracking_id from tracking_recipient where recipient in (${marks}))`,
      values: query.recipients.map((recipient) => recipient.toLowerCase()),
    });
  }
  return {
    where: list.length === 0 ? '' : `where ${list.map((condition) => condition.sql).join(' and ')}`,
    values: list.flatMap((condition) => condition.values),
  };
}

function isTrackingEvent(value: unknown): value is TrackingEvent {
  return typeof value === 'object' && value !== null && 'eventId' in value && 'internalMessageId' in value;
}

function parseEvent(text: string): TrackingEvent {
  const parsed: unknown = JSON.parse(text);
  if (!isTrackingEvent(parsed)) throw new Error('a row of message tracking is not a tracking event');
  return parsed;
}
