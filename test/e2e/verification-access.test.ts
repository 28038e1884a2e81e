import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { net } from '../support/article-net.ts';
import type { Postern } from '../support/postern.ts';
import {
  ANONYMOUS,
  articleServer,
  attempt,
  EXPLICIT,
  greet,
  METHOD_1_STEP_1,
  METHOD_1_STEP_2,
  METHOD_2,
  SECURED,
} from '../support/relay.ts';

const rights = (user: string): string =>
  `Get-ADPermission "Anonymous Relay" -User "${user}" | ${EXPLICIT} | Format-Table User,ExtendedRights`;

const FIVE = [
  'ms-Exch-Accept-Headers-Routing',
  'ms-Exch-SMTP-Accept-Any-Recipient',
  'ms-Exch-SMTP-Accept-Any-Sender',
  'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender',
  'ms-Exch-SMTP-Submit',
];
const NINE = [
  ...FIVE,
  'ms-Exch-Bypass-Anti-Spam',
  'ms-Exch-Bypass-Message-Size-Limit',
  'ms-Exch-SMTP-Accept-Authentication-Flag',
  'ms-Exch-SMTP-Accept-Exch50',
].sort();

/** Rows `User {right}` of the printed table. */
function rows(table: string, user: string): string[] {
  const found = table.split('\n').filter((line) => line.startsWith(user));
  return found
    .map((line) =>
      line
        .slice(user.length)
        .trim()
        .replaceAll(/^\{|\}$/g, ''),
    )
    .sort();
}

