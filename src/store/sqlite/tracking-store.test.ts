import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { TrackingEvent } from '../../transport/events.ts';
import { Database } from './database.ts';
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
      event({ at: 3000, messageId: '<b@contoso.com>', internalMessageId: 2, sender: 'app@contoso.com' }),
    );
  });
  after(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

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
  it('retention deletes what is older', async () => {
    assert.equal(await store.deleteBefore(2000), 1);
    assert.deepEqual(await query({}), [2000, 3000]);
  });
  it('Exchange: MessageTrackingLogMaxDirectorySize: the oldest go until the rest fits', async () => {
    for (let n = 0; n < 5000; n++) store.append(event({ at: 10_000 + n, messageSubject: 'x'.repeat(500) }));
    await store.flush();
    await store.trim(2_000_000);
    const left = await query({});
    assert.ok(left.length > 500 && left.length < 3100, `${left.length} left`);
    assert.equal(left.at(-1), 14_999);
    await store.trim(2_000_000);
    assert.equal((await query({})).length, left.length);
    await store.trim(1);
    assert.deepEqual(await query({}), []);
  });
});
