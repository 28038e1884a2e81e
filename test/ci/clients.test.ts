import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createTransport } from 'nodemailer';
import { startPostfix } from '../../bench/peers/postfix.ts';
import { findProgram } from '../../bench/peers/program.ts';
import { freePortOffset, Postern, run } from '../support/postern.ts';
import { METHOD_1_STEP_1, METHOD_1_STEP_2, NEW_RELAY, NO_TARPIT } from '../support/relay.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';

const PRINTER = '127.0.5.10';
const STRANGER = '127.0.5.12';

/** The program's path; without it the test fails and says how to get it. */
function needs(program: string, debianPackage: string): string {
  const path = findProgram(program);
  assert.ok(path !== null, `${program} is missing: apt-get install ${debianPackage}`);
  return path;
}

describe('clients that nobody here wrote relay through it', () => {
  let sink: SmtpSink;
  let postern: Postern;
  let folder = '';
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'postern-clients-'));
    sink = await startSmtpSink();
    postern = await Postern.start();
    const next = `New-SendConnector -Name Next -AddressSpaces * -SmartHosts "[127.0.0.1]" -Port ${sink.port} -DNSRoutingEnabled $false`;
    await postern.mustShell([NEW_RELAY, NO_TARPIT, METHOD_1_STEP_1, METHOD_1_STEP_2, next].join('\n'));
  });
  after(async () => {
    await postern[Symbol.asyncDispose]();
    await sink.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The message with that subject came to the next hop, whole. */
  async function arrived(subject: string): Promise<void> {
    const until = Date.now() + 15_000;
    const fits = (): boolean =>
      sink.messages.some(
        (message) =>
          message.content.includes(`Subject: ${subject}`) &&
          message.content.includes('This is a test message'),
      );
    while (!fits() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(fits(), `"${subject}" did not arrive; ${sink.messages.length} others did`);
  }

  it('swaks relays, and over STARTTLS too', async () => {
    const swaks = needs('swaks', 'swaks');
    const args = [
      '--server',
      '127.0.0.1',
      '--port',
      String(postern.port),
      '--from',
      'chris@contoso.com',
      '--to',
      'kate@fabrikam.com',
      '--body',
      'This is a test message',
    ];
    const plain = await run(swaks, [
      ...args,
      '--local-interface',
      PRINTER,
      '--header',
      'Subject: swaks plain',
    ]);
    assert.equal(plain.status, 0, plain.stdout + plain.stderr);
    const tls = await run(swaks, [
      ...args,
      '--local-interface',
      PRINTER,
      '--tls',
      '--header',
      'Subject: swaks tls',
    ]);
    assert.equal(tls.status, 0, tls.stdout + tls.stderr);
    assert.match(tls.stdout, /TLS started with cipher/);
    await arrived('swaks plain');
    await arrived('swaks tls');
    const refused = await run(swaks, [...args, '--local-interface', STRANGER]);
    assert.match(refused.stdout, /550 5\.7\.1 Unable to relay/);
    assert.notEqual(refused.status, 0);
  });

  it('curl relays', async () => {
    const file = join(folder, 'mail.txt');
    writeFileSync(file, 'Subject: curl\r\n\r\nThis is a test message\r\n');
    const url = `smtp://127.0.0.1:${postern.port}/device.contoso.com`;
    const args = [
      '--silent',
      '--show-error',
      '--mail-from',
      'chris@contoso.com',
      '--mail-rcpt',
      'kate@fabrikam.com',
      '-T',
      file,
      url,
    ];
    const result = await run(needs('curl', 'curl'), ['--interface', PRINTER, ...args]);
    assert.equal(result.status, 0, result.stderr);
    await arrived('curl');
    const refused = await run(needs('curl', 'curl'), ['--interface', STRANGER, ...args]);
    assert.equal(refused.status, 55, 'curl: server refused the recipient');
  });

  it('Python smtplib relays', async () => {
    const script = `
import smtplib, ssl
context = ssl.create_default_context(); context.check_hostname = False; context.verify_mode = ssl.CERT_NONE
with smtplib.SMTP('127.0.0.1', ${postern.port}, source_address=('${PRINTER}', 0), timeout=20) as smtp:
    smtp.starttls(context=context)
    smtp.sendmail('chris@contoso.com', ['kate@fabrikam.com'], 'Subject: smtplib\\r\\n\\r\\nThis is a test message\\r\\n.leading dot\\r\\n')
`;
    const result = await run(needs('python3', 'python3'), ['-c', script]);
    assert.equal(result.status, 0, result.stderr);
    await arrived('smtplib');
    assert.ok(
      sink.messages.some((message) => message.content.includes('\r\n.leading dot\r\n')),
      'a leading dot survives',
    );
  });

  it('msmtp relays', async () => {
    const args = [
      '--host=127.0.0.1',
      `--port=${postern.port}`,
      '--from=chris@contoso.com',
      `--source-ip=${PRINTER}`,
      '--file=/dev/null',
      'kate@fabrikam.com',
    ];
    const result = await run(needs('msmtp', 'msmtp'), args, 'Subject: msmtp\n\nThis is a test message\n');
    assert.equal(result.status, 0, result.stdout + result.stderr);
    await arrived('msmtp');
  });

  it('nodemailer relays, pipelining', async () => {
    const transport = createTransport({
      host: '127.0.0.1',
      port: postern.port,
      localAddress: PRINTER,
      tls: { rejectUnauthorized: false },
    });
    const info = await transport.sendMail({
      from: 'chris@contoso.com',
      to: 'kate@fabrikam.com',
      subject: 'nodemailer',
      text: 'This is a test message',
    });
    transport.close();
    assert.match(info.response, /^250 2\.6\.0 .*Queued mail for delivery$/);
    await arrived('nodemailer');
  });

  it('Postfix relays as a client, to us as its relay host', async () => {
    needs('postfix', 'postfix');
    const port = (await freePortOffset()) + 25;
    const { peer } = await startPostfix(port, { kind: 'relay', sinkPort: postern.port }, [
      `smtp_bind_address = ${PRINTER}`,
    ]);
    try {
      const result = await run(needs('swaks', 'swaks'), [
        '--server',
        '127.0.0.1',
        '--port',
        String(port),
        '--from',
        'chris@contoso.com',
        '--to',
        'kate@fabrikam.com',
        '--header',
        'Subject: postfix client',
        '--body',
        'This is a test message',
      ]);
      assert.equal(result.status, 0, result.stdout);
      await arrived('postfix client');
    } finally {
      await peer.stop();
    }
  });

  it('Postfix takes our mail as the next hop', async () => {
    const port = (await freePortOffset()) + 25;
    const { peer } = await startPostfix(port, { kind: 'accept' });
    try {
      await postern.mustShell(
        `New-SendConnector -Name Postfix -AddressSpaces postfix.example -SmartHosts "[127.0.0.1]" -Port ${port} -DNSRoutingEnabled $false`,
      );
      const dialogue = await postern.connect({ from: PRINTER });
      await dialogue.reply();
      for (const line of [
        'EHLO device',
        'MAIL FROM:<chris@contoso.com>',
        'RCPT TO:<kate@postfix.example>',
        'DATA',
      ])
        await dialogue.command(line);
      assert.match(await dialogue.command('Subject: to postfix\r\n\r\nbody\r\n.'), /^250 /);
      dialogue.close();
      const until = Date.now() + 15_000;
      while ((await peer.queued()) === 0 && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal(await peer.queued(), 1);
      const trace = await postern.mustShell(
        'Get-MessageTrackingLog -Recipients kate@postfix.example -EventId SEND | Format-List ConnectorId,RecipientStatus',
      );
      assert.match(trace, /ConnectorId\s+: Postfix/);
    } finally {
      await peer.stop();
    }
  });
});
