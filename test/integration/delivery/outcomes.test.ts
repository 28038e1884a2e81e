import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreCorrupt, StoreUnreadable } from '../../../src/queue/errors.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from '../../support/delivery-harness.ts';
import type { Harness } from '../../support/delivery-harness.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';
import type { SinkOptions, SmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\nMessage-ID: <1@client.example>\r\n\r\nHello\r\n';

/** One smart host that takes everything, except what `options` says; reports to the sender go there as well. */
async function withSink(
  options: SinkOptions,
  run: (harness: Harness, sink: SmtpSink) => Promise<void>,
): Promise<void> {
  const sink = await startSmtpSink(options);
  const harness = startHarness(snapshotWith({ sendConnectors: [sendConnector({ port: sink.port })] }));
  try {
    await run(harness, sink);
  } finally {
    await harness.stop();
    await sink.close();
  }
}

async function emptied(harness: Harness): Promise<void> {
  await until(() => harness.store.stats().messages === 0, 'the store is empty');
}

function eventIds(harness: Harness): string[] {
  return harness.events.map(({ eventId, source }) => `${eventId}/${source}`);
}

test('a message goes to the smart host, leaves the store, and SEND is tracked with the connector', async () => {
  await withSink({}, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
    await emptied(harness);
    assert.equal(sink.messages[0]?.content.toString(), MESSAGE);
    assert.deepEqual(eventIds(harness), ['SEND/SMTP']);
    assert.equal(harness.events[0]?.connectorId, 'Out');
    assert.deepEqual(harness.events[0].recipientStatus, ['250 2.0.0 taken']);
    assert.equal(harness.delivery.status().messages, 0);
  });
});

test('Exchange: organization and forest fields never leave, Received stays', async () => {
  await withSink({}, async (harness, sink) => {
    const stamped =
      'X-MS-Exchange-Organization-AuthAs: Anonymous\r\nReceived: from a\r\n by b; date\r\nx-ms-exchange-forest-A: 1\r\n 2\r\nSubject: t\r\n\r\nX-MS-Exchange-Organization-SCL: body stays\r\n';
    await harness.send(stamped, [pending('kate@fabrikam.com')]);
    await emptied(harness);
    assert.equal(
      sink.messages[0]?.content.toString(),
      'Received: from a\r\n by b; date\r\nSubject: t\r\n\r\nX-MS-Exchange-Organization-SCL: body stays\r\n',
    );
  });
});

test('RFC 5321 §4.5.2: dots at line starts arrive as they were, and a last line without its end gets one', async () => {
  await withSink({}, async (harness, sink) => {
    await harness.send('Subject: t\r\n\r\n.\r\n..\r\na.b\r\n.end', [pending('kate@fabrikam.com')]);
    await emptied(harness);
    assert.equal(sink.messages[0]?.content.toString(), 'Subject: t\r\n\r\n.\r\n..\r\na.b\r\n.end\r\n');
  });
});

test('F9: 550 at RCPT for one of two: one delivered, one failed DSN, FAIL and SEND', async () => {
  const options: SinkOptions = { reply: (line) => (line.includes('<no@') ? '550 5.1.1 User unknown' : null) };
  await withSink(options, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('yes@fabrikam.com'), pending('no@fabrikam.com')]);
    await sink.received(2);
    await emptied(harness);
    assert.deepEqual(
      sink.messages[0]?.recipients.map(({ address }) => address),
      ['yes@fabrikam.com'],
    );
    const report = sink.messages[1];
    assert.equal(report?.mailFrom, '');
    assert.equal(report.recipients[0]?.address, 'sender@client.example');
    const text = report.content.toString();
    assert.match(text, /^Subject: Undeliverable: Test\r$/m);
    assert.match(
      text,
      /^Final-Recipient: rfc822;no@fabrikam\.com\r\nAction: failed\r\nStatus: 5\.1\.1\r\nDiagnostic-Code: smtp;550 5\.1\.1 User unknown\r\nRemote-MTA: dns;\[127\.0\.0\.1\]\r$/m,
    );
    assert.ok(text.includes('Content-Type: message/rfc822\r\n'));
    assert.match(text, /^Receiving server: 127\.0\.0\.1 \(127\.0\.0\.1\)\r$/m);
    assert.deepEqual(eventIds(harness), ['SEND/SMTP', 'FAIL/SMTP', 'DSN/DSN', 'RECEIVE/DSN', 'SEND/SMTP']);
  });
});

