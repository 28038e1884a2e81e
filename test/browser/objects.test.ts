import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';
import { type AdminCenter, LANGUAGES, type Visitor } from './support/admin-center.ts';
import { PATIENCE, startAdminCenter } from './support/started.ts';
import { addEntry, choose, pressInDialog, walkSendWizard } from './support/forms.ts';

const { browser, center } = await startAdminCenter();

/** What administrators make and change besides Receive connectors, and that the server then does it. */
describe('connectors, domains, recipients, certificates and settings in the admin center', () => {
  let sink: SmtpSink;
  before(async () => {
    sink = await startSmtpSink({
      extensions: ['AUTH LOGIN', 'SIZE 1000000'],
      reply: (line) => signIn(line) ?? (line.includes('<nobody@') ? '550 5.1.1 no such user' : null),
    });
  });
  after(async () => {
    await sink.close();
  });

  for (const language of LANGUAGES) {
    it(`a Send connector is made, tested, and takes mail (${language})`, PATIENCE, async () => {
      const visitor = await center.visit(browser, { language });
      const name = `To ${language}`;
      const domain = `${language}.example`;
      await visitor.follow('send.title');
      await visitor.follow('connectors.add');
      await visitor.press('wizard.next');
      await visitor.see(visitor.text('settings.missing'));
      await walkSendWizard(visitor, {
        name,
        domain,
        host: '[127.0.0.1]',
        port: String(sink.port),
        user: 'relay',
        password: 'Pa$$w0rd',
      });
      await visitor.see(/\(Get-Credential\)/);
      assert.doesNotMatch(await visitor.page.locator('main').innerText(), /Pa\$\$w0rd/);
      await visitor.press('wizard.finish');
      await visitor.seeHeading(name);
      await testConnector(visitor, domain);
      assert.equal(sink.messages.filter(({ mailFrom }) => mailFrom.includes(language)).length, 0);
      const before = sink.messages.length;
      await send(center, `someone-${language}@contoso.com`, `kate@${domain}`);
      await sink.received(before + 1, 15_000);
      assert.equal(sink.messages.at(-1)?.recipients[0]?.address, `kate@${domain}`);
      assert.deepEqual(visitor.faults, []);
      await visitor.close();
    });
  }

  it(
    'a Send connector is changed and removed, and the question says what will happen',
    PATIENCE,
    async () => {
      await center.server.mustShell('New-SendConnector -Name Doomed -AddressSpaces doomed.example');
      const visitor = await center.visit(browser, { language: 'en' });
      await visitor.follow('send.title');
      await visitor.page.getByRole('link', { name: 'Doomed' }).click();
      await visitor.tab('connector.tab.limits');
      await visitor.fill('send.perConnection', '-1');
      await visitor.press('common.save');
      const field = visitor.page.getByRole('textbox', { name: visitor.text('send.perConnection') });
      await visitor.page
        .getByText(/SmtpMaxMessagesPerConnection/)
        .first()
        .waitFor();
      await visitor.page.locator('[aria-invalid=true]').waitFor();
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      await visitor.fill('send.perConnection', '7');
      await visitor.press('common.save');
      await visitor.see(visitor.text('command.done'));
      assert.match(
        await center.server.mustShell('(Get-SendConnector Doomed).SmtpMaxMessagesPerConnection'),
        /7/,
      );
      await visitor.page
        .getByRole('button', { name: visitor.text('object.remove'), exact: true })
        .first()
        .click();
      await visitor.see(visitor.text('send.removeConsequence'));
      await visitor.page.getByRole('dialog').getByRole('listitem').first().waitFor();
      await pressInDialog(visitor, 'object.remove');
      await visitor.seeHeading(visitor.text('send.title'));
      assert.doesNotMatch(await center.server.mustShell('Get-SendConnector'), /Doomed/);
      await visitor.close();
    },
  );

  it('an accepted domain is made, becomes the default one, and takes mail', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'ja' });
    await visitor.follow('domain.title');
    await visitor.follow('connectors.add');
    await visitor.fill('connector.name', 'Fabrikam');
    await visitor.fill('domain.domain', 'fabrikam.example');
    await visitor.press('settings.create');
    await visitor.page.getByRole('link', { name: 'Fabrikam' }).click();
    await visitor.page.getByRole('switch', { name: visitor.text('domain.makeDefault') }).check();
    await visitor.press('common.save');
    await visitor.see(visitor.text('domain.isDefaultHint'));
    assert.match(await refusal(center, 'anybody@fabrikam.example'), /^250/);
    await center.server.mustShell('Set-AcceptedDomain contoso.com -MakeDefault $true');
    await visitor.close();
  });

  it(
    'a contact and a group with it are made, and mail to the group goes on to the contact',
    PATIENCE,
    async () => {
      const visitor = await center.visit(browser, { language: 'ja' }, '/recipients/contacts');
      await visitor.follow('connectors.add');
      await visitor.fill('connector.name', 'kate');
      await visitor.fill('recipient.external', 'kate@ja.example');
      await visitor.press('settings.create');
      await visitor.page.getByRole('link', { name: 'kate' }).waitFor();
      await visitor.goto('/recipients/groups/new');
      await visitor.fill('connector.name', 'printers');
      await visitor.page.getByRole('switch', { name: visitor.text('recipient.onlySignedIn') }).uncheck();
      await visitor.press('settings.create');
      await visitor.page.getByRole('link', { name: 'printers' }).click();
      await visitor.tab('recipient.members');
      await visitor.page.getByRole('combobox', { name: visitor.text('recipient.member') }).fill('kate');
      await visitor.press('recipient.addMember');
      await visitor.page
        .getByRole('checkbox', { name: visitor.text('table.select', { name: 'kate' }) })
        .waitFor();
      const before = sink.messages.length;
      await send(center, 'chris@elsewhere.example', 'printers@contoso.com');
      await sink.received(before + 1, 15_000);
      assert.equal(sink.messages.at(-1)?.recipients[0]?.address, 'kate@ja.example');
      await visitor.close();
    },
  );

  it('a user is made whose password nobody sees, and who signs in', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' }, '/recipients/users/new');
    await visitor.page
      .getByRole('textbox', { name: visitor.text('connector.name'), exact: true })
      .fill('scanner');
    await visitor.fill('recipient.userPrincipalName', 'scanner@contoso.com');
    await visitor.fill('credential.password', 'Toner-1234');
    await visitor.see(/Read-Host/);
    assert.doesNotMatch(await visitor.page.locator('main').innerText(), /Toner-1234/);
    await visitor.press('settings.create');
    await visitor.page.getByRole('link', { name: 'scanner' }).waitFor();
    const session = await center.server.connect({ port: 2525 });
    await session.reply();
    await session.command('EHLO device');
    await session.command('AUTH LOGIN');
    await session.command(Buffer.from('scanner').toString('base64'));
    assert.match(await session.command(Buffer.from('Toner-1234').toString('base64')), /^235/);
    session.close();
    await visitor.close();
  });

  it(
    'an administrator and a token are made; the token is shown once and opens the API',
    PATIENCE,
    async () => {
      const visitor = await center.visit(browser, { language: 'en' }, '/administrators/new');
      await visitor.fill('admin.name', 'kate');
      await visitor.fill('credential.password', 'correct horse');
      await visitor.page.getByRole('checkbox', { name: 'Server Management' }).check();
      await visitor.press('settings.create');
      await visitor.page.getByRole('link', { name: 'kate' }).click();
      // The list has a tab of that name as well.
      await visitor.seeHeading('kate');
      await visitor.tab('admin.roleGroups');
      await visitor.page.getByRole('checkbox', { name: 'Recipient Management' }).check();
      await visitor.press('common.save');
      await visitor.see(visitor.text('command.done'));
      await visitor.goto('/administrators?tab=tokens');
      await visitor.press('admin.newToken');
      await visitor.fill('connector.name', 'nightly');
      await visitor.fill('admin.owner', 'kate');
      await pressInDialog(visitor, 'settings.create');
      const token = (await visitor.page.getByRole('dialog').locator('pre.secret').innerText()).trim();
      const answer = await fetch(`${center.url}/api/v1/commands/Get-Recipient`, {
        headers: { authorization: `Bearer ${token}` },
      });
      assert.equal(answer.status, 200);
      await pressInDialog(visitor, 'common.close');
      await visitor.page.getByRole('cell', { name: 'nightly' }).first().waitFor();
      assert.ok(!(await visitor.page.content()).includes(token));
      await visitor.close();
    },
  );

  it(
    'a certificate is made, and a request for one; Enable gives the certificate its services',
    PATIENCE,
    async () => {
      const visitor = await center.visit(browser, { language: 'ja' });
      await visitor.follow('cert.title');
      await visitor.follow('connectors.add');
      await addEntry(visitor, 'cert.names', async () => {
        await visitor.page.getByRole('dialog').getByRole('textbox').fill('mail.contoso.com');
      });
      await visitor.press('settings.create');
      await visitor.page.getByRole('link', { name: 'mail.contoso.com' }).click();
      await visitor.tab('cert.services');
      await visitor.page.getByRole('checkbox', { name: 'IIS' }).check();
      await visitor.press('common.save');
      await visitor.see(visitor.text('command.done'));
      const services = await center.server.mustShell(
        'Get-ExchangeCertificate -DomainName mail.contoso.com | Format-List Services',
      );
      assert.match(services, /IIS/);
      await visitor.goto('/certificates/new');
      await choose(visitor, 'cert.kind', 'request');
      await visitor.press('settings.create');
      await visitor.see(/BEGIN CERTIFICATE REQUEST/);
      await visitor.close();
    },
  );

  it('a size limit of the server settings counts at once', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' });
    await visitor.follow('server.title');
    await visitor.fill('server.maxReceive', '1 MB');
    await visitor.see(commandWith('Set-TransportConfig -MaxReceiveSize "1 MB"'));
    await visitor.press('common.save');
    await visitor.see(visitor.text('command.done'));
    assert.match(await center.server.mustShell('(Get-TransportConfig).MaxReceiveSize'), /^1 MB/);
    const limit = await center.server.mustShell(
      '(Test-Relay 127.0.9.1 -MailFrom chris@elsewhere.example -RcptTo kate@fabrikam.com -MessageSize 1.5MB).LimitHit',
    );
    assert.match(limit, /MaxReceiveSize/);
    await visitor.goto('/receive-connectors');
    await visitor.page.getByRole('link', { name: 'Default Frontend EX1' }).click();
    await visitor.fill('connector.maxSize', '2 MB');
    await visitor.press('common.save');
    await visitor.see(visitor.text('command.done'));
    const session = await center.server.connect();
    await session.reply();
    assert.match(await session.command('EHLO probe'), /SIZE 2097152/);
    assert.match(await session.command('MAIL FROM:<chris@elsewhere.example> SIZE=3000000'), /^552 5\.3\.4/);
    session.close();
    await visitor.close();
  });

  it('who may only look sees the settings and cannot press Save', PATIENCE, async () => {
    await center.server.mustShell(
      'New-Administrator viewer -Password (ConvertTo-SecureString "only looking" -AsPlainText -Force) -RoleGroups "View-Only Organization Management"',
    );
    const visitor = await center.open(browser, { language: 'en' });
    await visitor.signIn('only looking', 'viewer');
    await visitor.follow('server.title');
    await visitor.fill('server.maxReceive', '5 MB');
    await visitor.see(visitor.text('command.forbidden', { command: 'Set-TransportConfig' }));
    const save = visitor.page.getByRole('button', { name: visitor.text('common.save') });
    assert.equal(await save.isDisabled(), true);
    await visitor.goto('/send-connectors');
    assert.equal(await visitor.page.getByRole('link', { name: visitor.text('connectors.add') }).count(), 0);
    await visitor.close();
  });
});

