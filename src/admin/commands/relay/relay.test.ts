import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Value } from '../../contract/values.ts';
import { type AdminBench, createAdminBench, shown } from '../../testing/admin-bench.ts';

type Parameters = Readonly<Record<string, Value>>;

const ANONYMOUS = 'NT AUTHORITY\\ANONYMOUS LOGON';

async function article(): Promise<AdminBench> {
  const bench = createAdminBench();
  await bench.ok('New-ReceiveConnector', {
    Name: 'Anonymous Relay',
    TransportRole: 'FrontendTransport',
    Bindings: '0.0.0.0:25',
    RemoteIPRanges: ['192.168.5.10', '192.168.5.11'],
  });
  return bench;
}

async function methodOne(bench: AdminBench): Promise<void> {
  await bench.ok('Set-ReceiveConnector', { Identity: 'Anonymous Relay', PermissionGroups: 'AnonymousUsers' });
  const right = { User: ANONYMOUS, ExtendedRights: 'ms-Exch-SMTP-Accept-Any-Recipient' };
  await bench.ok('Add-ADPermission', { Identity: 'Anonymous Relay', ...right });
}

const QUESTION = {
  RemoteIPAddress: '192.168.5.10',
  MailFrom: 'chris@contoso.com',
  RcptTo: 'kate@fabrikam.com',
};

async function ask(bench: AdminBench, more: Parameters = {}): Promise<(name: string) => string> {
  const { objects } = await bench.ok('Test-Relay', { ...QUESTION, ...more });
  return (name) => shown(objects[0], name);
}

