import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MessageFacts } from '../../../queue/message.ts';
import type { MessageView } from '../../../transport/queue-control.ts';
import type { Value } from '../../contract/values.ts';
import { type AdminBench, createAdminBench, shown } from '../../testing/admin-bench.ts';

const RECEIVED = Date.UTC(2026, 2, 2, 8, 59);

function facts(id: number, local: string, domain: string): MessageFacts {
  return {
    id,
    networkMessageId: `n${id}`,
    messageId: `<${id}@contoso.com>`,
    receivedAt: RECEIVED,
    expiresAt: RECEIVED + 172_800_000,
    reversePath: { local, domain },
    parameters: { size: null, body: '7BIT', smtpUtf8: false, ret: null, envid: null, auth: null },
    sizeBytes: id * 1000,
    headerBytes: 100,
    originalSizeBytes: id * 1000,
    subject: `message ${id}`,
    headerFrom: `${local}@${domain}`,
    sourceName: 'SMTP:Relay',
    connectorId: 'EX1\\Relay',
    clientIp: '192.168.5.10',
    clientHello: 'printer',
    serverIp: '10.1.1.1',
    sessionId: '08',
    authAs: 'Anonymous',
    authMechanism: '',
    scl: id === 12 ? 6 : null,
    directionality: 'Incoming',
    relatedMessageId: null,
  };
}

function message(id: number, queueNumber: number, more: Partial<MessageView> = {}): MessageView {
  return {
    id,
    facts: facts(id, id === 12 ? 'app' : 'chris', id === 12 ? 'fabrikam.com' : 'contoso.com'),
    queueNumber,
    queueName: `hop${queueNumber}.example`,
    status: 'Ready',
    retryCount: 0,
    lastError: '',
    recipients: [
      {
        address: { local: 'kate', domain: 'fabrikam.com' },
        parameters: { notify: [], orcpt: null },
        state: 'pending',
        resolved: true,
        attempts: 0,
        lastError: '',
        delayReported: false,
      },
    ],
    ...more,
  };
}

function benchWithMessages(): AdminBench {
  const bench = createAdminBench();
  const idle = {
    retryCount: 0,
    lastError: '',
    firstRetryAt: null,
    lastRetryAt: null,
    nextRetryAt: null,
    incomingRate: 0,
    outgoingRate: 0,
  };
  bench.queue.allQueues = [3, 4].map((number) => ({
    ...idle,
    number,
    name: `hop${number}.example`,
    key: {
      deliveryType: 'DnsConnectorDelivery',
      nextHopDomain: `hop${number}.example`,
      nextHopConnector: 'c',
    },
    status: 'Active',
    messageCount: 2,
    deferredCount: 0,
  }));
  bench.queue.allMessages = [
    message(11, 3),
    message(12, 3, { status: 'Suspended' }),
    message(12, 4),
    message(13, 1, { queueName: 'Submission' }),
  ];
  return bench;
}

async function identities(
  bench: AdminBench,
  parameters: Readonly<Record<string, Value>>,
): Promise<readonly string[]> {
  return (await bench.ok('Get-Message', parameters)).objects.map((row) => shown(row, 'Identity'));
}

