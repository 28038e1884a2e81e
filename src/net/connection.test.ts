import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { InboundServer } from '../../test/support/inbound-server.ts';
import { ANONYMOUS_USERS } from '../../test/support/receive-fixture.ts';
import { SmtpDialogue } from '../../test/support/smtp-dialogue.ts';

test('The article: banner, EHLO, MAIL, RCPT, DATA, QUIT', async () => {
  await using server = await InboundServer.start();
  const client = await SmtpDialogue.open({ port: server.port });
  assert.match(
    await client.reply(),
    /^220 ex1\.contoso\.com Postern ESMTP MAIL Service ready at \w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/,
  );
  assert.deepEqual((await client.command('EHLO')).split('\n'), [
    '250-ex1.contoso.com Hello [127.0.0.1]',
    '250-SIZE 37748736',
    '250-PIPELINING',
    '250-DSN',
    '250-ENHANCEDSTATUSCODES',
    '250-STARTTLS',
    '250-8BITMIME',
    '250-BINARYMIME',
    '250-CHUNKING',
    '250 SMTPUTF8',
  ]);
  assert.equal(await client.command('MAIL FROM:chris@contoso.com'), '250 2.1.0 Sender OK');
  assert.equal(await client.command('RCPT TO:kate@fabrikam.com'), '250 2.1.5 Recipient OK');
  assert.equal(await client.command('DATA'), '354 Start mail input; end with <CRLF>.<CRLF>');
  const queued = await client.command('Subject: Test\r\n\r\nThis is a test message\r\n.');
  assert.match(
    queued,
    /^250 2\.6\.0 <[^>]+@ex1\.contoso\.com> \[InternalId=1, Hostname=ex1\.contoso\.com\] Queued mail for delivery$/,
  );
  assert.equal(await client.command('QUIT'), '221 2.0.0 Service closing transmission channel');
  assert.equal(await client.closed(), true);
  const text = server.store.text(1);
  assert.match(
    text,
    /^Received: from \[?127\.0\.0\.1\]? \(127\.0\.0\.1\) by\r\n ex1\.contoso\.com \(127\.0\.0\.1\) with Postern SMTP Server\r\n id 0\.1\.0 via Frontend Transport; /,
  );
  assert.ok(text.endsWith('\r\n\r\nThis is a test message\r\n'));
  assert.equal(server.accepted.length, 1);
  assert.equal(server.accepted[0]?.facts.sizeBytes, text.length);
  assert.equal(server.events.tracked[0]?.eventId, 'RECEIVE');
  assert.deepEqual(server.logger.errors, []);
});

test('V10: without Accept-Any-Recipient only accepted domains are taken', async () => {
  await using server = await InboundServer.start({ connector: { entries: ANONYMOUS_USERS } });
  const client = await server.greet();
  await client.command('MAIL FROM:<chris@contoso.com>');
  assert.equal(await client.command('RCPT TO:<kate@fabrikam.com>'), '550 5.7.1 Unable to relay');
  assert.equal(await client.command('RCPT TO:<info@contoso.com>'), '250 2.1.5 Recipient OK');
  client.close();
});

test('V11: without the right to submit MAIL is refused', async () => {
  await using server = await InboundServer.start({ connector: { entries: [] } });
  const client = await server.greet();
  assert.equal(
    await client.command('MAIL FROM:<chris@contoso.com>'),
    '530 5.7.1 Client was not authenticated',
  );
  client.close();
});

test('RFC 2920: a transaction in one packet is answered in order, its message stored once', async () => {
  await using server = await InboundServer.start();
  const client = await server.connect();
  const lines = [
    'EHLO printer.contoso.com',
    'MAIL FROM:<chris@contoso.com>',
    'RCPT TO:<kate@fabrikam.com>',
    'RCPT TO:<info@contoso.com>',
    'DATA',
    'Subject: one packet',
    '',
    '..dot',
    '.',
    'MAIL FROM:<>',
    'RCPT TO:<kate@fabrikam.com>',
    'BDAT 9 LAST',
    'A: b\r\n\r\n',
  ];
  client.write(`${lines.join('\r\n')}xQUIT\r\n`);
  const replies: string[] = [];
  for (let count = 0; count < 10; count += 1) replies.push((await client.reply()).slice(0, 3));
  assert.deepEqual(replies, ['250', '250', '250', '250', '354', '250', '250', '250', '250', '221']);
  assert.ok(server.store.text(1).endsWith('\r\n\r\n.dot\r\n'));
  assert.ok(server.store.text(2).endsWith('\r\n\r\nx\r\n'));
  assert.equal(server.store.held.size, 2);
  assert.deepEqual(server.logger.errors, []);
});

