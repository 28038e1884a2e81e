import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { InboundServer } from '../../test/support/inbound-server.ts';
import { ANONYMOUS_USERS, EXCHANGE_USERS } from '../../test/support/receive-fixture.ts';
import type { SmtpDialogue } from '../../test/support/smtp-dialogue.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

async function logOn(client: SmtpDialogue, password: string): Promise<string> {
  assert.equal(await client.command('AUTH LOGIN'), '334 VXNlcm5hbWU6');
  assert.equal(await client.command(base64('chris')), '334 UGFzc3dvcmQ6');
  return client.command(base64(password));
}

test('RFC 3207: STARTTLS, a new hello, and the message says how it came', async () => {
  await using server = await InboundServer.start();
  const client = await server.greet();
  assert.equal(await client.command('STARTTLS'), '220 2.0.0 SMTP server ready');
  const secured = await client.secure();
  assert.match(secured.getProtocol() ?? '', /^TLSv1\.[23]$/);
  assert.equal(await client.command('MAIL FROM:<chris@contoso.com>'), '503 5.5.2 Send hello first');
  assert.ok(!(await client.command('EHLO printer.contoso.com')).includes('STARTTLS'));
  await client.command('MAIL FROM:<chris@contoso.com>');
  await client.command('RCPT TO:<kate@fabrikam.com>');
  await client.command('DATA');
  assert.match(await client.command('A: b\r\n\r\nbody\r\n.'), /^250 2\.6\.0 </);
  assert.match(server.store.text(1), /SMTP Server \(version=TLS1_[23], cipher=TLS_[A-Z0-9_]+\)\r\n id/);
  assert.equal(await client.command('QUIT'), '221 2.0.0 Service closing transmission channel');
  assert.equal(await client.closed(), true);
  assert.deepEqual(server.logger.errors, []);
});

test('a client cannot ask for another handshake within TLS 1.2', async () => {
  await using server = await InboundServer.start();
  const client = await server.greet();
  await client.command('STARTTLS');
  const secured = await client.secure({ maxVersion: 'TLSv1.2' });
  const error = await new Promise<Error | null>((resolve) => {
    secured.once('error', resolve);
    secured.renegotiate({}, (failure) => resolve(failure));
  });
  assert.match(String(error), /no renegotiation/i);
  client.close();
});

test('RFC 3207 §4.2: plaintext sent together with STARTTLS is never read as commands', async () => {
  await using server = await InboundServer.start();
  const client = await server.greet();
  client.write(
    'STARTTLS\r\nEHLO injected\r\nMAIL FROM:<injected@contoso.com>\r\nRCPT TO:<a@fabrikam.com>\r\n',
  );
  assert.equal(await client.reply(), '220 2.0.0 SMTP server ready');
  await client.secure();
  assert.equal(await client.command('RCPT TO:<kate@fabrikam.com>'), '503 5.5.2 Need mail command');
  assert.equal(await client.command('MAIL FROM:<a@contoso.com>'), '503 5.5.2 Send hello first');
  client.close();
});

test('A handshake that fails ends that session and nothing else', async () => {
  await using server = await InboundServer.start();
  const client = await server.greet();
  const other = await server.greet();
  await client.command('STARTTLS');
  client.write('this is no ClientHello\r\n'.repeat(20));
  assert.equal(await client.closed(), true);
  assert.equal(await other.command('NOOP'), '250 2.0.0 OK');
  await delay(20);
  assert.equal(server.inbound.sessions(), 1);
  assert.deepEqual(server.logger.errors, []);
  other.close();
});

test('A client that never begins its handshake is given up after ConnectionInactivityTimeout', async () => {
  await using server = await InboundServer.start({ connector: { connectionInactivityTimeoutMs: 150 } });
  const client = await server.greet();
  await client.command('STARTTLS');
  assert.equal(await client.closed(), true);
  await delay(20);
  assert.equal(server.inbound.sessions(), 0);
});

test('Exchange: RequireTLS refuses MAIL before TLS', async () => {
  await using server = await InboundServer.start({ connector: { requireTLS: true } });
  const client = await server.greet();
  assert.equal(
    await client.command('MAIL FROM:<a@contoso.com>'),
    '451 5.7.3 STARTTLS is required to send mail',
  );
  await client.command('STARTTLS');
  await client.secure();
  await client.command('EHLO printer.contoso.com');
  assert.equal(await client.command('MAIL FROM:<a@contoso.com>'), '250 2.1.0 Sender OK');
  client.close();
});

test('Without a certificate STARTTLS is not offered', async () => {
  await using server = await InboundServer.start({ inbound: { tls: () => null } });
  const client = await server.connect();
  assert.ok(!(await client.command('EHLO a')).includes('STARTTLS'));
  assert.equal(await client.command('STARTTLS'), '500 5.3.3 Unrecognized command');
  client.close();
});