describe('Get-Message', () => {
  it('§4.4: one integer in all queues, in each spelling', async () => {
    const bench = benchWithMessages();
    assert.equal((await identities(bench, {})).length, 4);
    for (const [Identity, expected] of [
      ['EX1\\3\\12', ['EX1\\3\\12']],
      ['3\\12', ['EX1\\3\\12']],
      ['hop4.example\\12', ['EX1\\4\\12']],
      ['EX1\\*\\12', ['EX1\\3\\12', 'EX1\\4\\12']],
      ['*\\12', ['EX1\\3\\12', 'EX1\\4\\12']],
      ['12', ['EX1\\3\\12', 'EX1\\4\\12']],
      ['EX1\\Submission\\13', ['EX1\\Submission\\13']],
    ] as const) {
      assert.deepEqual(await identities(bench, { Identity }), expected, Identity);
    }
    assert.match(await bench.fails('Get-Message', { Identity: 'EX1\\3\\99' }), /^E22: /);
  });

  it('by queue, and by filter', async () => {
    const bench = benchWithMessages();
    assert.deepEqual(await identities(bench, { Queue: 'EX1\\hop3.example' }), ['EX1\\3\\11', 'EX1\\3\\12']);
    assert.deepEqual(
      await identities(bench, { Filter: "FromAddress -like '*@contoso.com' -and Size -lt 12KB" }),
      ['EX1\\3\\11'],
    );
    assert.deepEqual(await identities(bench, { Filter: '{SCL -gt 5}' }), ['EX1\\3\\12', 'EX1\\4\\12']);
    assert.deepEqual(await identities(bench, { Filter: "Status -eq 'Suspended'" }), ['EX1\\3\\12']);
  });

  it('recipients are there with -IncludeRecipientInfo only', async () => {
    const bench = benchWithMessages();
    const [plain] = (await bench.ok('Get-Message', { Identity: '3\\11' })).objects;
    const [full] = (await bench.ok('Get-Message', { Identity: '3\\11', IncludeRecipientInfo: true })).objects;
    assert.equal(shown(plain, 'Recipients'), '');
    assert.match(shown(full, 'Recipients'), /^kate@fabrikam\.com;Ready;/);
    assert.equal(shown(full, 'MessageLatency'), '00:01:00');
  });
});