test('Octets that come one at a time give the same answers', async () => {
  await using server = await InboundServer.start();
  const client = await server.connect();
  const input =
    'EHLO a\r\nMAIL FROM:<a@b.com>\r\nRCPT TO:<c@d.com>\r\nDATA\r\nA: b\r\n\r\nbody\r\n.\r\nQUIT\r\n';
  client.socket.setNoDelay(true);
  for (const octet of input) {
    client.write(octet);
    await delay(0);
  }
  const replies: string[] = [];
  for (let count = 0; count < 6; count += 1) replies.push((await client.reply()).slice(0, 3));
  assert.deepEqual(replies, ['250', '250', '250', '354', '250', '221']);
  assert.ok(server.store.text(1).endsWith('\r\n\r\nbody\r\n'));
});

test('RFC 3030: chunks make one message, and a refused chunk is never read as commands', async () => {
  await using server = await InboundServer.start();
  const client = await server.begin();
  client.write('BDAT 6\r\nA: b\r\nBDAT 4\r\n\r\n12');
  assert.equal(await client.reply(), '250 2.6.0 CHUNK received OK, 6 octets');
  assert.equal(await client.reply(), '250 2.6.0 CHUNK received OK, 4 octets');
  assert.match(await client.command('BDAT 0 LAST'), /^250 2\.6\.0 </);
  assert.ok(server.store.text(1).endsWith('\r\n\r\n12\r\n'));
  client.write('BDAT 15 LAST\r\nRSET\r\nRSET\r\nXY\rNOOP\r\n');
  assert.equal(await client.reply(), '503 5.5.2 Need rcpt command');
  assert.equal(await client.reply(), '250 2.0.0 OK');
  client.close();
});

test('RFC 3030 §3: BODY=BINARYMIME keeps every octet of the body', async () => {
  await using server = await InboundServer.start();
  const client = await server.greet();
  await client.command('MAIL FROM:<a@b.com> BODY=BINARYMIME');
  await client.command('RCPT TO:<c@d.com>');
  const content = 'A: b\r\n\r\n\0\r\n\n\r.\r\n.';
  client.write(`BDAT ${content.length} LAST\r\n${content}`);
  assert.match(await client.reply(), /^250 2\.6\.0 </);
  assert.ok(server.store.text(1).endsWith('\r\n\r\n\0\r\n\n\r.\r\n.'));
  client.close();
});

test('Exchange: TarpitInterval delays a 5xx of an anonymous session and of nobody else', async () => {
  await using server = await InboundServer.start({
    connector: { entries: ANONYMOUS_USERS, tarpitIntervalMs: 300 },
  });
  const slow = await server.greet();
  const quick = await server.greet();
  await slow.command('MAIL FROM:<chris@contoso.com>');
  const started = performance.now();
  const refused = slow.command('RCPT TO:<kate@fabrikam.com>');
  assert.equal(await quick.command('NOOP'), '250 2.0.0 OK');
  assert.ok(performance.now() - started < 250, 'another session is not held up');
  assert.equal(await refused, '550 5.7.1 Unable to relay');
  assert.ok(performance.now() - started >= 295);
  slow.close();
  quick.close();
});

test('Replies before a tarpit leave before it, and those behind it stay behind', async () => {
  await using server = await InboundServer.start({
    connector: { entries: ANONYMOUS_USERS, tarpitIntervalMs: 200 },
  });
  const client = await server.greet();
  const started = performance.now();
  client.write('MAIL FROM:<a@contoso.com>\r\nRCPT TO:<a@fabrikam.com>\r\nRCPT TO:<b@contoso.com>\r\n');
  assert.equal(await client.reply(), '250 2.1.0 Sender OK');
  assert.ok(performance.now() - started < 190);
  assert.equal(await client.reply(), '550 5.7.1 Unable to relay');
  assert.equal(await client.reply(), '250 2.1.5 Recipient OK');
  assert.ok(performance.now() - started >= 195);
  client.close();
});

