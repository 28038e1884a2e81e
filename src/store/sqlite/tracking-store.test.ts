import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { MessagePage, MessageSearch, TrackingEvent } from '../../transport/events.ts';
import { Database } from './database.ts';
import { openDatabase } from './open.ts';
import { TRACKING_MIGRATIONS } from './schema.ts';
import { TrackingStore } from './tracking-store.ts';

function event(part: Partial<TrackingEvent>): TrackingEvent {
  return {
    at: 1000,
    eventId: 'RECEIVE',
    source: 'SMTP',
    clientIp: '127.0.5.10',
    clientHostname: 'printer',
    serverIp: '127.0.0.1',
    serverHostname: 'ex1.contoso.com',
    sourceContext: '',
    connectorId: 'EX1\\Anonymous Relay',
    internalMessageId: 1,
    messageId: '<a@contoso.com>',
    networkMessageId: 'n1',
    recipients: ['Kate@fabrikam.com'],
    recipientStatus: [''],
    totalBytes: 10,
    relatedRecipientAddress: '',
    reference: '',
    messageSubject: 'Invoice 7',
    sender: 'chris@contoso.com',
    returnPath: 'chris@contoso.com',
    messageInfo: '',
    directionality: 'Incoming',
    customData: '',
    ...part,
  };
}

const LATEST = { order: { by: 'at', descending: true }, offset: 0, limit: 100, count: false } as const;

