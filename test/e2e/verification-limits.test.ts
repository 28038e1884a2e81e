import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { net } from '../support/article-net.ts';
import type { Postern } from '../support/postern.ts';
import {
  articleServer,
  deliver,
  dropFiles,
  dropped,
  greet,
  METHOD_1_STEP_1,
  METHOD_1_STEP_2,
  METHOD_2,
} from '../support/relay.ts';
import type { SmtpDialogue } from '../support/smtp-dialogue.ts';

const MEGABYTE = 1024 * 1024;

/** Content of the given size, in lines of 76 octets. */
function bigContent(bytes: number, subject: string): string {
  return `Subject: ${subject}\r\n\r\n${`${'x'.repeat(74)}\r\n`.repeat(Math.ceil(bytes / 76))}`;
}

for (const method of [1, 2] as const) {
  describe(`the article's limits and trust, method ${method}`, () => {
    let postern: Postern;
    before(async () => {
      postern = await articleServer(...(method === 1 ? [METHOD_1_STEP_1, METHOD_1_STEP_2] : [METHOD_2]));
    });
    after(() => postern[Symbol.asyncDispose]());

    it('V23: organization headers are removed, Received lines kept', async () => {
      const hops = [1, 2, 3].map(
        (n) => `Received: from h${n} by h${n + 1}; Mon, 2 Mar 2026 09:14:0${n} +0000\r\n`,
      );
      const content = `${hops.join('')}X-MS-Exchange-Organization-SCL: -1\r\nX-MS-Exchange-Forest-RulesExecuted: no\r\nSubject: hops\r\n\r\nbody`;
      assert.match(await deliver(postern, net.printer, { content }), /^250 2\.6\.0 /);
      const text = await dropped(postern, (one) => one.includes('Subject: hops'));
      assert.equal(text.match(/^Received: from h\d by h\d/gm)?.length, 3);
      assert.ok(!/X-MS-Exchange-(Organization|Forest)-/i.test(text), 'none leave either');
    });

    it('V22: agents run for method 1 and are bypassed for method 2, with SCL -1', async () => {
      await postern.mustShell('Set-SenderFilterConfig -BlockedSenders spam@fabrikam.com');
      const dialogue = await greet(postern, net.printer);
      const mail = await dialogue.command('MAIL FROM:<spam@fabrikam.com>');
      dialogue.close();
      if (method === 1) assert.equal(mail, '554 5.1.0 Sender denied');
      else assert.equal(mail, '250 2.1.0 Sender OK');
      await postern.mustShell('Get-SendConnector | Set-SendConnector -Enabled $false');
      await deliver(postern, net.printer, { content: 'Subject: stamps\r\n\r\nbody' });
      const source = await storedMessage(postern, 'stamps');
      const bypass = /X-MS-Exchange-Organization-SCL: -1[\s\S]*|MessageSecurityAntispamBypass/;
      assert.equal(bypass.test(source), method === 2);
      assert.match(source, method === 1 ? /-AuthAs: Anonymous/ : /-AuthAs: Internal/);
      await postern.mustShell('Get-SendConnector | Set-SendConnector -Enabled $true');
    });

    it('V24: the sender is shown by its directory name only where it is trusted', async () => {
      await postern.mustShell(
        'New-MailContact -Name "Chris Green" -DisplayName "Chris Green" -ExternalEmailAddress chris@contoso.com',
      );
      await deliver(postern, net.printer, {
        content: 'From: <chris@contoso.com>\r\nSubject: name\r\n\r\nbody',
      });
      const text = await dropped(postern, (one) => one.includes('Subject: name'));
      const from = /^From: .*$/m.exec(text)?.[0]?.trim();
      assert.equal(
        from,
        method === 1 ? 'From: <chris@contoso.com>' : 'From: Chris Green <chris@contoso.com>',
      );
    });

    it('V25: a group that requires authenticated senders takes mail from method 2 only', async () => {
      await postern.mustShell(
        [
          'New-MailContact -Name "Kate" -ExternalEmailAddress kate.away@fabrikam.com',
          'New-DistributionGroup -Name "Staff" -PrimarySmtpAddress staff@contoso.com',
          'Add-DistributionGroupMember "Staff" -Member "Kate"',
          'Set-DistributionGroup "Staff" -RequireSenderAuthenticationEnabled $true',
        ].join('\n'),
      );
      await deliver(postern, net.printer, {
        sender: 'app@fabrikam.com',
        recipient: 'staff@contoso.com',
        content: 'Subject: for staff\r\n\r\nbody',
      });
      if (method === 2) {
        const text = await dropped(postern, (one) => one.includes('for staff'));
        assert.match(text, /X-Receiver: <kate\.away@fabrikam\.com>/i);
      } else {
        const report = await dropped(postern, (one) => one.includes('for staff'));
        assert.match(report, /X-Receiver: <app@fabrikam\.com>/i);
        assert.match(report, /Status: 5\.7\.1/);
        assert.match(report, /RESOLVER\.RST\.AuthRequired/);
      }
    });

    it('V21: a message over the connector limit is refused for method 1 and taken for method 2', async () => {
      await postern.mustShell(
        'Set-TransportConfig -MaxSendSize Unlimited -MaxReceiveSize Unlimited; Get-SendConnector | Set-SendConnector -MaxMessageSize Unlimited',
      );
      const reply = await deliver(postern, net.printer, { content: bigContent(40 * MEGABYTE, 'forty') });
      if (method === 1) assert.equal(reply, '552 5.3.4 Message size exceeds fixed maximum message size');
      else assert.match(reply, /^250 2\.6\.0 /);
    });

    it('V21: over the default organization limit it fails after acceptance, with a report', async () => {
      await postern.mustShell('Set-TransportConfig -MaxSendSize 10MB -MaxReceiveSize 10MB');
      const content = bigContent(12 * MEGABYTE, 'twelve');
      assert.match(
        await deliver(postern, net.printer, { sender: 'app@fabrikam.com', content }),
        /^250 2\.6\.0 /,
      );
      const report = await dropped(postern, (one) => /^Subject: Undeliverable: twelve/m.test(one));
      assert.match(report, /X-Receiver: <app@fabrikam\.com>/i);
      assert.ok(
        !dropFiles(postern).some(
          (one) => one.startsWith('X-Sender: <app@fabrikam.com>\r\n') && one.includes('Subject: twelve'),
        ),
      );
    });

    it('V20: the 21st connection from one host is refused', async () => {
      const open: SmtpDialogue[] = [];
      for (let n = 0; n < 20; n++) {
        const dialogue = await postern.connect({ from: net.second, host: net.server });
        assert.match(await dialogue.reply(), /^220 /, `connection ${n + 1}`);
        open.push(dialogue);
      }
      const last = await postern.connect({ from: net.second, host: net.server });
      assert.equal(
        await last.reply(),
        '421 4.3.2 The maximum number of concurrent server connections has exceeded a per-source limit, closing transmission channel',
      );
      assert.equal(await last.closed(), true);
      for (const dialogue of open) dialogue.close();
    });

    it('V19: the third message in a minute is refused and the connection closed', async () => {
      await postern.mustShell('Set-ReceiveConnector "Anonymous Relay" -MessageRateLimit 2');
      const dialogue = await greet(postern, net.second);
      for (let n = 0; n < 2; n++) {
        assert.equal(await dialogue.command('MAIL FROM:<chris@contoso.com>'), '250 2.1.0 Sender OK');
        await dialogue.command('RSET');
      }
      assert.equal(
        await dialogue.command('MAIL FROM:<chris@contoso.com>'),
        '421 4.4.2 Message submission rate for this client has exceeded the configured limit',
      );
      assert.equal(await dialogue.closed(), true);
    });
  });
}

/** The stored form of a waiting message, from the shell. */
async function storedMessage(postern: Postern, subject: string): Promise<string> {
  const until = Date.now() + 10_000;
  for (;;) {
    const text = await postern.mustShell(
      `Get-Message | where {$_.Subject -eq "${subject}"} | foreach { Suspend-Message $_.Identity -Confirm:$false; Export-Message $_.Identity }`,
    );
    if (text.trim() !== '') return text;
    if (Date.now() > until) throw new Error(`no message "${subject}" waits in a queue`);
  }
}