describe('the article: before any right is granted', () => {
  let postern: Postern;
  before(async () => {
    postern = await articleServer();
  });
  after(() => postern[Symbol.asyncDispose]());

  it('V1: the connector is as the command said', async () => {
    const text = await postern.mustShell(
      'Get-ReceiveConnector "Anonymous Relay" | Format-List Enabled,TransportRole,Bindings,RemoteIPRanges',
    );
    assert.equal(
      text,
      `\n\nEnabled        : True\nTransportRole  : FrontendTransport\nBindings       : {0.0.0.0:25}\nRemoteIPRanges : {${net.printer}, ${net.second}}\n\n\n\n`,
    );
  });
  it('V6, V7: banner and the reply to EHLO without argument', async () => {
    const dialogue = await postern.connect({ from: net.printer, host: net.server });
    assert.match(await dialogue.reply(), /^220 ex1\.contoso\.com .*ESMTP MAIL Service ready at /);
    const ehlo = (await dialogue.command('EHLO')).split('\n');
    assert.deepEqual(ehlo, [
      `250-ex1.contoso.com Hello [${net.printer}]`,
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
    dialogue.close();
  });
  it('V11: a host in range may not even say MAIL', async () => {
    const [mail] = await attempt(postern, net.printer);
    assert.equal(mail, '530 5.7.1 Client was not authenticated');
  });
  it('V29: New-ReceiveConnector without -Bindings is E01 and names Bindings', async () => {
    const result = await postern.shell(
      'New-ReceiveConnector -Name "Second" -TransportRole FrontendTransport -Custom -RemoteIpRanges 127.9.9.9',
    );
    assert.equal(result.status, 1);
    assert.match(result.stderr, /missing mandatory parameters: .*Bindings/s);
  });
  it('V30: the same command twice is E20, with another name E10', async () => {
    const again = `-TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIpRanges ${net.printer},${net.second}`;
    const same = await postern.shell(`New-ReceiveConnector -Name "Anonymous Relay" ${again}`);
    assert.equal(same.status, 1);
    assert.match(same.stderr.replaceAll(/\s+/g, ' '), /The name "Anonymous Relay" is already used/);
    const other = await postern.shell(`New-ReceiveConnector -Name "Other Relay" ${again}`);
    assert.equal(other.status, 1);
    assert.match(
      other.stderr.replaceAll(/\s+/g, ' '),
      /conflict with the settings on Receive connector "EX1\\Anonymous Relay"/,
    );
  });
  it('V31: the same on port 25 in the Transport service is E11', async () => {
    const result = await postern.shell(
      'New-ReceiveConnector -Name "Hub Relay" -TransportRole HubTransport -Custom -Bindings 0.0.0.0:25 -RemoteIpRanges 127.9.9.9',
    );
    assert.equal(result.status, 1);
    assert.match(result.stderr.replaceAll(/\s+/g, ' '), /different Transport roles/);
  });
  it("V28: the seed's CIDR with host bits covers the first and the last address", async () => {
    const cidr = net.printer.replace(/\d+$/, '1/24');
    await postern.mustShell(
      `New-ReceiveConnector -Name "Wide" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIpRanges ${cidr} -PermissionGroups AnonymousUsers -Banner "220 wide"`,
    );
    for (const from of [net.first, net.last]) {
      const answer = await postern.mustShell(`(Test-Relay -RemoteIPAddress ${from}).Connector`);
      assert.match(answer, /Wide/, from);
    }
    await postern.mustShell('Remove-ReceiveConnector "Wide" -Confirm:$false');
  });
});

describe('the article: method 1, anonymous', () => {
  let postern: Postern;
  before(async () => {
    postern = await articleServer(METHOD_1_STEP_1);
  });
  after(() => postern[Symbol.asyncDispose]());

  it('V10: after the first half the host may not relay', async () => {
    assert.deepEqual(await attempt(postern, net.printer), [
      '250 2.1.0 Sender OK',
      '550 5.7.1 Unable to relay',
    ]);
  });
  it('V8, V9: after the second half it may', async () => {
    await postern.mustShell(METHOD_1_STEP_2);
    assert.deepEqual(await attempt(postern, net.printer), ['250 2.1.0 Sender OK', '250 2.1.5 Recipient OK']);
  });
  it('V2: ANONYMOUS LOGON holds exactly the five rights', async () => {
    assert.deepEqual(rows(await postern.mustShell(rights(ANONYMOUS)), ANONYMOUS), [...FIVE].sort());
  });
  it('V4: Externally Secured Servers holds none', async () => {
    assert.equal(await postern.mustShell(rights(SECURED)), '');
  });
  it('V27: PermissionGroups reads AnonymousUsers, Custom', async () => {
    const text = await postern.mustShell('(Get-ReceiveConnector "Anonymous Relay").PermissionGroups');
    assert.equal(text.trim(), 'AnonymousUsers, Custom');
  });
  it('V12, V13: another host cannot relay and can write to us', async () => {
    assert.deepEqual(await attempt(postern, net.stranger), [
      '250 2.1.0 Sender OK',
      '550 5.7.1 Unable to relay',
    ]);
    assert.equal(
      (await attempt(postern, net.stranger, { recipient: 'joe@contoso.com' }))[1],
      '250 2.1.5 Recipient OK',
    );
  });
  it('V14: the same host cannot relay over IPv6', async () => {
    const [, rcpt] = await attempt(postern, net.printerIpv6, { host: net.serverIpv6 });
    assert.equal(rcpt, '550 5.7.1 Unable to relay');
  });
  it('V15, V16, V17: the telnet test to its end', async () => {
    const dialogue = await greet(postern, net.printer);
    await dialogue.command('MAIL FROM:chris@contoso.com');
    await dialogue.command('RCPT TO:kate@fabrikam.com');
    assert.equal(await dialogue.command('DATA'), '354 Start mail input; end with <CRLF>.<CRLF>');
    const queued = await dialogue.command('Subject: Test\r\n\r\nThis is a test message\r\n.');
    assert.match(queued, /^250 2\.6\.0 <[^>]+> .*Queued mail for delivery$/);
    assert.equal(await dialogue.command('QUIT'), '221 2.0.0 Service closing transmission channel');
    assert.equal(await dialogue.closed(), true);
  });
  it('V18: a tester added for a while relays, and no more once removed', async () => {
    await postern.mustShell(`Set-ReceiveConnector "Anonymous Relay" -RemoteIPRanges @{Add="${net.tester}"}`);
    assert.equal((await attempt(postern, net.tester))[1], '250 2.1.5 Recipient OK');
    await postern.mustShell(
      `Set-ReceiveConnector "Anonymous Relay" -RemoteIPRanges @{Remove="${net.tester}"}`,
    );
    assert.equal((await attempt(postern, net.tester))[1], '550 5.7.1 Unable to relay');
    const list = await postern.mustShell(
      '(Get-ReceiveConnector "Anonymous Relay").RemoteIPRanges | foreach { "$_" }',
    );
    assert.deepEqual(list.trim().split('\n'), [net.printer, net.second]);
  });
  it('V32: no connector relays for a random address, foreign sender and recipient', async () => {
    for (const port of [25, 587, 717, 465, 2525]) {
      const dialogue = await postern.connect({ from: net.random, host: net.server, port });
      await dialogue.reply();
      await dialogue.command('EHLO spam.example.net');
      const mail = await dialogue.command('MAIL FROM:<spam@example.net>');
      const rcpt = await dialogue.command('RCPT TO:<victim@example.org>');
      dialogue.close();
      assert.match(
        `${mail}\n${rcpt}`,
        /^(530 5\.7\.1|250 2\.1\.0[^\n]*\n550 5\.7\.1 Unable to relay)/,
        String(port),
      );
    }
  });
});

describe('the article: method 2, externally secured', () => {
  let postern: Postern;
  before(async () => {
    postern = await articleServer(METHOD_2);
  });
  after(() => postern[Symbol.asyncDispose]());

  it('V9: the host relays', async () => {
    assert.deepEqual(await attempt(postern, net.printer), ['250 2.1.0 Sender OK', '250 2.1.5 Recipient OK']);
  });
  it('V3: Externally Secured Servers holds exactly the nine rights', async () => {
    assert.deepEqual(rows(await postern.mustShell(rights(SECURED)), SECURED), NINE);
  });
  it('V5: ANONYMOUS LOGON holds none', async () => {
    assert.equal(await postern.mustShell(rights(ANONYMOUS)), '');
  });
  it('§5.3: STARTTLS is not offered', async () => {
    const dialogue = await postern.connect({ from: net.printer, host: net.server });
    await dialogue.reply();
    assert.ok(!(await dialogue.command('EHLO')).includes('STARTTLS'));
    dialogue.close();
  });
  it('V12: another host cannot relay', async () => {
    assert.equal((await attempt(postern, net.stranger))[1], '550 5.7.1 Unable to relay');
  });
  it('V26: both methods at once is E18 and changes nothing', async () => {
    const both = await postern.shell(
      'Set-ReceiveConnector "Anonymous Relay" -AuthMechanism ExternalAuthoritative -PermissionGroups AnonymousUsers,ExchangeServers',
    );
    assert.equal(both.status, 1);
    assert.match(both.stderr.replaceAll(/\s+/g, ' '), /can be anonymous or externally secured, not both/);
    const groups = await postern.mustShell('(Get-ReceiveConnector "Anonymous Relay").PermissionGroups');
    assert.equal(groups.trim(), 'ExchangeServers');
  });
});
