import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MailParameters } from '../../../src/mail/envelope.ts';
import { pending, sendConnector, snapshotWith, startHarness, until } from '../../support/delivery-harness.ts';
import type { Harness } from '../../support/delivery-harness.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';
import type { SinkOptions, SmtpSink } from '../../support/smtp-sink.ts';

const MESSAGE = 'Subject: Test\r\nMessage-ID: <1@client.example>\r\n\r\nHello\r\n';
const PLAIN: MailParameters = {
  size: null,
  body: '7BIT',
  smtpUtf8: false,
  ret: null,
  envid: null,
  auth: null,
};

/** Delivery to one smart host. */
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

test('RFC 5321 §2.4, §4.1.2: addresses leave with the letters they came with, and no more quotes than they need', async () => {
  await withSink({}, async (harness, sink) => {
    const recipients = ['KaTe@fabrikam.com', '"two words"@fabrikam.com', '"plain"@fabrikam.com'];
    await harness.send(
      MESSAGE,
      recipients.map((address) => pending(address)),
      { reversePath: { local: 'ChRis', domain: 'contoso.com' } },
    );
    await emptied(harness);
    assert.deepEqual(
      sink.lines.filter((line) => line.startsWith('RCPT')),
      ['RCPT TO:<KaTe@fabrikam.com>', 'RCPT TO:<"two words"@fabrikam.com>', 'RCPT TO:<plain@fabrikam.com>'],
    );
    assert.equal(sink.messages[0]?.mailFrom, 'ChRis@contoso.com');
  });
});

test('RFC 5321 §4.5.4.1: all recipients of one next hop get one copy', async () => {
  await withSink({}, async (harness, sink) => {
    const recipients = Array.from({ length: 120 }, (_, number) => pending(`u${number}@fabrikam.com`));
    await harness.send(MESSAGE, recipients);
    await emptied(harness);
    assert.equal(sink.messages.length, 1);
    assert.equal(sink.messages[0]?.recipients.length, 120);
  });
});

test('RFC 3461 §5.2.1: what the client did not ask for is not asked of the next hop', async () => {
  await withSink({}, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('kate@fabrikam.com')], {
      parameters: { ...PLAIN, auth: 'chris@contoso.com' },
    });
    await emptied(harness);
    assert.equal(sink.messages[0]?.mailParameters, `SIZE=${MESSAGE.length}`);
    assert.deepEqual(sink.messages[0].recipients, [{ address: 'kate@fabrikam.com', parameters: '' }]);
  });
});

test('RFC 3461 §5.2.2: a host without DSN gets no parameter of it, and without NOTIFY a success is not reported', async () => {
  await withSink({ extensions: [] }, async (harness, sink) => {
    const asked = pending('never@fabrikam.com', ['NEVER']);
    const parameters = { ...asked.parameters, orcpt: 'rfc822;a@b' };
    await harness.send(MESSAGE, [pending('kate@fabrikam.com'), { ...asked, parameters }], {
      parameters: { ...PLAIN, ret: 'FULL', envid: '1' },
    });
    await emptied(harness);
    assert.equal(sink.messages.length, 1);
    assert.equal(sink.messages[0]?.mailParameters, '');
    assert.deepEqual(
      sink.messages[0].recipients.map((recipient) => recipient.parameters),
      ['', ''],
    );
  });
});

test('RFC 3461 §6.1: a report leaves from <> to the reverse-path, without RET, ENVID and NOTIFY of the original', async () => {
  const options: SinkOptions = { reply: (line) => (line.includes('<no@') ? '550 5.1.1 no' : null) };
  await withSink(options, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('no@fabrikam.com', ['FAILURE'])], {
      reversePath: { local: 'ChRis', domain: 'client.example' },
      parameters: { ...PLAIN, ret: 'FULL', envid: 'QQ314' },
    });
    await sink.received(1);
    const [report] = sink.messages;
    assert.equal(report?.mailFrom, '');
    assert.doesNotMatch(report.mailParameters, /RET|ENVID/);
    assert.deepEqual(report.recipients, [{ address: 'ChRis@client.example', parameters: '' }]);
    assert.match(report.content.toString(), /^Original-Envelope-Id: QQ314\r$/m);
    await emptied(harness);
  });
});

