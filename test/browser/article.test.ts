import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type AdminCenter, type Language, LANGUAGES, type Visitor } from './support/admin-center.ts';
import { PATIENCE, startAdminCenter } from './support/started.ts';

const { browser, center } = await startAdminCenter();

/** One run of the procedures: a connector of its own for hosts of its own. */
type Run = Readonly<{ name: string; hosts: readonly [string, string]; stranger: string }>;

function runOf(language: Language, method: 1 | 2): Run {
  const net = `127.0.${language === 'en' ? 5 : 6}${method}`;
  return {
    name: `Anonymous Relay ${language} ${method}`,
    hosts: [`${net}.10`, `${net}.11`],
    stranger: `${net}.12`,
  };
}

/** The EAC procedures of "Allow anonymous relay on Exchange servers", as an administrator does them. */
describe("the article's procedures in the admin center", () => {
  for (const language of LANGUAGES) {
    it(`method 2 in the edit dialog ends in a relayed message (${language})`, PATIENCE, async () => {
      const run = runOf(language, 2);
      const visitor = await center.visit(browser, { language });
      await createConnector(visitor, run);
      await openConnector(visitor, run);
      await visitor.tab('connector.tab.security');
      await visitor.tick('mechanism.Tls', false);
      await visitor.tick('mechanism.ExternalAuthoritative', true);
      await visitor.tick('group.ExchangeServers', true);
      await visitor.see(
        commandWith('-AuthMechanism ExternalAuthoritative -PermissionGroups ExchangeServers'),
      );
      await visitor.press('common.save');
      await visitor.see(visitor.text('command.done'));
      await assertRelay(center, run);
      assert.deepEqual(visitor.faults, []);
      await visitor.close();
    });

    it(`method 1 is two clicks and ends in a relayed message (${language})`, PATIENCE, async () => {
      const run = runOf(language, 1);
      const visitor = await center.visit(browser, { language });
      await createConnector(visitor, run);
      await visitor.follow('wizard.toRelay');
      await visitor.press('relay.doStep1');
      await visitor.see(visitor.text('command.done'));
      await assertRefused(center, run.hosts[0]);
      await visitor.press('relay.doStep2');
      const principal = 'NT AUTHORITY\\ANONYMOUS LOGON';
      await visitor.see(visitor.text('relay.nowRelays', { hosts: run.hosts.join(', '), principal }));
      await assertRelay(center, run);
      assert.deepEqual(visitor.faults, []);
      await visitor.close();
    });
  }

  it(
    "the guard's refusal is told before the click, on a connector that takes mail from anywhere",
    PATIENCE,
    async () => {
      const visitor = await center.visit(browser, { language: 'en' });
      await visitor.follow('connectors.title');
      await visitor.page.getByRole('link', { name: 'Default Frontend EX1' }).click();
      await visitor.tab('connector.tab.relay');
      await visitor.see(visitor.text('error.openRelay'));
      await visitor.see(visitor.text('relay.guardAdvice'));
      const second = visitor.page.getByRole('button', { name: visitor.text('relay.doStep2') });
      assert.equal(await second.isDisabled(), true);
      await visitor.close();
    },
  );

  it('a refusal of the server stands at the field that it names', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' }, '/receive-connectors');
    await visitor.page.getByRole('link', { name: 'Default Frontend EX1' }).click();
    await visitor.fill('connector.maxHops', '0');
    await visitor.press('common.save');
    const field = visitor.page.getByRole('textbox', { name: visitor.text('connector.maxHops') });
    await visitor.page
      .getByText(/MaxHopCount is out of range/)
      .first()
      .waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    await visitor.close();
  });
});

/** Words of a command stand in elements of their own. */
function commandWith(text: string): RegExp {
  return new RegExp(text.replaceAll(' ', '\\s+'));
}

/** Step 1 of the article, page by page. */
async function createConnector(visitor: Visitor, run: Run): Promise<void> {
  await visitor.follow('connectors.title');
  await visitor.follow('connectors.add');
  await visitor.fill('connector.name', run.name);
  await visitor.choose('role.FrontendTransport');
  await visitor.choose('usage.Custom');
  await visitor.press('wizard.next');
  await visitor.see(
    visitor.text('binding.withPort', { address: `(${visitor.text('binding.all4')})`, port: '25' }),
  );
  await visitor.press('wizard.next');
  await visitor.page.getByRole('option', { name: '0.0.0.0-255.255.255.255' }).click();
  await visitor.press('entries.remove');
  for (const address of run.hosts) {
    await visitor.press('entries.add');
    await visitor.fill('range.address', address);
    await visitor.page
      .getByRole('dialog')
      .getByRole('button', { name: visitor.text('common.save') })
      .click();
  }
  await visitor.press('wizard.finish');
  await visitor.seeHeading(visitor.text('wizard.doneTitle', { name: run.name }));
}

async function openConnector(visitor: Visitor, run: Run): Promise<void> {
  await visitor.page
    .getByRole('navigation')
    .getByRole('link', { name: visitor.text('connectors.title') })
    .click();
  await visitor.page.getByRole('link', { name: run.name }).click();
}

/** The Telnet test of the article: allowed from a named host, refused from its neighbour. */
async function assertRelay(center: AdminCenter, run: Run): Promise<void> {
  const subject = `Test ${run.name}`;
  const session = await center.server.connect({ from: run.hosts[1] });
  await answered(session.reply(), 220);
  await answered(session.command('EHLO'), 250);
  await answered(session.command('MAIL FROM:<chris@contoso.com>'), 250);
  await answered(session.command('RCPT TO:<kate@fabrikam.com>'), 250);
  await answered(session.command('DATA'), 354);
  await answered(session.command(`Subject: ${subject}\r\n\r\nThis is a test message\r\n.`), 250);
  await answered(session.command('QUIT'), 221);
  await assertRefused(center, run.stranger);
  await waitForDrop(join(center.server.data, 'drop'), subject);
}

async function assertRefused(center: AdminCenter, from: string): Promise<void> {
  // Refusals are slow by default; what they say is asked here.
  await center.server.mustShell('Get-ReceiveConnector | Set-ReceiveConnector -TarpitInterval 00:00:00');
  const session = await center.server.connect({ from });
  await answered(session.reply(), 220);
  await answered(session.command('EHLO'), 250);
  await answered(session.command('MAIL FROM:<chris@contoso.com>'), 250);
  await answered(session.command('RCPT TO:<kate@fabrikam.com>'), 550);
  await answered(session.command('QUIT'), 221);
}

async function answered(reply: Promise<string>, code: number): Promise<void> {
  const text = await reply;
  assert.equal(text.slice(0, 3), String(code), text);
}

async function waitForDrop(folder: string, subject: string): Promise<void> {
  const until = Date.now() + 10_000;
  while (Date.now() < until) {
    const found = readdirSync(folder).some((name) =>
      readFileSync(join(folder, name), 'utf8').includes(subject),
    );
    if (found) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`no message with the subject ${subject} was delivered within 10 s`);
}