test('F10: NOTIFY=NEVER failing gives no DSN', async () => {
  const options: SinkOptions = { reply: (line) => (line.startsWith('RCPT') ? '550 5.1.1 no' : null) };
  await withSink(options, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('no@fabrikam.com', ['NEVER'])]);
    await emptied(harness);
    assert.equal(sink.messages.length, 0);
    assert.deepEqual(eventIds(harness), ['FAIL/SMTP']);
  });
});

test('F10: NOTIFY=SUCCESS to a host without DSN gives a relayed DSN, headers only', async () => {
  await withSink({ extensions: ['PIPELINING'] }, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('kate@fabrikam.com', ['SUCCESS'])]);
    await sink.received(2);
    const text = sink.messages[1]?.content.toString() ?? '';
    assert.match(text, /^Action: relayed\r$/m);
    assert.ok(text.includes('Content-Type: text/rfc822-headers\r\n'));
    assert.ok(!text.includes('\r\nHello\r\n'));
    assert.equal(
      sink.lines.some((line) => line.includes('NOTIFY')),
      false,
    );
  });
});

test('RFC 3461 §5.2: a host with DSN gets NOTIFY, ORCPT, RET and ENVID unchanged, and reports itself', async () => {
  await withSink({}, async (harness, sink) => {
    const recipient = pending('kate@fabrikam.com', ['SUCCESS', 'DELAY']);
    const parameters = { ...recipient.parameters, orcpt: 'rfc822;old+2Bname@fabrikam.com' };
    await harness.send(MESSAGE, [{ ...recipient, parameters }], {
      parameters: { size: null, body: '8BITMIME', smtpUtf8: false, ret: 'HDRS', envid: 'QQ314', auth: null },
    });
    await emptied(harness);
    assert.equal(
      sink.messages[0]?.mailParameters,
      `SIZE=${MESSAGE.length} BODY=8BITMIME RET=HDRS ENVID=QQ314`,
    );
    assert.equal(
      sink.messages[0].recipients[0]?.parameters,
      'NOTIFY=SUCCESS,DELAY ORCPT=rfc822;old+2Bname@fabrikam.com',
    );
    assert.equal(sink.messages.length, 1);
  });
});

test('mail-flow.md §5.5: where the sender asked for nothing, a host with DSN is asked for nothing', async () => {
  await withSink({}, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
    await emptied(harness);
    assert.deepEqual(sink.messages[0]?.recipients, [{ address: 'kate@fabrikam.com', parameters: '' }]);
    assert.equal(sink.messages[0].mailParameters, `SIZE=${MESSAGE.length}`);
  });
});

test('F11: a message from <> that fails gives no DSN, FAIL is logged', async () => {
  const options: SinkOptions = { reply: (line) => (line.startsWith('RCPT') ? '550 5.1.1 no' : null) };
  await withSink(options, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('no@fabrikam.com')], { reversePath: null });
    await emptied(harness);
    assert.equal(sink.messages.length, 0);
    assert.deepEqual(eventIds(harness), ['FAIL/SMTP']);
  });
});

test('a report that fails is not reported', async () => {
  const options: SinkOptions = { reply: (line) => (line.startsWith('RCPT') ? '550 5.1.1 no' : null) };
  await withSink(options, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('no@fabrikam.com')]);
    await until(() => harness.events.filter(({ eventId }) => eventId === 'FAIL').length === 2, 'both failed');
    await emptied(harness);
    assert.equal(sink.messages.length, 0);
    assert.equal(harness.events.filter(({ eventId }) => eventId === 'DSN').length, 1);
  });
});

test('4xx for one message: it waits for MessageRetryInterval, the queue goes on', async () => {
  let refuse = true;
  const options: SinkOptions = {
    reply: (line) => (refuse && line.includes('<slow@') ? '451 4.2.1 later' : null),
  };
  await withSink(options, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('slow@fabrikam.com')]);
    await harness.send(MESSAGE, [pending('fast@fabrikam.com')]);
    await sink.received(1);
    await until(() => harness.delivery.control.messages().some(({ status }) => status === 'Retry'), 'Retry');
    const [waiting] = harness.delivery.control.messages();
    assert.equal(waiting?.lastError, '451 4.2.1 later');
    assert.equal(waiting.retryCount, 1);
    refuse = false;
    harness.advance(299_000);
    assert.equal(sink.messages.length, 1);
    harness.advance(1000);
    await sink.received(2);
    assert.ok(eventIds(harness).includes('DEFER/SMTP'));
  });
});

