import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MessagePage, MessageSearch, TrackingEvent, TrackingQuery } from '../../transport/events.ts';
import { TrackedMessages } from './tracked-messages.ts';

/** Events that one request deletes for size. */
const TRIMMED_AT_ONCE = 2000;

/** Statements on message tracking. Runs in the database thread. */
export class TrackingTables {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #messages: TrackedMessages;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#messages = new TrackedMessages(database);
    database.function('fold', { deterministic: true }, (text) => String(text).toLowerCase());
    this.#insert = database.prepare(
      'insert into tracking (at, event_id, source, event, message) values (?, ?, ?, ?, ?)',
    );
  }

  /** @param blocks of lines, each an event as JSON */
  append(blocks: readonly Uint8Array[]): void {
    const lines = blocks.flatMap((block) => Buffer.from(block).toString().trimEnd().split('\n'));
    const events = lines.map(parseEvent);
    this.#inTransaction(() => {
      const messages = this.#messages.add(events);
      for (const [index, { at, eventId, source }] of events.entries())
        this.#insert.run(at, eventId, source, lines[index] ?? '', messages[index] ?? 0);
    });
  }

  #inTransaction(work: () => void): void {
    this.#database.exec('begin immediate');
    try {
      work();
      this.#database.exec('commit');
    } catch (error) {
      this.#database.exec('rollback');
      throw error;
    }
  }

  search(search: MessageSearch): MessagePage {
    return this.#messages.search(search);
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
    const { changes } = this.#database.prepare('delete from tracking where at < ?').run(at);
    this.#inTransaction(() => this.#messages.deleteEmpty({ at }));
    return Number(changes);
  }

  /** Deletes some of the oldest events where all of them take more than that; called again until it deletes none, so that
   *  other requests get their turn. */
  trim(mostBytes: number): number {
    if (this.#usedBytes() <= mostBytes) return 0;
    const row = this.#database
      .prepare('select id from tracking order by id limit 1 offset ?')
      .get(TRIMMED_AT_ONCE - 1);
    const last = row === undefined ? this.#lastId() : Number(row['id']);
    const newest = this.#database
      .prepare('select max(message) as id from tracking where id <= ?')
      .get(last)?.['id'];
    const { changes } = this.#database.prepare('delete from tracking where id <= ?').run(last);
    this.#inTransaction(() => this.#messages.deleteEmpty({ id: Number(newest ?? 0) }));
    return Number(changes);
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

/** What all events of a message share is looked up once a message. */
const IS_SENDER = "json_extract(t.event, '$.sender') <> ''";
const OF_MESSAGE = 't.message in (select id from tracked_message';

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
  add(query.sender?.toLowerCase(), `${OF_MESSAGE} where sender = ?) and ${IS_SENDER}`);
  add(query.messageId, `${OF_MESSAGE} where message_id = ?)`);
  add(query.internalMessageId, `${OF_MESSAGE} where internal_id = ?)`);
  add(query.networkMessageId, `${OF_MESSAGE} where network_id = ?)`);
  add(query.reference, "json_extract(t.event, '$.reference') = ?");
  add(query.messageSubject, "instr(lower(json_extract(t.event, '$.messageSubject')), lower(?)) > 0");
  if (query.recipients !== undefined && query.recipients.length > 0) {
    const marks = query.recipients.map(() => '?').join(', ');
    const folded = query.recipients.map((recipient) => recipient.toLowerCase());
    list.push({
      sql: `t.message in (select message from tracked_recipient where recipient in (${marks}))
        and exists (select 1 from json_each(t.event, '$.recipients') r where fold(r.value) in (${marks}))`,
      values: [...folded, ...folded],
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
