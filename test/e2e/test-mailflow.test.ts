import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Postern } from '../support/postern.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';

/** What the sink says to recipients by their name. */
const REPLIES: Readonly<Record<string, string>> = {
  gone: '550 5.1.1 No such user here',
  busy: '451 4.2.1 Come back later',
};

function reply(line: string): string | null {
  const [, name = ''] = /^RCPT TO:<(\w+)@/i.exec(line) ?? [];
  return REPLIES[name] ?? null;
}

describe('Test-Mailflow on a server with a next hop', () => {
  let postern: Postern;
  let sink: SmtpSink;
  before(async () => {
    sink = await startSmtpSink({ reply });
    postern = await Postern.start();
    await postern.mustShell(
      `New-SendConnector -Name Sink -AddressSpaces * -SmartHosts "[127.0.0.1]" -Port ${sink.port} -DNSRoutingEnabled $false`,
    );
  });
  after(async () => {
    await postern[Symbol.asyncDispose]();
    await sink.close();
  });

  const result = async (parameters: string): Promise<string> =>
    (
      await postern.mustShell(
        `Test-Mailflow ${parameters} | foreach { "$($_.IsRemoteTest) $($_.TestMailflowResult)" }`,
      )
    ).trim();

  it('the next host takes the message of this server: Success', async () => {
    const parameters = '-TargetEmailAddress kate@fabrikam.com -TargetEmailAddressDisplayName "Kate A."';
    assert.equal(await result(parameters), 'True Success');
    const [message] = sink.messages;
    assert.equal(message?.mailFrom, '');
    const [header = '', body] = message.content.toString().split('\r\n\r\n');
    assert.match(header, /^Subject: Test-Mailflow [\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\r$/m);
    assert.match(header, /^To: "Kate A\." <kate@fabrikam\.com>\r$/m);
    assert.equal(body?.trim(), 'This is a Test-Mailflow probe message');
  });

  it('a mailbox of this server gets it: Success', async () => {
    assert.equal(await result(''), 'False Success');
    const folder = join(postern.data, 'mailboxes/postmaster/new');
    const [name = ''] = readdirSync(folder);
    assert.match(readFileSync(join(folder, name), 'utf8'), /^Subject: Test-Mailflow /m);
  });

  it('the next host refuses: the failure says its reply, and nobody gets a report', async () => {
    const text = await result('-TargetEmailAddress gone@fabrikam.com');
    assert.match(text, /^True \*FAILURE\* .*550 5\.1\.1 No such user here/);
    const reports = await postern.mustShell('(Get-MessageTrackingLog -EventId DSN | Measure-Object).Count');
    assert.equal(reports.trim(), '0');
  });

  it('the next host puts it off: the failure says that it waits, and why; then it can be removed', async () => {
    const text = await result('-TargetEmailAddress busy@fabrikam.com -ErrorLatency 2');
    assert.match(
      text,
      /^True \*FAILURE\* The message was still waiting after 2 seconds\. .*451 4\.2\.1 Come back/,
    );
    await postern.mustShell('Get-Message | Remove-Message -WithNDR $false -Confirm:$false');
  });

  it('leaves a line of who tested in the audit log', async () => {
    const rows = await postern.mustShell(
      'Search-AdminAuditLog -Cmdlets Test-Mailflow | foreach ObjectModified',
    );
    assert.match(rows, /gone@fabrikam\.com/);
  });
});