test('RFC 5321 §4.5.3.1.10: recipients beyond the limit of a transaction go at once in the next', async () => {
  let given = 0;
  const options: SinkOptions = {
    reply: (line) => {
      if (line.startsWith('MAIL')) given = 0;
      if (!line.startsWith('RCPT')) return null;
      given += 1;
      return given > 2 ? '452 4.5.3 Too many recipients' : null;
    },
  };
  await withSink(options, async (harness, sink) => {
    await harness.send(
      MESSAGE,
      ['a', 'b', 'c', 'd', 'e'].map((name) => pending(`${name}@fabrikam.com`)),
    );
    await emptied(harness);
    assert.deepEqual(
      sink.messages.map(({ recipients }) => recipients.length),
      [2, 2, 1],
    );
  });
});

test('a message larger than the SIZE of the next hop fails with 5.3.4 and is not sent', async () => {
  await withSink({ extensions: ['PIPELINING', 'SIZE 1000'] }, async (harness, sink) => {
    await harness.send(MESSAGE + 'x'.repeat(2000), [pending('kate@fabrikam.com')], { reversePath: null });
    await emptied(harness);
    assert.equal(
      sink.lines.some((line) => line.startsWith('MAIL')),
      false,
    );
    assert.deepEqual(harness.events[0]?.recipientStatus, [
      '552 5.3.4 Message size exceeds fixed maximum message size',
    ]);
    // mail-flow.md §8: which limit it was, and whose.
    assert.match(harness.events[0].sourceContext, /^[\dA-F]{16};NextHop SIZE=1000;552 5\.3\.4 /);
  });
});

test('RFC 3030: binary content goes as one BDAT to a host that takes it, and nowhere else', async () => {
  const parameters = {
    size: null,
    body: 'BINARYMIME',
    smtpUtf8: false,
    ret: null,
    envid: null,
    auth: null,
  } as const;
  const binary = 'X-MS-Exchange-Organization-A: 1\r\nSubject: b\r\n\r\n.\r\n\0\n.';
  await withSink({ extensions: ['PIPELINING', 'CHUNKING', 'BINARYMIME'] }, async (harness, sink) => {
    await harness.send(binary, [pending('kate@fabrikam.com')], { parameters });
    await emptied(harness);
    assert.equal(sink.messages[0]?.content.toString('latin1'), 'Subject: b\r\n\r\n.\r\n\0\n.');
    assert.equal(sink.messages[0].mailParameters, 'BODY=BINARYMIME');
  });
  await withSink({}, async (harness) => {
    await harness.send(binary, [pending('kate@fabrikam.com')], { parameters, reversePath: null });
    await emptied(harness);
    assert.deepEqual(harness.events[0]?.recipientStatus, ['554 5.6.3 Conversion required but not supported']);
  });
});

test('a host that only knows HELO and no extensions gets each command after the other', async () => {
  await withSink({ extensions: null }, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('a@fabrikam.com'), pending('b@fabrikam.com')]);
    await emptied(harness);
    assert.equal(sink.messages[0]?.mailParameters, '');
    assert.deepEqual(sink.lines.slice(0, 6), [
      'EHLO ex1.contoso.com',
      'HELO ex1.contoso.com',
      'MAIL FROM:<sender@client.example>',
      'RCPT TO:<a@fabrikam.com>',
      'RCPT TO:<b@fabrikam.com>',
      'DATA',
    ]);
  });
});

test('RFC 5321 §4.1.1.5: RSET stands between a transaction that was given up and the next one', async () => {
  const options: SinkOptions = { reply: (line) => (line.includes('<no@') ? '550 5.1.1 no' : null) };
  for (const extensions of [[], ['PIPELINING']]) {
    await withSink({ ...options, extensions }, async (harness, sink) => {
      await harness.send(MESSAGE, [pending('no@fabrikam.com')], { reversePath: null });
      await emptied(harness);
      await harness.send(MESSAGE, [pending('yes@fabrikam.com')]);
      await emptied(harness);
      const commands = sink.lines.map((line) => line.split(' ')[0]);
      const refused = extensions.length === 0 ? ['MAIL', 'RCPT'] : ['MAIL', 'RCPT', 'DATA'];
      assert.deepEqual(commands, ['EHLO', ...refused, 'RSET', 'MAIL', 'RCPT', 'DATA']);
    });
  }
});

test('SmtpMaxMessagesPerConnection: a connection is used 20 times and then ended', async () => {
  await withSink({}, async (harness, sink) => {
    for (let count = 0; count < 60; count += 1)
      await harness.send(MESSAGE, [pending(`u${count}@fabrikam.com`)]);
    await emptied(harness);
    const used = new Map<number, number>();
    for (const { connection } of sink.messages) used.set(connection, (used.get(connection) ?? 0) + 1);
    assert.ok(Math.max(...used.values()) <= 20);
    assert.equal(sink.messages.length, 60);
  });
});