test('AUTH LOGIN: a user gets the rights of Authenticated Users and sends as itself alone', async () => {
  const entries = [...ANONYMOUS_USERS, ...EXCHANGE_USERS];
  await using server = await InboundServer.start({
    connector: { entries, authMechanism: ['Tls', 'BasicAuth'] },
  });
  const client = await server.greet();
  assert.equal(await logOn(client, 'secret'), '235 2.7.0 Authentication successful');
  assert.equal(
    await client.command('MAIL FROM:<boss@contoso.com>'),
    '550 5.7.1 Client does not have permissions to send as this sender',
  );
  assert.equal(await client.command('MAIL FROM:<chris@contoso.com>'), '250 2.1.0 Sender OK');
  assert.equal(await client.command('RCPT TO:<kate@fabrikam.com>'), '250 2.1.5 Recipient OK');
  await client.command('DATA');
  assert.equal(
    await client.command('From: boss@contoso.com\r\n\r\nbody\r\n.'),
    '550 5.7.1 Client does not have permissions to send as this sender',
  );
  await client.command('MAIL FROM:<chris@contoso.com>');
  await client.command('RCPT TO:<kate@fabrikam.com>');
  await client.command('DATA');
  assert.match(await client.command('From: chris@contoso.com\r\n\r\nbody\r\n.'), /^250 2\.6\.0 </);
  const [message] = server.accepted;
  assert.equal(message?.facts.authAs, 'Internal');
  assert.equal(message?.facts.scl, -1);
  assert.match(server.store.text(message?.facts.id ?? 0), /^From: Chris Green <chris@contoso\.com>\r$/m);
  client.close();
});

test('AUTH: wrong password, no right to submit, directory down', async () => {
  await using server = await InboundServer.start({
    connector: { authMechanism: ['Tls', 'BasicAuth'], entries: ANONYMOUS_USERS },
  });
  const client = await server.greet();
  assert.equal(await logOn(client, 'wrong'), '535 5.7.3 Authentication unsuccessful');
  assert.equal(await logOn(client, 'secret'), '535 5.7.3 Authentication unsuccessful');
  assert.equal(server.logger.warnings.length, 1);
  server.directory.isDown = true;
  assert.equal(await logOn(client, 'secret'), '454 4.7.0 Temporary authentication failure');
  server.directory.isDown = false;
  assert.equal(
    await logOn(client, 'wrong'),
    '421 4.7.0 Too many errors on this connection, closing transmission channel',
  );
  assert.equal(await client.closed(), true);
});

test('RFC 4954 §4: an answer may be longer than a command, up to 12,288 octets with CRLF, and no command may', async () => {
  await using server = await InboundServer.start({
    connector: { authMechanism: ['Tls', 'BasicAuth'], entries: EXCHANGE_USERS, maxLogonFailures: 0 },
  });
  const client = await server.greet();
  const answer = 'YWFh'.repeat(3071);
  assert.equal(await client.command('AUTH LOGIN'), '334 VXNlcm5hbWU6');
  assert.equal(await client.command(answer), '334 UGFzc3dvcmQ6');
  assert.equal(await client.command(answer), '535 5.7.3 Authentication unsuccessful');
  assert.equal(await client.command(`NOOP ${answer}`), '500 5.3.3 Line too long');
  await client.command('AUTH LOGIN');
  assert.equal(await client.command(`${answer}YWFh`), '500 5.3.3 Line too long');
  assert.equal(await client.command('NOOP'), '250 2.0.0 OK');
  client.close();
});

test('Exchange: AuthTarpitInterval delays 535', async () => {
  await using server = await InboundServer.start({
    connector: { authMechanism: ['Tls', 'BasicAuth'], entries: EXCHANGE_USERS, authTarpitIntervalMs: 200 },
  });
  const client = await server.greet();
  const started = performance.now();
  assert.equal(await logOn(client, 'wrong'), '535 5.7.3 Authentication unsuccessful');
  assert.ok(performance.now() - started >= 195);
  client.close();
});

test('RFC 3207 §4.2: who logged on before TLS is anonymous after it', async () => {
  await using server = await InboundServer.start({
    connector: { authMechanism: ['Tls', 'BasicAuth'], entries: EXCHANGE_USERS },
  });
  const client = await server.greet();
  assert.equal(await logOn(client, 'secret'), '235 2.7.0 Authentication successful');
  await client.command('STARTTLS');
  await client.secure();
  await client.command('EHLO printer.contoso.com');
  assert.equal(
    await client.command('MAIL FROM:<chris@contoso.com>'),
    '530 5.7.1 Client was not authenticated',
  );
  client.close();
});

test('The protocol log has no password and tells the rights of each identity', async () => {
  await using server = await InboundServer.start({
    connector: {
      authMechanism: ['Tls', 'BasicAuth'],
      entries: [...ANONYMOUS_USERS, ...EXCHANGE_USERS],
      protocolLoggingLevel: 'Verbose',
    },
  });
  const client = await server.greet();
  await logOn(client, 'secret');
  assert.equal(await client.command(`AUTH LOGIN ${base64('chris')}`), '503 5.5.2 Already authenticated');
  await client.command('QUIT');
  await client.closed();
  await delay(20);
  const lines = server.events.lines.map(
    (line) => `${line.event} ${line.data}${line.context === '' ? '' : ` [${line.context}]`}`,
  );
  assert.equal(lines[0], '+ ');
  assert.equal(
    lines[1],
    '* SMTPSubmit SMTPAcceptAnySender SMTPAcceptAuthoritativeDomainSender AcceptRoutingHeaders [Set Session Permissions]',
  );
  assert.match(lines[2] ?? '', /^> 220 ex1\.contoso\.com /);
  assert.ok(
    lines.includes(
      '* SMTPSubmit SMTPAcceptAnyRecipient BypassAntiSpam AcceptRoutingHeaders [Set Session Permissions]',
    ),
  );
  assert.ok(lines.includes('< AUTH LOGIN <authentication information>'));
  assert.equal(lines.at(-1), '-  [Local]');
  const text = lines.join('\n');
  for (const secret of ['secret', base64('secret'), base64('chris')]) assert.ok(!text.includes(secret));
  assert.deepEqual(
    server.events.lines.map((line) => line.sequence),
    server.events.lines.map((_, index) => index),
  );
  assert.match(server.events.lines[0]?.sessionId ?? '', /^[0-9A-F]{16}$/);
});