describe('actions on messages', () => {
  it('§4.9: removal reports to the sender unless told otherwise', async () => {
    const bench = benchWithMessages();
    await bench.ok('Remove-Message', { Identity: 'EX1\\3\\11' });
    await bench.ok('Remove-Message', { Filter: "FromAddress -eq 'app@fabrikam.com'", WithNDR: false });
    assert.deepEqual(bench.queue.done, [
      'removeMessage 11 3 true',
      'removeMessage 12 3 false',
      'removeMessage 12 4 false',
    ]);
    assert.match(
      await bench.fails('Remove-Message', { Identity: 'Submission\\13' }),
      /in the Submission queue/,
    );
  });

  it('§4.9: suspend and resume', async () => {
    const bench = benchWithMessages();
    await bench.ok('Suspend-Message', { Identity: '3\\11' });
    await bench.ok('Resume-Message', { Identity: '3\\12' });
    assert.deepEqual(bench.queue.done, ['suspendMessage 11 3', 'resumeMessage 12 3']);
    assert.match(await bench.fails('Resume-Message', { Identity: '3\\11' }), /it isn't suspended/);
  });

  it('a number alone means that message in every queue', async () => {
    const bench = benchWithMessages();
    await bench.ok('Suspend-Message', { Identity: '12' });
    assert.deepEqual(bench.queue.done, ['suspendMessage 12 3', 'suspendMessage 12 4']);
  });

  it('§4.9: only suspended messages are exported', async () => {
    const bench = benchWithMessages();
    assert.match(await bench.fails('Export-Message', { Identity: '3\\11' }), /it isn't suspended/);
    const { objects } = await bench.ok('Export-Message', { Identity: '3\\12' });
    assert.equal(objects[0], 'Subject: message 12\r\n\r\nText\r\n');
  });

  it('§4.9: Redirect-Message drains to other servers by their full names, never to this one', async () => {
    const bench = benchWithMessages();
    await bench.ok('Redirect-Message', { Server: 'EX1', Target: ['EX2.contoso.com', 'ex3.contoso.com'] });
    assert.deepEqual(bench.queue.done, ['redirect ex2.contoso.com,ex3.contoso.com']);
    for (const Target of ['ex2', 'ex1.contoso.com', '[10.0.0.1]'])
      assert.match(await bench.fails('Redirect-Message', { Server: 'EX1', Target }), /Target/);
  });

  it('-WhatIf names what it would act on', async () => {
    const bench = benchWithMessages();
    const { action } = await bench.whatIf('Remove-Message', { Filter: 'SCL -gt 5' });
    assert.equal(action, 'Removing 2 messages: "EX1\\3\\12", "EX1\\4\\12".');
    assert.deepEqual(bench.queue.done, []);
  });

  it('of a long queue only the messages of the page are read', async () => {
    const bench = createAdminBench();
    let read = 0;
    bench.queue.allMessages = Array.from({ length: 5000 }, (_, n) => {
      const view = message(n + 1, 3);
      return {
        ...view,
        get facts() {
          read += 1;
          return view.facts;
        },
      };
    });
    const { objects, warnings } = await bench.ok('Get-Message', { ResultSize: 10 });
    assert.deepEqual([objects.length, warnings.length], [10, 0]);
    assert.ok(read < 50, `${read} messages were read`);
    const all = await bench.ok('Get-Message');
    assert.deepEqual([all.objects.length, all.warnings.length], [1000, 1]);
    read = 0;
    const late = { BookmarkIndex: 4996, ResultSize: 200, ReturnPageInfo: true };
    const page = (await bench.ok('Get-Message', late)).objects;
    assert.deepEqual(
      [page.length, shown(page[0], 'PageOffset'), shown(page[0], 'TotalCount')],
      [5, '4996', '5000'],
    );
    assert.ok(read < 50, `${read} messages were read for the last page`);
  });
  it('-Text: every word is in the sender, the subject or the last error; sorted and filtered pages tell their total', async () => {
    const bench = createAdminBench();
    bench.queue.allMessages = Array.from({ length: 30 }, (_, n) => {
      const view = message(n + 1, 3);
      return { ...view, facts: { ...view.facts, subject: `Scan ${n % 3} of` } };
    });
    const asked = { Text: 'OF scan 2', SortOrder: '-Identity', BookmarkIndex: 2, ResultSize: 4 };
    const { objects } = await bench.ok('Get-Message', { ...asked, ReturnPageInfo: true });
    assert.deepEqual(
      [objects.length, shown(objects[0], 'PageOffset'), shown(objects[0], 'TotalCount')],
      [4, '2', '10'],
    );
    assert.deepEqual((await bench.ok('Get-Message', { Text: 'scan nowhere' })).objects, []);
  });
});

describe('Get-Message over 100,000 messages', () => {
  const MANY = 100_000;
  const first = message(1, 3);
  const read = { now: 0, most: 0 };
  /** Counts the messages that are read between two turns of the event loop. */
  class Counted implements MessageView {
    readonly id: number;
    readonly queueNumber = first.queueNumber;
    readonly queueName = first.queueName;
    readonly status = first.status;
    readonly retryCount = 0;
    readonly lastError = '';
    readonly recipients = first.recipients;

    constructor(id: number) {
      this.id = id;
    }

    get facts(): MessageFacts {
      read.now += 1;
      read.most = Math.max(read.most, read.now);
      return { ...first.facts, subject: `message ${(this.id * 7919) % MANY}` };
    }
  }
  function longQueue(): AdminBench {
    const bench = createAdminBench();
    bench.queue.allMessages = Array.from({ length: MANY }, (_, n) => new Counted(n + 1));
    bench.turns.onTurn = () => void (read.now = 0);
    return bench;
  }
  const SORTED = { SortOrder: '-Subject', ResultSize: 2, ReturnPageInfo: true };

  it('sorts, filters and searches them in slices: nobody else waits for the whole', async () => {
    const bench = longQueue();
    const sorted = (await bench.ok('Get-Message', SORTED)).objects;
    assert.deepEqual(
      sorted.map((one) => [shown(one, 'Subject'), shown(one, 'TotalCount')]),
      [
        ['message 99999', '100000'],
        ['message 99998', '100000'],
      ],
    );
    const filtered = { Filter: "Subject -like 'message 9999*'", ResultSize: 20, ReturnPageInfo: true };
    read.now = 0;
    assert.equal((await bench.ok('Get-Message', filtered)).objects.length, 11);
    read.now = 0;
    assert.equal((await bench.ok('Get-Message', { Text: '99999', ResultSize: 5 })).objects.length, 1);
    // The last slice, and the objects of the page.
    assert.ok(read.most <= 520, `${read.most} messages were read between two turns`);
    assert.ok(bench.turns.taken > (3 * MANY) / 500);
  });

  it('ends where the client has gone', async () => {
    const bench = longQueue();
    const gone = new AbortController();
    bench.turns.signal = gone.signal;
    bench.turns.onTurn = () => {
      if (bench.turns.taken === 5) gone.abort();
    };
    assert.match(await bench.fails('Get-Message', SORTED), /^Abandoned: /);
    assert.equal(bench.turns.taken, 5);
  });
});
