import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { net } from '../support/article-net.ts';
import type { Postern } from '../support/postern.ts';
import {
  articleServer,
  dropFiles,
  dropped,
  greet,
  METHOD_1_STEP_1,
  METHOD_1_STEP_2,
} from '../support/relay.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';
import type { SmtpSink } from '../support/smtp-sink.ts';

/** mail-flow.md §13.3 for §5: reports, seen from outside. The sender's mail goes to the sandbox's drop folder. */
describe('mail-flow.md §5: reports', () => {
  let postern: Postern;
  let sink: SmtpSink;
  let plain: SmtpSink;

  before(async () => {
    const reply = (line: string): string | null => {
      if (/^RCPT TO:<no-/i.test(line)) return '550 5.1.1 User unknown here';
      return /^RCPT TO:<later-/i.test(line) ? '451 4.7.1 Greylisted' : null;
    };
    sink = await startSmtpSink({ reply });
    plain = await startSmtpSink({ extensions: ['PIPELINING'] });
    const connector = (name: string, domain: string, port: number): string =>
      `New-SendConnector -Name ${name} -AddressSpaces ${domain} -SmartHosts 127.0.0.1 -Port ${port} -DNSRoutingEnabled $false`;
    postern = await articleServer(
      METHOD_1_STEP_1,
      METHOD_1_STEP_2,
      connector('WithDsn', 'fabrikam.com', sink.port),
      connector('WithoutDsn', 'tailspin.com', plain.port),
    );
  });

  after(async () => {
    await postern[Symbol.asyncDispose]();
    await sink.close();
    await plain.close();
  });

  async function send(
    subject: string,
    mail: Readonly<{ from: string; to: readonly string[]; header?: string }>,
  ): Promise<string> {
    const dialogue = await greet(postern, net.printer);
    assert.match(await dialogue.command(`MAIL FROM:${mail.from}`), /^250 /);
    for (const to of mail.to) assert.match(await dialogue.command(`RCPT TO:${to}`), /^250 /);
    await dialogue.command('DATA');
    const header = mail.header === undefined ? '' : `${mail.header}\r\n`;
    const reply = await dialogue.command(`${header}Subject: ${subject}\r\n\r\nbody\r\n.`);
    dialogue.close();
    assert.match(reply, /^250 2\.6\.0 /);
    return reply;
  }

  const about = (subject: string) => (text: string) =>
    text.includes('multipart/report') && text.includes(`Subject: ${subject}\r\n`);

  it('F9: a remote 550 for one of two: one delivered, one reported; FAIL and SEND are tracked', async () => {
    await send('F9', { from: '<app@client.example>', to: ['<kate@fabrikam.com>', '<no-one@fabrikam.com>'] });
    const report = await dropped(postern, about('F9'));
    assert.match(report, /^X-Receiver: <app@client\.example>/m);
    assert.match(report, /^X-Sender: <>/m);
    assert.match(report, /^Final-Recipient: rfc822;no-one@fabrikam\.com\r$/m);
    assert.match(report, /^Diagnostic-Code: smtp;550 5\.1\.1 User unknown here\r$/m);
    assert.match(report, /^Content-Type: text\/html/m);
    assert.ok(!report.includes('Final-Recipient: rfc822;kate'));
    const events = await postern.mustShell(
      "Get-MessageTrackingLog -MessageSubject F9 | ForEach-Object { '{0} {1}' -f $_.EventId, $_.Recipients[0] }",
    );
    assert.match(events, /FAIL no-one@fabrikam\.com/);
    assert.match(events, /SEND kate@fabrikam\.com/);
  });

  it('F10: NOTIFY goes on to a next hop with DSN; a next hop without it makes us report `relayed`', async () => {
    const asked = 'NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;kate@fabrikam.com';
    await send('F10', {
      from: '<app@client.example> RET=HDRS ENVID=QQ314',
      to: [`<kate@fabrikam.com> ${asked}`, `<joe@tailspin.com> ${asked}`],
    });
    const report = await dropped(postern, about('F10'));
    assert.match(report, /^Action: relayed\r$/m);
    assert.match(report, /^Original-Envelope-Id: QQ314\r$/m);
    assert.match(report, /^Final-Recipient: rfc822;joe@tailspin\.com\r$/m);
    assert.ok(!report.includes('Final-Recipient: rfc822;kate'));
    await sink.received(2);
    const passed = sink.messages.at(-1);
    assert.match(passed?.mailParameters ?? '', /RET=HDRS ENVID=QQ314/);
    assert.match(
      passed?.recipients[0]?.parameters ?? '',
      /NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;kate@fabrikam\.com/,
    );
    assert.equal(plain.messages.at(-1)?.recipients[0]?.parameters.trim(), '');
  });

  it('F10, F11: nothing is reported for NOTIFY=NEVER, nor to the null sender, and FAIL is logged', async () => {
    await send('F10never', { from: '<app@client.example>', to: ['<no-two@fabrikam.com> NOTIFY=NEVER'] });
    await send('F11', { from: '<>', to: ['<no-three@fabrikam.com>'] });
    for (const subject of ['F10never', 'F11']) {
      const events = await eventually(
        `Get-MessageTrackingLog -MessageSubject ${subject} | ForEach-Object EventId`,
        /FAIL/,
      );
      assert.ok(!events.includes('DSN'), subject);
      assert.ok(!dropFiles(postern).some(about(subject)), subject);
    }
  });

  it('the language is that of the sender, else the one that is set; a change acts at once', async () => {
    const to = ['<no-four@fabrikam.com>'];
    const header = 'Accept-Language: ja';
    await send('Lang1', { from: '<app@client.example>', to, header });
    assert.match(await dropped(postern, about('Lang1')), /^Content-Language: ja-JP\r$/m);
    await postern.mustShell(
      'Set-TransportConfig -ExternalDsnDefaultLanguage ja -ExternalDsnSendHtml $false -ExternalDsnMaxMessageAttachSize 0',
    );
    await send('Lang2', { from: '<app@client.example>', to });
    const report = await dropped(postern, about('Lang2'));
    assert.match(report, /^Content-Language: ja-JP\r$/m);
    assert.ok(!report.includes('text/html') && !report.includes('message/rfc822'));
  });

  it('F13: Remove-Message reports to the sender, with -WithNDR $false it does not', async () => {
    for (const subject of ['F13a', 'F13b']) {
      await send(subject, { from: '<app@client.example>', to: ['<later-one@fabrikam.com>'] });
      await eventually(`Get-Message -Filter "Subject -eq '${subject}'" | ForEach-Object Status`, /Retry/);
    }
    await postern.mustShell(`Remove-Message -Filter "Subject -eq 'F13a'" -Confirm:$false`);
    await postern.mustShell(`Remove-Message -Filter "Subject -eq 'F13b'" -WithNDR $false -Confirm:$false`);
    const report = await dropped(postern, about('F13a'));
    assert.match(report, /^Status: 4\.3\.2\r$/m);
    assert.ok(!dropFiles(postern).some(about('F13b')));
  });

  it('attempts and the last answer of a 4xx survive the death of the server', async () => {
    await send('Attempts', { from: '<app@client.example>', to: ['<later-two@fabrikam.com>'] });
    const shown = `Get-Message -Filter "Subject -eq 'Attempts'" | ForEach-Object { '{0} {1}' -f $_.RetryCount, $_.LastError }`;
    await eventually(shown, /^1 451 4\.7\.1 Greylisted/m);
    // What happens within a second is stored together.
    await delay(1500);
    await postern.stop('SIGKILL');
    await postern.start();
    // The attempt after the start is the second.
    await eventually(shown, /^2 451 4\.7\.1 Greylisted/m);
  });

  /** What a command prints once that fits; the last answer else. */
  async function eventually(command: string, fits: RegExp): Promise<string> {
    const until = Date.now() + 15_000;
    let printed = '';
    while (Date.now() < until) {
      printed = await postern.mustShell(command);
      if (fits.test(printed)) return printed;
      await delay(100);
    }
    throw new Error(`${command} printed ${printed}, not ${fits.source}`);
  }
});
