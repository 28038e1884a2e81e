import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandOf, criteriaOf, searchOf } from './criteria.ts';
import { readEvents } from './read-events.ts';
import { MessageList, messageOf, type TrackedEvent } from './tracked-message.ts';

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
  it('events of several messages are told apart', () => {
    const list = new MessageList();
    for (const networkId of ['n1', 'n2', 'n1']) list.add(event({ networkId }));
    assert.equal(list.size, 2);
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
      ResultSize: { $: 'unlimited' },
    });
    assert.deepEqual(criteriaOf(new URLSearchParams(searchOf(criteria))), criteria);
  });
  it('reads page by page, each event once, also where thousands happened at the same time', async () => {
    const times = [
      ...Array.from({ length: 1_999 }, (_, index) => index),
      ...Array.from({ length: 5_000 }, () => 2_500),
      ...Array.from({ length: 3_000 }, (_, index) => 3_000 + index),
    ];
    const stored = times.map((at, index) => event({ at, internalId: index }));
    const read: number[] = [];
    let pages = 0;
    const pageOf = async ({ parameters }: { parameters: Readonly<Record<string, unknown>> }) => {
      pages += 1;
      const given = parameters['Start'];
      const start = typeof given === 'string' ? Date.parse(given) : 0;
      return stored.filter(({ at }) => at >= start).slice(0, Number(parameters['ResultSize']));
    };
    const command = { name: 'Get-MessageTrackingLog', parameters: {} };
    for await (const events of readEvents(command, new AbortController().signal, pageOf))
      read.push(...events.map(({ internalId }) => internalId));
    assert.deepEqual(
      read,
      stored.map(({ internalId }) => internalId),
    );
    assert.ok(pages < 10, `${pages} pages`);
  });
});