describe('message tracking in SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-tracking-'));
  const failures: unknown[] = [];
  let database: Database;
  let store: TrackingStore;
  before(() => {
    database = new Database(folder);
    store = new TrackingStore(database, (error) => failures.push(error));
    store.append(event({}));
    store.append(event({ at: 2000, eventId: 'SEND', recipients: ['kate@fabrikam.com', 'joe@fabrikam.com'] }));
    store.append(
      event({
        at: 3000,
        messageId: '<b@contoso.com>',
        networkMessageId: 'n2',
        internalMessageId: 2,
        sender: 'app@contoso.com',
      }),
    );
  });
  after(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const search = (part: Partial<MessageSearch>): Promise<MessagePage> => store.search({ ...LATEST, ...part });
  const query = async (part: object): Promise<number[]> =>
    (await store.query({ limit: null, ...part })).map((found) => found.at);

  it('returns events in time order, the whole event back', async () => {
    const found = await store.query({ limit: null });
    assert.deepEqual(found[0], event({}));
    assert.deepEqual(
      found.map((one) => one.at),
      [1000, 2000, 3000],
    );
    assert.deepEqual(failures, []);
  });
  it('finds by recipient without case, in any of the recipients', async () => {
    assert.deepEqual(await query({ recipients: ['JOE@fabrikam.com'] }), [2000]);
    assert.deepEqual(await query({ recipients: ['kate@FABRIKAM.com'] }), [1000, 2000, 3000]);
  });
  it('End is exclusive, Start inclusive', async () => {
    assert.deepEqual(await query({ start: 1000, end: 3000 }), [1000, 2000]);
  });
  it('combines sender, message id, event id and part of the subject', async () => {
    assert.deepEqual(await query({ sender: 'APP@contoso.com' }), [3000]);
    assert.deepEqual(await query({ messageId: '<a@contoso.com>', eventId: 'send' }), [2000]);
    assert.deepEqual(await query({ messageSubject: 'invoice' }), [1000, 2000, 3000]);
    assert.deepEqual(await query({ messageSubject: 'nothing' }), []);
  });
  it('ResultSize limits from the oldest', async () => {
    assert.deepEqual(await query({ limit: 2 }), [1000, 2000]);
  });
  it('a message is one row: its first event, who it came to, and what became of each', async () => {
    const { messages, total } = await search({ count: true });
    assert.equal(total, 2);
    const [later, earlier] = messages;
    assert.deepEqual([later?.at, earlier?.at], [3000, 1000]);
    assert.deepEqual(
      [...(earlier?.recipients ?? [])],
      [
        ['Kate@fabrikam.com', 'waiting'],
        ['kate@fabrikam.com', 'delivered'],
        ['joe@fabrikam.com', 'delivered'],
      ],
    );
    assert.deepEqual([earlier?.sizeBytes, earlier?.clientIp, later?.outcome], [10, '127.0.5.10', 'waiting']);
  });
  it('events that come later add to the message', async () => {
    store.append(event({ at: 4000, eventId: 'FAIL', networkMessageId: 'n2', messageId: '<b@contoso.com>' }));
    assert.deepEqual(
      (await search({ eventId: 'fail' })).messages.map(({ outcome }) => outcome),
      ['failed'],
    );
  });
  it('messages are found by each of their parts, together, and by words', async () => {
    const client = { family: 4, low: 0x7f00_0500n, high: 0x7f00_05ffn, text: '' } as const;
    const found: readonly [Partial<MessageSearch>, string][] = [
      [{ sender: 'APP@contoso.com' }, '3000'],
      [{ recipients: ['JOE@fabrikam.com'] }, '1000'],
      [{ messageSubject: 'invoice' }, '3000,1000'],
      [{ messageId: '<a@contoso.com>' }, '1000'],
      [{ networkMessageId: 'n2' }, '3000'],
      [{ client }, '3000,1000'],
      [{ client: { ...client, high: 0x7f00_0509n } }, ''],
      [{ connectorId: 'anonymous relay' }, '3000,1000'],
      [{ connectorId: 'EX1\\Anonymous Relay', eventId: 'SEND' }, '1000'],
      [{ connectorId: 'Relay' }, ''],
      [{ start: 1001, end: 3001 }, '3000'],
      [{ words: ['INVOICE', 'joe'] }, '1000'],
      [{ words: ['50%_'] }, ''],
      [{ order: { by: 'sender', descending: true } }, '1000,3000'],
      [{ limit: 1 }, '3000'],
      [{ limit: 1, offset: 1 }, '1000'],
    ];
    for (const [asked, expected] of found)
      assert.equal((await search(asked)).messages.map(({ at }) => at).join(), expected, inspect(asked));
  });
  it('attempts that were refused stand each for itself', async () => {
    const refused = { networkMessageId: '', messageId: '', at: 500, eventId: 'FAIL', sender: '' } as const;
    for (const at of [500, 501]) store.append(event({ ...refused, at }));
    const { messages } = await search({ end: 600 });
    assert.deepEqual(
      messages.map(({ at, outcome, sender }) => [at, outcome, sender]),
      [
        [501, 'failed', 'chris@contoso.com'],
        [500, 'failed', 'chris@contoso.com'],
      ],
    );
    assert.equal(await store.deleteBefore(600), 2);
    assert.equal((await search({ end: 600, recipients: ['kate@fabrikam.com'] })).messages.length, 0);
  });
  it('retention deletes what is older', async () => {
    assert.equal(await store.deleteBefore(2000), 1);
    assert.deepEqual(await query({}), [2000, 3000, 4000]);
    assert.equal(
      (await search({ recipients: ['joe@fabrikam.com'] })).messages.length,
      1,
      'one event is left',
    );
    assert.equal(await store.deleteBefore(2001), 1);
    assert.equal((await search({ recipients: ['joe@fabrikam.com'] })).messages.length, 0);
  });
  it('Exchange: MessageTrackingLogMaxDirectorySize: the oldest go until the rest fits', async () => {
    for (let n = 0; n < 5000; n++)
      store.append(event({ at: 10_000 + n, networkMessageId: `m${n}`, messageSubject: 'x'.repeat(500) }));
    await store.flush();
    await store.trim(3_000_000);
    const left = await query({});
    assert.ok(left.length > 500 && left.length < 3100, `${left.length} left`);
    assert.equal(left.at(-1), 14_999);
    await store.trim(3_000_000);
    assert.equal((await query({})).length, left.length);
    await store.trim(1);
    assert.deepEqual(await query({}), []);
    assert.equal((await search({ count: true })).total, 0);
  });
  it('a search does not wait for a long row of events that are on their way', async () => {
    for (let n = 0; n < 20_000; n++) store.append(event({ at: 20_000 + n, networkMessageId: `w${n}` }));
    const { total } = await search({ count: true });
    assert.ok(total !== null && total < 10_000, `${total} were waited for`);
    await store.flush();
    assert.equal((await search({ count: true })).total, 20_000);
    assert.equal(await store.deleteBefore(100_000), 20_000);
  });
  it('the usual searches go through an index', async () => {
    const memory = openDatabase(':memory:', TRACKING_MIGRATIONS, 'NORMAL');
    const plan = (sql: string): string =>
      memory
        .prepare(`explain query plan ${sql}`)
        .all()
        .map(({ detail }) => String(detail))
        .join('; ');
    const looks: readonly string[] = [
      'select * from tracked_message where at >= 1 order by at desc, id desc limit 200',
      "select * from tracked_message where message_id = 'a' order by at desc, id desc",
      "select * from tracked_message m where m.id in (select message from tracked_recipient where recipient in ('a'))",
      "select * from tracking t where t.message in (select id from tracked_message where network_id = 'a')",
    ];
    for (const sql of looks) assert.doesNotMatch(plan(sql), /SCAN/, sql);
    assert.doesNotMatch(plan(looks[0] ?? ''), /TEMP B-TREE/);
    memory.close();
  });
});
