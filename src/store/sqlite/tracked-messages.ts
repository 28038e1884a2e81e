import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { MessagePage, MessageSearch, TrackingEvent } from '../../transport/events.ts';
import {
  addEvent,
  clientKeys,
  firstColumns,
  type GrowingMessage,
  grownColumns,
  knownMessage,
  newMessage,
  trackedMessage,
} from './tracked-message-row.ts';

/** Statements on the messages that events tell of. Runs in the database thread. */
export class TrackedMessages {
  readonly #database: DatabaseSync;
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #insertRecipient: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare(
      'select id, recipients, states, events, connectors from tracked_message where network_id = ?',
    );
    this.#insert = database.prepare(
      `insert into tracked_message (network_id, at, message_id, internal_id, sender, subject, client_ip, client_key, size,
         recipients, states, outcome, events, connectors) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = database.prepare(
      'update tracked_message set recipients = ?, states = ?, outcome = ?, events = ?, connectors = ? where id = ?',
    );
    this.#insertRecipient = database.prepare('insert or ignore into tracked_recipient values (?, ?)');
  }

  /** Takes a batch of events into their messages, each written once.
   *  @returns the message of each event, by its id */
  add(events: readonly TrackingEvent[]): readonly number[] {
    const touched = new Map<string, GrowingMessage>();
    const messages = events.map((event) => {
      const message = touched.get(event.networkMessageId) ?? this.#messageOf(event);
      if (event.networkMessageId !== '') touched.set(event.networkMessageId, message);
      addEvent(message, event);
      return message;
    });
    const ids = new Map([...new Set(messages)].map((message) => [message, this.#write(message)]));
    return messages.map((message) => ids.get(message) ?? 0);
  }

  /** Attempts that were refused have no message in common: each stands for itself. */
  #messageOf(event: TrackingEvent): GrowingMessage {
    const row = event.networkMessageId === '' ? undefined : this.#find.get(event.networkMessageId);
    return row === undefined ? newMessage(event) : knownMessage(row);
  }

  #write(message: GrowingMessage): number {
    const grown = grownColumns(message);
    const { first, added } = message;
    let { id } = message;
    if (id !== null) this.#update.run(...grown, id);
    else id = first === null ? 0 : Number(this.#insert.run(...firstColumns(first), ...grown).lastInsertRowid);
    for (const recipient of added) this.#insertRecipient.run(recipient, id);
    return id;
  }

  search(search: MessageSearch): MessagePage {
    const { where, values } = conditions(search);
    const { by, descending } = search.order;
    const direction = descending ? 'desc' : 'asc';
    const rows = this.#database
      .prepare(
        `select * from tracked_message m ${where}
         order by ${COLUMNS[by]} ${direction}, id ${direction} limit ? offset ?`,
      )
      .all(...values, search.limit, search.offset);
    return { messages: rows.map(trackedMessage), total: search.count ? this.#count(where, values) : null };
  }

  #count(where: string, values: readonly SQLInputValue[]): number {
    const row = this.#database.prepare(`select count(*) as n from tracked_message m ${where}`).get(...values);
    return Number(row?.['n'] ?? 0);
  }

  /** Deletes messages of which no event is left, among the oldest.
   *  @param before messages that began before (epoch ms), or with a lower or the same id */
  deleteEmpty(before: Readonly<{ at: number } | { id: number }>): void {
    const [condition, value] = 'at' in before ? ['m.at < ?', before.at] : ['m.id <= ?', before.id];
    const gone = this.#database
      .prepare(
        `select id, recipients from tracked_message m where ${condition}
         and not exists (select 1 from tracking t where t.message = m.id)`,
      )
      .all(value);
    const deleteRecipient = this.#database.prepare(
      'delete from tracked_recipient where recipient = ? and message = ?',
    );
    const deleteMessage = this.#database.prepare('delete from tracked_message where id = ?');
    for (const { id = 0, recipients } of gone) {
      for (const recipient of String(recipients).split('\n'))
        deleteRecipient.run(recipient.toLowerCase(), id);
      deleteMessage.run(id);
    }
  }
}

const COLUMNS: Readonly<Record<MessageSearch['order']['by'], string>> = {
  at: 'at',
  sender: 'sender',
  recipients: 'recipients',
  subject: 'subject',
  clientIp: 'client_key',
  sizeBytes: 'size',
  outcome: 'outcome',
};

function conditions(search: MessageSearch): { where: string; values: SQLInputValue[] } {
  const list: { sql: string; values: readonly SQLInputValue[] }[] = [];
  const add = (value: string | number | undefined, sql: string): void => {
    if (value !== undefined) list.push({ sql, values: [value] });
  };
  const { recipients = [], client, connectorId } = search;
  add(search.start, 'm.at >= ?');
  add(search.end, 'm.at < ?');
  add(search.sender?.toLowerCase(), 'm.sender = ?');
  add(search.messageId, 'm.message_id = ?');
  add(search.networkMessageId, 'm.network_id = ?');
  add(search.messageSubject, 'instr(lower(m.subject), lower(?)) > 0');
  add(search.eventId?.toUpperCase(), 'instr(m.events, char(10) || ? || char(10)) > 0');
  for (const word of search.words ?? [])
    add(
      word,
      `instr(lower(concat_ws(char(10), m.sender, m.recipients, m.subject, m.message_id, m.client_ip)), lower(?)) > 0`,
    );
  if (client !== undefined) list.push({ sql: 'm.client_key between ? and ?', values: clientKeys(client) });
  if (connectorId !== undefined) {
    // "Relay" also finds "EX1\Relay", and the other way round.
    const bare = connectorId.toLowerCase().replace(/^[^\\]*\\/, '');
    list.push({
      sql: '(instr(m.connectors, char(10) || ? || char(10)) > 0 or instr(m.connectors, char(92) || ? || char(10)) > 0)',
      values: [connectorId.toLowerCase(), bare],
    });
  }
  if (recipients.length > 0) {
    const marks = recipients.map(() => '?').join(', ');
    list.push({
      sql: `m.id in (select message from tracked_recipient where recipient in (${marks}))`,
      values: recipients.map((recipient) => recipient.toLowerCase()),
    });
  }
  return {
    where: list.length === 0 ? '' : `where ${list.map(({ sql }) => sql).join(' and ')}`,
    values: list.flatMap((condition) => condition.values),
  };
}