describe('Test-Relay', () => {
  it('mail-flow.md §8.1: says which limit a message meets first, and at which hop', async () => {
    const bench = await article();
    await methodOne(bench);
    await bench.ok('New-SendConnector', {
      Name: 'Out',
      AddressSpaces: 'fabrikam.com',
      MaxMessageSize: '5MB',
    });
    const hit = async (more: Parameters): Promise<string> => (await ask(bench, more))('LimitHit');
    assert.equal(await hit({}), '');
    assert.equal(await hit({ MessageSize: '1MB' }), 'None');
    assert.equal(await hit({ MessageSize: '40MB' }), 'ReceiveConnector MaxMessageSize=37748736');
    assert.equal(await hit({ MessageSize: '15MB' }), 'Organization MaxSendSize=10485760');
    assert.equal(await hit({ MessageSize: '6MB' }), 'SendConnector MaxMessageSize=5242880');
    await bench.ok('New-MailContact', { Name: 'kate', ExternalEmailAddress: 'kate@fabrikam.com' });
    await bench.ok('Set-MailContact', { Identity: 'kate', MaxReceiveSize: '1MB' });
    assert.equal(await hit({ MessageSize: '2MB' }), 'Recipient MaxReceiveSize=1048576');
    assert.equal(await hit({ RecipientCount: 201 }), 'ReceiveConnector MaxRecipientsPerMessage=200');
    assert.equal(await hit({ HeaderSize: '300KB' }), 'ReceiveConnector MaxHeaderSize=262144');
    assert.equal(await hit({ HopCount: 31 }), 'ReceiveConnector MaxHopCount=30');
    assert.equal(await hit({ LocalHopCount: 9 }), 'ReceiveConnector MaxLocalHopCount=8');
    await bench.ok('Set-TransportConfig', { MaxRecipientEnvelopeLimit: '100' });
    assert.equal(await hit({ RecipientCount: 101 }), 'Organization MaxRecipientEnvelopeLimit=100');
  });

  it('V9: method 1 relays, and says by which connector, range and right', async () => {
    const bench = await article();
    await methodOne(bench);
    const seen = await ask(bench);
    assert.equal(seen('Connector'), 'EX1\\Anonymous Relay');
    assert.match(seen('ConnectorReason'), /192\.168\.5\.10 \(1 address\) is the most specific match/);
    assert.match(
      seen('OtherConnectors'),
      /EX1\\Default Frontend EX1: its range .* is wider than 192\.168\.5\.10/,
    );
    assert.match(seen('Principals'), /ANONYMOUS LOGON/);
    assert.equal(seen('CanRelay'), 'True');
    assert.match(
      seen('Rights'),
      /ms-Exch-SMTP-Accept-Any-Recipient \(granted to NT AUTHORITY\\ANONYMOUS LOGON\)/,
    );
    assert.match(seen('MissingRights'), /ms-Exch-Bypass-Anti-Spam \(not granted\)/);
    assert.equal(seen('MailReply'), '250 2.1.0 Sender OK');
    assert.equal(seen('RcptReply'), '250 2.1.5 Recipient OK');
    assert.equal(seen('Result'), 'Relayed: fabrikam.com is not ours, and the session may use any recipient.');
    assert.equal(seen('MaxMessageSize'), '36 MB (37,748,736 bytes)');
  });

  it('V10, V11: before each step of method 1', async () => {
    const bench = await article();
    const before = await ask(bench);
    assert.equal(before('MailReply'), '530 5.7.1 Client was not authenticated');
    assert.equal(before('RcptReply'), '');
    assert.equal(before('Result'), 'Refused: the session may not submit mail at all.');
    await bench.ok('Set-ReceiveConnector', {
      Identity: 'Anonymous Relay',
      PermissionGroups: 'AnonymousUsers',
    });
    const step = await ask(bench);
    assert.equal(step('MailReply'), '250 2.1.0 Sender OK');
    assert.equal(step('RcptReply'), '550 5.7.1 Unable to relay');
    assert.equal(step('RcptReason'), 'ms-Exch-SMTP-Accept-Any-Recipient');
  });

  it('V12, V13: a host outside the ranges falls to Default Frontend', async () => {
    const bench = await article();
    await methodOne(bench);
    const other = await ask(bench, { RemoteIPAddress: '192.168.5.12' });
    assert.equal(other('Connector'), 'EX1\\Default Frontend EX1');
    assert.equal(other('RcptReply'), '550 5.7.1 Unable to relay');
    const inside = await ask(bench, { RemoteIPAddress: '192.168.5.12', RcptTo: 'kate@contoso.com' });
    assert.equal(inside('RcptReply'), '250 2.1.5 Recipient OK');
    assert.equal(inside('Result'), 'Accepted: contoso.com is ours.');
  });

  it('V14: the same host over IPv6 may not relay', async () => {
    const bench = await article();
    await methodOne(bench);
    const seen = await ask(bench, { RemoteIPAddress: '2001:db8:9::1' });
    assert.equal(seen('Connector'), 'EX1\\Default Frontend EX1');
    assert.equal(seen('RcptReply'), '550 5.7.1 Unable to relay');
    const mapped = await ask(bench, { RemoteIPAddress: '::ffff:192.168.5.10' });
    assert.equal(mapped('Connector'), 'EX1\\Anonymous Relay');
  });

  it('method 2: the size limit does not apply, and nothing is tarpitted', async () => {
    const bench = await article();
    await bench.ok('Set-ReceiveConnector', {
      Identity: 'Anonymous Relay',
      AuthMechanism: 'ExternalAuthoritative',
      PermissionGroups: 'ExchangeServers',
    });
    const seen = await ask(bench);
    assert.equal(seen('RcptReply'), '250 2.1.5 Recipient OK');
    assert.equal(seen('MaxMessageSize'), 'Unlimited');
    assert.equal(seen('TarpitInterval'), '00:00:00');
    assert.match(seen('Rights'), /granted to MS Exchange\\Externally Secured Servers/);
  });

  it('a denial is named', async () => {
    const bench = await article();
    await methodOne(bench);
    await bench.ok('Add-ADPermission', {
      Identity: 'Anonymous Relay',
      User: ANONYMOUS,
      ExtendedRights: 'ms-Exch-SMTP-Accept-Any-Recipient',
      Deny: true,
    });
    const seen = await ask(bench);
    assert.match(seen('MissingRights'), /Accept-Any-Recipient \(denied to NT AUTHORITY\\ANONYMOUS LOGON\)/);
  });

  it('RequireTLS, reserved domains and the null sender', async () => {
    const bench = await article();
    await methodOne(bench);
    await bench.ok('Set-ReceiveConnector', {
      Identity: 'Anonymous Relay',
      RejectReservedTopLevelRecipientDomains: true,
    });
    assert.match((await ask(bench, { RcptTo: 'a@b.test' }))('RcptReply'), /^550 5\.1\.4/);
    assert.equal((await ask(bench, { MailFrom: '<>' }))('MailFrom'), '<>');
    await bench.ok('Set-ReceiveConnector', { Identity: 'Anonymous Relay', RequireTLS: true });
    const seen = await ask(bench);
    assert.match(seen('MailReply'), /STARTTLS is required/);
    assert.equal(seen('MailReason'), 'RequireTLS');
  });

  it('RecipientValidationEnabled: unknown recipients are told, and the postmaster of each domain is known', async () => {
    const bench = await article();
    await methodOne(bench);
    await bench.ok('New-AcceptedDomain', { Name: 'org', DomainName: 'contoso.org' });
    await bench.ok('Set-RecipientFilterConfig', { RecipientValidationEnabled: true });
    const reply = async (recipient: string): Promise<string> =>
      (await ask(bench, { RcptTo: recipient }))('RcptReply');
    assert.equal(await reply('nobody@contoso.org'), '550 5.1.1 User unknown');
    assert.equal(await reply('Postmaster@contoso.org'), '250 2.1.5 Recipient OK');
  });

  it('no connector on that port: the connection is closed', async () => {
    const seen = await ask(await article(), { LocalPort: 2600 });
    assert.equal(seen('Result'), 'No Receive connector takes the connection: 421 4.3.2, closed.');
  });

  it('the answer without sender and recipient is what the session may do', async () => {
    const bench = await article();
    await methodOne(bench);
    const { objects } = await bench.ok('Test-Relay', { RemoteIPAddress: '192.168.5.10' });
    assert.equal(shown(objects[0], 'Result'), 'May relay to any domain.');
    const other = await bench.ok('Test-Relay', { RemoteIPAddress: '203.0.113.9' });
    assert.equal(shown(other.objects[0], 'Result'), 'May send to accepted domains only.');
  });

  it('addresses that are none are errors', async () => {
    const bench = await article();
    assert.match(
      await bench.fails('Test-Relay', { ...QUESTION, RemoteIPAddress: 'printer' }),
      /^E06: .*valid IP address/,
    );
    assert.match(await bench.fails('Test-Relay', { ...QUESTION, LocalIPAddress: '::1' }), /same family/);
    assert.match(await bench.fails('Test-Relay', { ...QUESTION, RcptTo: 'kate' }), /^E07: /);
    assert.match(await bench.fails('Test-Relay', { ...QUESTION, LocalPort: 0 }), /^E09: /);
  });
});
