import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandOf, criteriaOf, searchOf } from './criteria.ts';
import { pageCommand } from './listed-message.ts';
import { messageOf, type TrackedEvent } from './tracked-message.ts';

const event = (part: Partial<TrackedEvent>): TrackedEvent => ({
  at: 0,
  event: 'RECEIVE',
  source: 'SMTP',
  clientIp: '192.168.5.10',
  clientName: 'printer',
  serverIp: '',
  serverName: '',
  connector: '',
  internalId: 1,
  messageId: '<a@contoso.com>',
  networkId: 'n1',
  recipients: ['kate@fabrikam.com'],
  replies: [],
  related: '',
  reference: '',
  subject: 'Invoice',
  sender: 'chris@contoso.com',
  returnPath: 'chris@contoso.com',
  size: 10,
  ...part,
});
const outcome = (...parts: readonly Partial<TrackedEvent>[]): string => {
  const message = messageOf(parts.map(event));
  return message?.outcome ?? 'none';
};

describe('what became of a message', () => {
  it('is what its last events say of each recipient', () => {
    const two = { recipients: ['kate@fabrikam.com', 'joe@fabrikam.com'] };
    assert.equal(outcome({}), 'waiting');
    assert.equal(outcome({}, { event: 'SEND' }), 'delivered');
    assert.equal(outcome({}, { event: 'DEFER' }, { event: 'SEND' }), 'delivered');
    assert.equal(outcome({}, { event: 'FAIL' }, { event: 'DSN' }), 'failed');
    assert.equal(outcome(two, { event: 'SEND' }), 'waiting');
    assert.equal(
      outcome(two, { event: 'SEND' }, { event: 'FAIL', recipients: ['joe@fabrikam.com'] }),
      'partly',
    );
  });
  it('a group is replaced by its members', () => {
    const all = { event: 'EXPAND', recipients: ['a@contoso.com'], related: 'kate@fabrikam.com' };
    assert.equal(outcome({}, all), 'waiting');
    assert.equal(outcome({}, all, { event: 'DELIVER', recipients: ['a@contoso.com'] }), 'delivered');
  });
});

describe('the search', () => {
  it('is the command that does it, and the address of the page', () => {
    const criteria = criteriaOf(
      new URLSearchParams(
        'recipient=kate@fabrikam.com&messageId=a@contoso.com&period=hour&device=192.168.5.10',
      ),
    );
    assert.deepEqual(commandOf(criteria, Date.UTC(2026, 2, 2, 9, 30)).parameters, {
      Start: '2026-03-02T08:30Z',
      Recipients: ['kate@fabrikam.com'],
      MessageId: '<a@contoso.com>',
      ClientIp: '192.168.5.10',
    });
    assert.deepEqual(criteriaOf(new URLSearchParams(searchOf(criteria))), criteria);
  });
  it('is read page by page: the first counts, the others end where it was read', () => {
    const search = { name: 'Get-TrackedMessage', parameters: { Sender: 'a@contoso.com' } };
    const asked = { order: { column: 'size', descending: true }, filter: 'invoice', count: 200 };
    assert.deepEqual(pageCommand(search, { ...asked, offset: 0, asOf: null }).parameters, {
      Sender: 'a@contoso.com',
      Text: 'invoice',
      SortOrder: '-Size',
      BookmarkIndex: 1,
      ResultSize: 200,
      ReturnPageInfo: true,
    });
    const later = pageCommand(search, {
      ...asked,
      filter: '',
      offset: 400,
      asOf: '2026-03-02T09:00:00.000Z',
    });
    assert.deepEqual(later.parameters, {
      End: '2026-03-02T09:00:00.000Z',
      Sender: 'a@contoso.com',
      SortOrder: '-Size',
      BookmarkIndex: 401,
      ResultSize: 200,
    });
    const until = { ...search, parameters: { End: '2026-01-01T00:00Z' } };
    const { parameters } = pageCommand(until, { ...asked, offset: 200, asOf: '2026-03-02T09:00:00.000Z' });
    assert.equal(parameters['End'], '2026-01-01T00:00Z');
  });
});