const BREAKS: readonly (readonly [where: string, answer: string])[] = [
  ['MAIL', 'drop'],
  ['RCPT', 'drop'],
  ['DATA', 'drop'],
  ['.', 'drop'],
  ['MAIL', '650 what'],
  ['MAIL', 'hello again'],
  ['.', '451 4.3.0 not now'],
];
for (const [where, answer] of BREAKS) {
  test(`RFC 5321 §3.8, §4.2, §4.2.5: ${answer} at ${where}: the message waits, is reported to nobody, and goes later`, async () => {
    let broken = true;
    const options: SinkOptions = {
      extensions: [],
      reply: (line) => (broken && line.startsWith(where) ? answer : null),
    };
    await withSink(options, async (harness, sink) => {
      await harness.send(MESSAGE, [pending('kate@fabrikam.com')]);
      await until(
        () => harness.delivery.control.messages().some(({ status }) => status === 'Retry'),
        'Retry',
      );
      assert.equal(harness.store.stats().messages, 1);
      broken = false;
      harness.advance(900_000);
      await sink.received(1);
      await emptied(harness);
      assert.equal(sink.messages.length, 1);
      assert.equal(sink.messages[0]?.content.toString(), MESSAGE);
    });
  });
}

test('RFC 5321 §4.2.5: a 5yz after the content is final for each recipient, and one report names them all', async () => {
  let contents = 0;
  const options: SinkOptions = {
    reply: (line) => {
      if (line !== '.') return null;
      contents += 1;
      return contents === 1 ? '554 5.6.0 not this' : null;
    },
  };
  await withSink(options, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('a@fabrikam.com'), pending('b@fabrikam.com')]);
    await sink.received(1);
    await emptied(harness);
    assert.equal(sink.messages.length, 1);
    const text = sink.messages[0]?.content.toString() ?? '';
    assert.deepEqual(text.match(/^Final-Recipient: .*(?=\r$)/gm), [
      'Final-Recipient: rfc822;a@fabrikam.com',
      'Final-Recipient: rfc822;b@fabrikam.com',
    ]);
  });
});

test('RFC 5321 §4.5.3.1.10: a host that says 552 for too many recipients gets the others in the next transaction', async () => {
  let given = 0;
  const options: SinkOptions = {
    reply: (line) => {
      if (line.startsWith('MAIL')) given = 0;
      if (!line.startsWith('RCPT')) return null;
      given += 1;
      return given > 2 ? '552 Too many recipients' : null;
    },
  };
  await withSink(options, async (harness, sink) => {
    await harness.send(
      MESSAGE,
      ['a', 'b', 'c', 'd', 'e'].map((name) => pending(`${name}@fabrikam.com`)),
    );
    await emptied(harness);
    assert.deepEqual(
      sink.messages.map(({ recipients }) => recipients.map(({ address }) => address.charAt(0)).join('')),
      ['ab', 'cd', 'e'],
    );
  });
});

test('RFC 6531 §3.4: SMTPUTF8 goes on with the message to a host that offers it; a domain needs no such host', async () => {
  const facts = { parameters: { ...PLAIN, smtpUtf8: true } };
  await withSink({ extensions: ['8BITMIME', 'SMTPUTF8'] }, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('用户@例え.jp')], facts);
    await emptied(harness);
    assert.match(sink.messages[0]?.mailParameters ?? '', /\bSMTPUTF8\b/);
    assert.equal(sink.messages[0]?.recipients[0]?.address, '用户@xn--r8jz45g.jp');
  });
  await withSink({ extensions: ['8BITMIME'] }, async (harness, sink) => {
    await harness.send(MESSAGE, [pending('user@例え.jp')], facts);
    await emptied(harness);
    assert.equal(sink.messages[0]?.mailParameters, '');
    assert.equal(sink.messages[0]?.recipients[0]?.address, 'user@xn--r8jz45g.jp');
  });
});

test('RFC 5321 §2.4, RFC 6531 §3.6: eight-bit content goes as it is to a host that offers neither 8BITMIME nor SMTPUTF8', async () => {
  await withSink({ extensions: [] }, async (harness, sink) => {
    const content = 'Subject: \xc3\xa9\r\n\r\n\xc3\xa9\xff\r\n';
    await harness.send(content, [pending('kate@fabrikam.com')], {
      parameters: { ...PLAIN, body: '8BITMIME', smtpUtf8: true },
    });
    await emptied(harness);
    assert.equal(sink.messages[0]?.content.toString('latin1'), content);
    assert.equal(sink.messages[0].mailParameters, '');
  });
});

test('RFC 6533 §3: an ORCPT in UTF-8 goes escaped to a host with DSN that does not offer SMTPUTF8', async () => {
  for (const [extensions, sent] of [
    [['DSN', '8BITMIME', 'SMTPUTF8'], 'ORCPT=utf-8;ü@b.example'],
    [['DSN', '8BITMIME'], 'ORCPT=utf-8;\\x{FC}@b.example'],
  ] as const) {
    await withSink({ extensions }, async (harness, sink) => {
      const recipient = pending('kate@fabrikam.com');
      const parameters = { notify: [], orcpt: 'utf-8;ü@b.example' };
      await harness.send(MESSAGE, [{ ...recipient, parameters }], {
        parameters: { ...PLAIN, smtpUtf8: true },
      });
      await emptied(harness);
      assert.equal(sink.messages[0]?.recipients[0]?.parameters, sent);
    });
  }
});
