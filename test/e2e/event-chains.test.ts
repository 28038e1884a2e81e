import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { net } from '../support/article-net.ts';
import { type DnsStub, startDnsStub } from '../support/dns-stub.ts';
import { freePort } from '../support/free-port.ts';
import type { Postern } from '../support/postern.ts';
import { articleServer, deliver, METHOD_1_STEP_1, METHOD_1_STEP_2 } from '../support/relay.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';

/** Reports to the sender leave through the sandbox's drop folder. */
const REPORTED = 'DSN/DSN RECEIVE/DSN SEND/GATEWAY';

/** mail-flow.md §6.5, row by row, as an administrator sees it. */
describe('mail-flow.md §6.5: what tracking tells of a message, from its receipt to its end', () => {
  let postern: Postern;
  let sink: SmtpSink;
  let dns: DnsStub;

  before(async () => {
    sink = await startSmtpSink({
      reply: (line) => (/^RCPT TO:<no-one/i.test(line) ? '550 5.1.1 User unknown here' : null),
    });
    dns = await startDnsStub(() => ({ kind: 'nxdomain' }));
    const smartHost = (name: string, domain: string, port: number): string =>
      `New-SendConnector -Name ${name} -AddressSpaces ${domain} -SmartHosts 127.0.0.1 -Port ${port} -DNSRoutingEnabled $false`;
    postern = await articleServer(
      METHOD_1_STEP_1,
      METHOD_1_STEP_2,
      smartHost('Partner', 'fabrikam.com', sink.port),
      smartHost('Dead', 'tailspin.com', await freePort()),
      smartHost('Gone', 'wingtip.com', await freePort()),
      'New-SendConnector -Name ByDns -AddressSpaces nowhere.example -DNSRoutingEnabled $true',
      'Get-SendConnector | Set-SendConnector -MaxMessageSize 1MB',
      // The postmaster's copies would be events of their own.
      'Set-TransportConfig -GenerateCopyOfDSNFor $null',
      `Set-TransportService EX1 -InternalDNSAdapterEnabled $false -InternalDNSServers ${dns.server}`,
      'New-MailContact -Name Kate -ExternalEmailAddress kate@fabrikam.com -PrimarySmtpAddress kate.contact@contoso.com',
    );
  });

  after(async () => {
    await postern[Symbol.asyncDispose]();
    await sink.close();
    await dns.close();
  });

  async function send(subject: string, recipient: string, body = 'body'): Promise<void> {
    const content = `Subject: ${subject}\r\n\r\n${body}`;
    const reply = await deliver(postern, net.printer, { sender: 'app@client.example', recipient, content });
    assert.match(reply, /^250 2\.6\.0 /);
  }

  /** The events of a message and of the report about it, once the last one is there. */
  async function chain(subject: string, last: string): Promise<string> {
    const query = `Get-MessageTrackingLog -MessageSubject ${subject} | ForEach-Object { '{0}/{1}' -f $_.EventId, $_.Source }`;
    for (let tries = 0; tries < 40; tries += 1) {
      const events = (await postern.mustShell(query)).trim().split(/\s+/);
      if (events.at(-1) === last) return events.join(' ');
      await delay(250);
    }
    return await postern.mustShell(query);
  }

  it('relay succeeds', async () => {
    await send('Relayed', 'kate@fabrikam.com');
    assert.equal(await chain('Relayed', 'SEND/SMTP'), 'RECEIVE/SMTP SEND/SMTP');
  });

  it('remote 5xx at RCPT', async () => {
    await send('Refused', 'no-one@fabrikam.com');
    assert.equal(await chain('Refused', 'SEND/GATEWAY'), `RECEIVE/SMTP FAIL/SMTP ${REPORTED}`);
  });

  it('NXDOMAIN', async () => {
    await send('NoDomain', 'kate@nowhere.example');
    assert.equal(await chain('NoDomain', 'SEND/GATEWAY'), `RECEIVE/SMTP FAIL/DNS ${REPORTED}`);
  });

  it('oversize for every connector', async () => {
    await send('TooLarge', 'kate@fabrikam.com', `${'x'.repeat(998)}\r\n`.repeat(1200));
    assert.equal(await chain('TooLarge', 'SEND/GATEWAY'), `RECEIVE/SMTP FAIL/ROUTING ${REPORTED}`);
  });

  it('unknown local recipient', async () => {
    await send('Unknown', 'nobody@contoso.com');
    assert.equal(await chain('Unknown', 'SEND/GATEWAY'), `RECEIVE/SMTP FAIL/RESOLVER ${REPORTED}`);
  });

  it('removed by an administrator with NDR', async () => {
    await send('Removed', 'kate@tailspin.com');
    assert.equal(await chain('Removed', 'DEFER/SMTP'), 'RECEIVE/SMTP DEFER/SMTP');
    await postern.mustShell(`Remove-Message -Filter "Subject -eq 'Removed'" -Confirm:$false`);
    assert.equal(await chain('Removed', 'SEND/GATEWAY'), `RECEIVE/SMTP DEFER/SMTP FAIL/ADMIN ${REPORTED}`);
  });

  it('expired, with the answer that says so', async () => {
    await postern.mustShell(
      'Set-TransportService EX1 -TransientFailureRetryCount 0 -DelayNotificationTimeout 00:00:04 -MessageExpirationTimeout 00:00:05',
    );
    await send('Expired', 'kate@wingtip.com');
    await postern.mustShell(
      'Set-TransportService EX1 -MessageExpirationTimeout 2.00:00:00 -DelayNotificationTimeout 04:00:00',
    );
    assert.equal(await chain('Expired', 'SEND/GATEWAY'), `RECEIVE/SMTP DEFER/SMTP FAIL/QUEUE ${REPORTED}`);
    const status = await postern.mustShell(
      'Get-MessageTrackingLog -MessageSubject Expired -EventId FAIL | ForEach-Object { $_.RecipientStatus[0] }',
    );
    assert.match(status, /^550 4\.4\.7 QUEUE\.Expired; message expired/);
  });

  it('Pickup garbage', async () => {
    writeFileSync(join(postern.data, 'TransportRoles', 'Pickup', 'garbage.eml'), 'no header at all\r\n');
    let events = '';
    for (let tries = 0; tries < 40 && events === ''; tries += 1) {
      await delay(250);
      events = (
        await postern.mustShell(
          "Get-MessageTrackingLog -Source PICKUP | ForEach-Object { '{0}/{1}' -f $_.EventId, $_.Source }",
        )
      ).trim();
    }
    assert.equal(events, 'BADMAIL/PICKUP');
  });

  it('proxy address', async () => {
    await send('Resolved', 'kate.contact@contoso.com');
    assert.equal(await chain('Resolved', 'SEND/SMTP'), 'RECEIVE/SMTP RESOLVE/RESOLVER SEND/SMTP');
  });
});
