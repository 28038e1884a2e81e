import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAdminBench, shown } from '../../testing/admin-bench.ts';

describe('Get-TrackedMessage', () => {
  const bench = createAdminBench();
  bench.tracking.messages = [
    {
      at: Date.UTC(2026, 2, 2, 8),
      networkMessageId: 'n1',
      messageId: '<a@contoso.com>',
      internalMessageId: 1,
      sender: 'chris@contoso.com',
      subject: 'Invoice',
      clientIp: '192.168.5.10',
      sizeBytes: 2048,
      recipients: new Map([
        ['kate@fabrikam.com', 'delivered'],
        ['joe@fabrikam.com', 'failed'],
      ]),
      outcome: 'partly',
    },
  ];

  it('shows a message with what became of each recipient; with -ReturnPageInfo how many there are', async () => {
    const [plain] = (await bench.ok('Get-TrackedMessage')).objects;
    assert.equal(shown(plain, 'Status'), 'PartlyDelivered');
    assert.equal(shown(plain, 'RecipientStatus'), 'Delivered,Failed');
    assert.throws(() => shown(plain, 'TotalCount'));
    const [counted] = (await bench.ok('Get-TrackedMessage', { ReturnPageInfo: true, BookmarkIndex: 1 }))
      .objects;
    assert.equal(shown(counted, 'TotalCount'), '1');
  });
  it('asks the store for what the parameters say, the latest first', async () => {
    await bench.ok('Get-TrackedMessage', {
      ClientIp: '192.168.5.0/24',
      ConnectorId: 'Anonymous Relay',
      Text: ' invoice  kate ',
      SortOrder: '+Size',
      BookmarkIndex: 201,
      ResultSize: 200,
    });
    const { client, ...rest } = bench.tracking.searched ?? { client: undefined };
    assert.equal(client?.high, 0xc0a8_05ffn);
    assert.deepEqual(rest, {
      connectorId: 'Anonymous Relay',
      words: ['invoice', 'kate'],
      order: { by: 'sizeBytes', descending: false },
      offset: 200,
      limit: 200,
      count: false,
    });
    await bench.ok('Get-TrackedMessage');
    assert.deepEqual(bench.tracking.searched?.order, { by: 'at', descending: true });
  });
  it('names the parameter that is wrong', async () => {
    assert.match(await bench.fails('Get-TrackedMessage', { ClientIp: 'printer' }), /^E06: .*ClientIp/);
    assert.match(await bench.fails('Get-TrackedMessage', { SortOrder: '-Colour' }), /^E06: .*SortOrder/);
    assert.match(await bench.fails('Get-TrackedMessage', { ResultSize: 0 }), /^E09: .*ResultSize/);
  });
});