/** The sink knows one user. */
function signIn(line: string): string | null {
  if (line === 'AUTH LOGIN') return '334 VXNlcm5hbWU6';
  if (line === Buffer.from('relay').toString('base64')) return '334 UGFzc3dvcmQ6';
  return line === Buffer.from('Pa$$w0rd').toString('base64') ? '235 2.7.0 welcome' : null;
}

/** The test button: the dialogue as it was, up to RCPT, the password left out, a refusal told. */
async function testConnector(visitor: Visitor, domain: string): Promise<void> {
  await visitor.fill('sendTest.to', `kate@${domain}`);
  await visitor.press('sendTest.do');
  await visitor.see(visitor.text('sendTest.good'));
  const dialogue = await visitor.page.locator('.dialogue').innerText();
  assert.match(dialogue, /> EHLO ex1\.contoso\.com[^]*> AUTH LOGIN[^]*< 235[^]*> RCPT TO:<kate@[^]*> QUIT/);
  assert.doesNotMatch(dialogue, /DATA|UGEkJHcwcmQ/);
  await visitor.fill('sendTest.to', `nobody@${domain}`);
  await visitor.press('sendTest.do');
  await visitor.see(visitor.text('sendTest.bad'));
  await visitor.see(/550 5\.1\.1 no such user/);
}

/** Words of a command stand in elements of their own. */
function commandWith(text: string): RegExp {
  return new RegExp(text.replaceAll(' ', '\\s+'));
}

/** By a session that signs in nowhere, from this machine; relay to other domains is opened for it. */
async function send(center: AdminCenter, from: string, to: string): Promise<void> {
  await center.server.mustShell(
    'if (-not (Get-ReceiveConnector | Where-Object Name -eq Probe)) { New-ReceiveConnector -Name Probe -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges 127.0.9.9 -PermissionGroups AnonymousUsers | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient }',
  );
  const session = await center.server.connect({ from: '127.0.9.9' });
  await session.reply();
  for (const line of ['EHLO probe', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA'])
    assert.match(await session.command(line), /^[23]/, line);
  assert.match(await session.command('Subject: Probe\r\n\r\nHello\r\n.'), /^250/);
  session.close();
}

/** What a stranger is told of a recipient. */
async function refusal(center: AdminCenter, to: string): Promise<string> {
  const session = await center.server.connect();
  await session.reply();
  await session.command('EHLO probe');
  await session.command('MAIL FROM:<chris@elsewhere.example>');
  const reply = await session.command(`RCPT TO:<${to}>`);
  session.close();
  return reply;
}
