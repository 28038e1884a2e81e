import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { net } from '../support/article-net.ts';
import type { Postern } from '../support/postern.ts';
import {
  articleServer,
  attempt,
  deliver,
  dropped,
  METHOD_1_STEP_1,
  METHOD_1_STEP_2,
} from '../support/relay.ts';

describe('promise 3: every decision explains itself', () => {
  let postern: Postern;
  before(async () => {
    const verbose = 'Set-ReceiveConnector "Anonymous Relay" -ProtocolLoggingLevel Verbose';
    postern = await articleServer(METHOD_1_STEP_1, METHOD_1_STEP_2, verbose);
    await deliver(postern, net.printer, {
      content: 'Message-ID: <one@device>\r\nSubject: Scan 1\r\n\r\nbody',
    });
    await dropped(postern, (text) => text.includes('Scan 1'));
    await attempt(postern, net.stranger);
  });
  after(() => postern[Symbol.asyncDispose]());

  const tracked = async (filter: string): Promise<string[]> => {
    const text = await postern.mustShell(
      `Get-MessageTrackingLog ${filter} | foreach { "$($_.EventId) $($_.ConnectorId)" }`,
    );
    return text.trim().split('\n');
  };

  it('message tracking finds by recipient, sender, message id and time, and names the connectors', async () => {
    const relayed = ['RECEIVE EX1\\Anonymous Relay', 'SEND Sandbox drop folder'];
    const all = [...relayed, 'FAIL EX1\\Default Frontend EX1'];
    assert.deepEqual(await tracked('-Recipients kate@fabrikam.com'), all);
    assert.deepEqual(await tracked('-Sender chris@contoso.com'), all);
    assert.deepEqual(await tracked('-MessageId "<one@device>"'), relayed);
    assert.deepEqual(await tracked('-Start (Get-Date).AddMinutes(-5) -End (Get-Date).AddMinutes(5)'), all);
    assert.deepEqual(await tracked('-End (Get-Date).AddMinutes(-5)'), ['']);
  });

  it('the protocol log names the connector, the rights before the banner, and each line', async () => {
    await delay(1000);
    const folder = join(postern.data, 'logs/FrontEnd/ProtocolLog/SmtpReceive');
    const text = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
    const relay = text.split('\r\n').filter((line) => line.includes('EX1\\Anonymous Relay'));
    const rights =
      'SMTPSubmit SMTPAcceptAnyRecipient SMTPAcceptAnySender SMTPAcceptAuthoritativeDomainSender AcceptRoutingHeaders';
    const events = relay.map((line) =>
      line.split(',').slice(3, 4).concat(line.split(',').slice(6)).join(','),
    );
    assert.ok(events[0]?.startsWith('0,+'), events[0]);
    assert.ok(events[1]?.startsWith(`1,*,${rights},Set Session Permissions`), events[1]);
    assert.ok(events[2]?.startsWith('2,>,"220 ex1.contoso.com'), events[2]);
    assert.ok(relay.some((line) => line.includes(',<,RCPT TO:<kate@fabrikam.com>')));
    assert.ok(!text.includes('body'), 'message bodies are not logged');
    assert.match(text, /EX1\\Default Frontend EX1,.*,>,550 5\.7\.1 Unable to relay/);
  });

  it('Test-Relay says what a session would meet, and its answer is what the session meets', async () => {
    for (const from of [net.printer, net.stranger]) {
      const [mail, rcpt] = await attempt(postern, from);
      const told = await postern.mustShell(
        `Test-Relay -RemoteIPAddress ${from} -LocalIPAddress ${net.server} -MailFrom chris@contoso.com -RcptTo kate@fabrikam.com | foreach { $_.MailReply; $_.RcptReply; "$($_.Connector)" }`,
      );
      const connector = from === net.printer ? 'EX1\\Anonymous Relay' : 'EX1\\Default Frontend EX1';
      assert.deepEqual(told.trim().split('\n'), [mail, rcpt, connector]);
    }
  });

  it('changes are in the audit log with who and what, refusals too', async () => {
    const refused = 'Set-ReceiveConnector "Anonymous Relay" -RemoteIPRanges 0.0.0.0/0';
    assert.equal((await postern.shell(refused)).status, 1);
    const log = await postern.mustShell(
      'Search-AdminAuditLog -Cmdlets Set-ReceiveConnector | foreach { "$($_.Caller) $($_.Succeeded)" }',
    );
    assert.match(log, /local administrator True/);
    assert.match(log, /local administrator False/);
  });
});