test('a connection that the host ends between messages costs no message a retry', async () => {
  const options: SinkOptions = {
    reply: (line, { messages }) =>
      line.startsWith('MAIL') && messages >= 2 ? '421 4.7.0 enough for one connection' : null,
  };
  await withSink(options, async (harness, sink) => {
    for (let count = 0; count < 9; count += 1)
      await harness.send(MESSAGE, [pending(`u${count}@fabrikam.com`)]);
    await sink.received(9);
    await emptied(harness);
    assert.equal(eventIds(harness).includes('DEFER/SMTP'), false);
  });
});

test('a large message is streamed in many chunks and arrives whole', async () => {
  await withSink({}, async (harness, sink) => {
    const line = `.${'x'.repeat(76)}\r\n`;
    const content = `Subject: large\r\n\r\n${line.repeat(60_000)}`;
    await harness.send(content, [pending('kate@fabrikam.com')]);
    await sink.received(1, 20_000);
    assert.equal(sink.messages[0]?.content.toString('latin1') === content, true);
  });
});

/** Makes the store fail to give the content of the next message that is sent. */
function breakNext(harness: Harness, error: Error): void {
  const { store } = harness;
  const read = store.read.bind(store);
  const brokenId = store.nextId() + 1;
  store.read = (id) => {
    if (id !== brokenId) return read(id);
    throw error;
  };
}

test('a damaged message is reported at once without its content, and the others go on', async () => {
  await withSink({}, async (harness, sink) => {
    breakNext(harness, new StoreCorrupt('a checksum does not hold'));
    await harness.send(MESSAGE, [pending('broken@fabrikam.com')]);
    await sink.received(1);
    const text = sink.messages[0]?.content.toString() ?? '';
    assert.match(text, /^Diagnostic-Code: smtp;550 5\.3\.0 QUEUE\.Damaged;/m);
    assert.match(text, /^Content-Type: text\/rfc822-headers\r$/m);
    await harness.send(MESSAGE, [pending('whole@fabrikam.com')]);
    await sink.received(2);
    await emptied(harness);
  });
});

test('a damaged message does not hold up a drop folder', async () => {
  const drop = sendConnector({ dropDirectory: 'drop' });
  const harness = startHarness(snapshotWith({ sendConnectors: [drop] }));
  breakNext(harness, new StoreCorrupt('a checksum does not hold'));
  await harness.send(MESSAGE, [pending('broken@fabrikam.com')]);
  await harness.send(MESSAGE, [pending('whole@fabrikam.com')]);
  await until(() => harness.drops.length === 2, 'the report and the other message');
  const reports = harness.drops.filter(({ content }) => content.includes('QUEUE.Damaged'));
  assert.equal(reports.length, 1);
  await emptied(harness);
  await harness.stop();
});

test('a message that a disk does not give now waits, and the others go on; when it expires it is reported', async () => {
  await withSink({}, async (harness, sink) => {
    breakNext(harness, new StoreUnreadable('the disk does not answer'));
    await harness.send(MESSAGE, [pending('broken@fabrikam.com')]);
    await until(() => harness.delivery.control.messages()[0]?.status === 'Retry', 'it waits');
    await harness.send(MESSAGE, [pending('whole@fabrikam.com')]);
    await sink.received(1);
    assert.equal(
      harness.delivery.control.queues().some(({ status }) => status === 'Retry'),
      false,
    );
    harness.advance(172_800_000);
    await sink.received(2);
    const text = sink.messages[1]?.content.toString() ?? '';
    assert.match(text, /^Diagnostic-Code: smtp;550 4\.4\.7 QUEUE\.Expired; message expired\r$/m);
    assert.match(text, /^Content-Type: text\/rfc822-headers\r$/m);
    await emptied(harness);
  });
});

test('a store that fails once: the outcome is stored later, the message is sent once', async () => {
  await withSink({}, async (harness, sink) => {
    const message = await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
    harness.store.failCommit = new Error('the disk is full');
    await sink.received(1);
    await until(() => harness.delivery.status().messages === 0, 'the message is done');
    assert.equal(harness.store.stats().messages, 1);
    harness.store.failCommit = null;
    await until(() => !harness.store.held.has(message.facts.id), 'it is stored');
    assert.equal(sink.messages.length, 1);
  });
});
