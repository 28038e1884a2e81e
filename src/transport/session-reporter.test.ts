import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { ReceiveBench } from '../../test/support/receive-bench.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import { DEFAULT_SENDER_FILTER } from '../config/defaults.ts';
import type { TrackingEvent } from './events.ts';

const MESSAGE = 'Subject: Test\r\n\r\nbody\r\n';
const hops = (count: number): string => 'Received: from a by b; date\r\n'.repeat(count);

/** What a session says, and which limit its refusal names in the log and in tracking. */
type Case = Readonly<{
  limit: string;
  connector?: Partial<ReceiveConnector>;
  refuses?: 'others' | 'everybody';
  say: (bench: ReceiveBench) => string | Promise<string>;
  event?: 'FAIL' | 'THROTTLE';
  recipients: readonly string[];
}>;

const CASES: readonly Case[] = [
  {
    limit: 'ReceiveConnector MaxMessageSize=100000',
    connector: { maxMessageSize: 100_000 },
    say: (bench) => bench.mail('a@fabrikam.com', { size: 100_001 }),
    recipients: [],
  },
  {
    limit: 'ReceiveConnector MaxMessageSize=20',
    connector: { maxMessageSize: 20 },
    say: (bench) => bench.send(MESSAGE),
    recipients: ['kate@fabrikam.com'],
  },
  {
    limit: 'ReceiveConnector MaxHeaderSize=20',
    connector: { maxHeaderSize: 20 },
    say: (bench) => bench.send(`X: ${'y'.repeat(30)}\r\n${MESSAGE}`),
    recipients: ['kate@fabrikam.com'],
  },
  {
    limit: 'ReceiveConnector MaxHopCount=1',
    connector: { maxHopCount: 1 },
    say: (bench) => bench.send(hops(2) + MESSAGE),
    recipients: ['kate@fabrikam.com'],
  },
  {
    limit: 'ReceiveConnector MaxRecipientsPerMessage=1',
    connector: { maxRecipientsPerMessage: 1 },
    say: (bench) => {
      bench.mail();
      bench.rcpt('a@x.com');
      return bench.rcpt('b@x.com');
    },
    recipients: ['b@x.com'],
  },
  {
    limit: 'ReceiveConnector MessageRateLimit=1',
    connector: { messageRateLimit: 1, messageRateSource: 'IPAddress' },
    say: (bench) => {
      bench.mail();
      bench.session.reset();
      return bench.mail();
    },
    event: 'THROTTLE',
    recipients: [],
  },
  {
    limit: 'BackPressure',
    refuses: 'everybody',
    say: (bench) => bench.mail(),
    event: 'THROTTLE',
    recipients: [],
  },
  {
    limit: 'ms-Exch-SMTP-Submit',
    connector: { entries: [] },
    say: (bench) => bench.mail(),
    recipients: [],
  },
];

describe('a refusal names the limit or right that decided, in the log and in tracking', () => {
  for (const { limit, connector = {}, refuses = 'nobody', say, event = 'FAIL', recipients } of CASES) {
    it(limit, async () => {
      const bench = new ReceiveBench({
        connector: { protocolLoggingLevel: 'Verbose', ...connector },
        refuses,
      });
      const reply = (await say(bench)).replace(' (closes)', '');
      const line = bench.events.lines.at(-1);
      assert.deepEqual([line?.event, line?.context], ['*', limit]);
      assert.ok(line?.data.startsWith(reply.slice(0, 3)), line?.data);
      const tracked = bench.events.tracked.at(-1);
      assert.equal(tracked?.eventId, event);
      assert.equal(tracked.source, 'SMTP');
      assert.equal(tracked.sourceContext.split(';')[1], limit);
      assert.equal(tracked.messageInfo, reply);
      assert.equal(tracked.internalMessageId, 0);
      assert.equal(tracked.reference, event === 'THROTTLE' ? limit : '');
      assert.deepEqual(tracked.recipients, recipients);
      assert.deepEqual(
        tracked.recipientStatus,
        recipients.map(() => reply),
      );
    });
  }
});

async function accepted(bench: ReceiveBench): Promise<readonly TrackingEvent[]> {
  assert.equal(bench.mail('a@fabrikam.com'), 'ok');
  assert.equal(bench.rcpt(), 'ok');
  assert.equal(await bench.body(MESSAGE), 'queued');
  return bench.events.tracked;
}

test('THROTTLE: a message whose MAIL had to wait for back pressure says for how long', async () => {
  const [received, throttled] = await accepted(new ReceiveBench({ tarpitMs: 10_000 }));
  assert.equal(received?.eventId, 'RECEIVE');
  assert.deepEqual([throttled?.eventId, throttled?.reference], ['THROTTLE', 'BackPressure delay=10s']);
  assert.equal(throttled?.internalMessageId, received.internalMessageId);
});

test('AGENTINFO: a message that an agent let pass with a mark says which', async () => {
  const senderFilter = {
    ...DEFAULT_SENDER_FILTER,
    blockedSenders: ['a@fabrikam.com'],
    action: 'StampStatus',
  } as const;
  const [received, info] = await accepted(new ReceiveBench({ snapshot: { senderFilter } }));
  assert.equal(received?.eventId, 'RECEIVE');
  assert.deepEqual([info?.eventId, info?.source], ['AGENTINFO', 'AGENT']);
  assert.equal(info?.customData, 'S:SenderFilter=Blocked;S:Action=StampStatus');
});

test('A sender that an agent refused is tracked with source AGENT', () => {
  const senderFilter = { ...DEFAULT_SENDER_FILTER, blockedSenders: ['a@fabrikam.com'] };
  const bench = new ReceiveBench({ snapshot: { senderFilter } });
  bench.mail('a@fabrikam.com');
  const [refused] = bench.events.tracked;
  assert.deepEqual([refused?.eventId, refused?.source, refused?.sender], ['FAIL', 'AGENT', 'a@fabrikam.com']);
});