test('Exchange: ConnectionInactivityTimeout counts from the last octet', async () => {
  await using server = await InboundServer.start({ connector: { connectionInactivityTimeoutMs: 250 } });
  const client = await server.connect();
  const started = performance.now();
  for (let count = 0; count < 3; count += 1) {
    await delay(120);
    client.write('N');
  }
  assert.equal(await client.reply(), '451 4.7.0 Timeout waiting for client input');
  assert.ok(performance.now() - started >= 600);
  assert.equal(await client.closed(), true);
});

test('Exchange: ConnectionTimeout ends a session even in the middle of DATA, and its message', async () => {
  await using server = await InboundServer.start({ connector: { connectionTimeoutMs: 300 } });
  const client = await server.begin();
  await client.command('DATA');
  client.write('A: b\r\n\r\nhalf a body\r\n');
  assert.equal(await client.reply(), '421 4.4.1 Connection timed out');
  assert.equal(await client.closed(), true);
  assert.equal(server.store.held.size, 0);
  assert.equal(server.store.bodiesAborted, 1);
});

test('A time-out does not cut off a commit: the client learns what became of its message', async () => {
  await using server = await InboundServer.start({
    connector: { connectionTimeoutMs: 200, connectionInactivityTimeoutMs: 100 },
  });
  server.store.beforeCommit = () => delay(400);
  const client = await server.begin();
  await client.command('DATA');
  assert.match(await client.command('A: b\r\n\r\nbody\r\n.'), /^250 2\.6\.0 </);
  assert.equal(await client.reply(), '421 4.4.1 Connection timed out');
  assert.equal(await client.closed(), true);
});

test('A client that vanishes in the middle of DATA leaves nothing', async () => {
  await using server = await InboundServer.start();
  const client = await server.begin();
  await client.command('DATA');
  client.write('Subject: x\r\n\r\nhalf a body\r\n');
  await delay(20);
  client.close();
  await delay(50);
  assert.equal(server.store.held.size, 0);
  assert.equal(server.store.bodiesAborted, 1);
  assert.equal(server.inbound.sessions(), 0);
});

test('A client that sends everything and closes its side is answered', async () => {
  await using server = await InboundServer.start();
  const client = await server.connect();
  client.socket.end(
    'EHLO a\r\nMAIL FROM:<a@b.com>\r\nRCPT TO:<c@d.com>\r\nDATA\r\nA: b\r\n\r\nbody\r\n.\r\nQUIT\r\n',
  );
  const replies: string[] = [];
  for (let count = 0; count < 6; count += 1) replies.push((await client.reply()).slice(0, 3));
  assert.deepEqual(replies, ['250', '250', '250', '354', '250', '221']);
  assert.equal(await client.closed(), true);
});

test('A reply that the store owes does not come before the commit', async () => {
  await using server = await InboundServer.start();
  let commit = (): void => {};
  server.store.beforeCommit = () => new Promise<void>((resolve) => (commit = resolve));
  const client = await server.begin();
  await client.command('DATA');
  let answered = false;
  const reply = client.command('A: b\r\n\r\nbody\r\n.').then((text) => {
    answered = true;
    return text;
  });
  await delay(60);
  assert.equal(answered, false);
  assert.equal(server.accepted.length, 0);
  commit();
  assert.match(await reply, /^250 2\.6\.0 </);
  assert.equal(server.accepted.length, 1);
  client.close();
});

test('A client that does not read is not read from either', async () => {
  await using server = await InboundServer.start({ connector: { maxProtocolErrors: null } });
  const client = await server.greet();
  client.socket.pause();
  const block = Buffer.from('NOOP\r\n'.repeat(10_000));
  let blocked = false;
  for (let count = 0; count < 800 && !blocked; count += 1) {
    if (!client.socket.write(block)) {
      blocked = await Promise.race([
        new Promise<boolean>((resolve) => client.socket.once('drain', () => resolve(false))),
        delay(500).then(() => true),
      ]);
    }
  }
  assert.equal(blocked, true);
  client.close();
});
