import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import {
  type AdminCenter,
  type Language,
  LANGUAGES,
  type TextKey,
  type Visitor,
} from './support/admin-center.ts';
import { PATIENCE, startAdminCenter } from './support/started.ts';

const { browser, center } = await startAdminCenter();

/** What the wizard asks for a type, and what the connector then is. receive-connectors.md §1.2, §10 */
type Usage = Readonly<{
  key: TextKey;
  done: TextKey;
  pages: readonly TextKey[];
  settings: RegExp;
  /** Where its hosts connect to, and what a stranger's MAIL is answered there. */
  port: number;
  mail: RegExp;
}>;

const USAGES: readonly Usage[] = [
  {
    key: 'usage.Client',
    done: 'wizard.done.Client',
    pages: ['wizard.page.ranges'],
    settings: /ExchangeUsers;Tls, Integrated, BasicAuth, BasicAuthRequireTLS;\S*:587/,
    port: 587,
    mail: /^530 5\.7\.1 Client was not authenticated/,
  },
  {
    key: 'usage.Internal',
    done: 'wizard.done.Internal',
    pages: ['wizard.page.ranges'],
    settings: /ExchangeServers, ExchangeLegacyServers;Tls, ExchangeServer;\S*:25\b/,
    port: 25,
    mail: /^530 5\.7\.1 Client was not authenticated/,
  },
  {
    key: 'usage.Internet',
    done: 'wizard.done.Internet',
    pages: ['wizard.page.bindings'],
    settings: /AnonymousUsers;Tls;0\.0\.0\.0:2626/,
    port: 2626,
    mail: /^250 2\.1\.0/,
  },
  {
    key: 'usage.Partner',
    done: 'wizard.done.Partner',
    pages: ['wizard.page.bindings', 'wizard.page.ranges'],
    settings: /Partners;Tls;0\.0\.0\.0:2626/,
    port: 2626,
    mail: /^530 5\.7\./,
  },
];

describe('the wizard for each type beside Custom', () => {
  for (const language of LANGUAGES) {
    for (const [index, usage] of USAGES.entries()) {
      it(`${usage.key.slice('usage.'.length)} (${language})`, PATIENCE, async () => {
        const name = `${usage.key} ${language}`;
        const host = `127.0.${language === 'en' ? 81 : 82}.${index + 10}`;
        const visitor = await center.visit(browser, { language }, '/receive-connectors/new');
        await walk(visitor, { usage, name, host });
        await visitor.see(visitor.text(usage.done));
        assert.match(await settingsOf(center, name), usage.settings);
        // Refusals are slow by default; what they say is asked here.
        await center.server.mustShell(`Set-ReceiveConnector "${name}" -TarpitInterval 00:00:00`);
        await answersAsItsType(center, usage, host);
        await center.server.mustShell(`Remove-ReceiveConnector "${name}" -Confirm:$false`);
        assert.deepEqual(visitor.faults, []);
        await visitor.close();
      });
    }
  }

  it(
    "a refusal is the server's own, with what it means in the language of the reader",
    PATIENCE,
    async () => {
      for (const language of LANGUAGES) await refused(center, browser, language);
    },
  );
});

it('no text of the other language is left on a screen', PATIENCE, async () => {
  const visitor = await center.visit(browser, { language: 'ja' }, '/receive-connectors/new');
  await visitor.seeHeading(visitor.text('wizard.title'));
  const headings = await visitor.page.getByRole('heading').allInnerTexts();
  assert.ok(headings.length > 0);
  for (const heading of headings) assert.match(heading, /[\u3040-\u30ff\u4e00-\u9fff]/);
  assert.equal(await visitor.page.locator('html').getAttribute('lang'), 'ja');
  await visitor.page.getByRole('combobox', { name: visitor.text('frame.language') }).selectOption('en');
  await visitor.seeHeading('New Receive connector');
  await visitor.close();
});

type Walk = Readonly<{ usage: Usage; name: string; host: string }>;

/** All pages of the type, with a host and a port of its own where it asks for them. */
async function walk(visitor: Visitor, { usage, name, host }: Walk): Promise<void> {
  await visitor.fill('connector.name', name);
  await visitor.choose('role.FrontendTransport');
  await visitor.choose(usage.key);
  const all = String(usage.pages.length + 1);
  for (const [index, page] of usage.pages.entries()) {
    await visitor.press('wizard.next');
    const step = visitor.text('wizard.stepOf', { step: String(index + 2), all });
    await visitor.seeHeading(`${step}: ${visitor.text(page)}`);
    if (page === 'wizard.page.bindings') await setPort(visitor);
    else await setRange(visitor, host);
  }
  await visitor.press('wizard.finish');
  await visitor.seeHeading(visitor.text('wizard.doneTitle', { name }));
}

async function setPort(visitor: Visitor): Promise<void> {
  const address = `(${visitor.text('binding.all4')})`;
  await visitor.page
    .getByRole('option', { name: visitor.text('binding.withPort', { address, port: '25' }) })
    .click();
  await visitor.press('entries.remove');
  await visitor.press('entries.add');
  await visitor.fill('binding.port', '2626');
  await saveEntry(visitor);
}

async function setRange(visitor: Visitor, host: string): Promise<void> {
  await visitor.page.getByRole('option', { name: '0.0.0.0-255.255.255.255' }).click();
  await visitor.press('entries.remove');
  await visitor.press('entries.add');
  await visitor.fill('range.address', host);
  await saveEntry(visitor);
}

async function saveEntry(visitor: Visitor): Promise<void> {
  await visitor.page
    .getByRole('dialog')
    .getByRole('button', { name: visitor.text('common.save') })
    .click();
}

/** What the type brought: permission groups, mechanisms and bindings in one line. */
async function settingsOf(center: AdminCenter, name: string): Promise<string> {
  const text = `$c = Get-ReceiveConnector "${name}"; "$($c.PermissionGroups);$($c.AuthMechanism);$($c.Bindings)"`;
  return center.server.mustShell(text);
}

/** Nobody has signed in or shown a certificate: only Internet takes the message, and only for a domain of ours. */
async function answersAsItsType(center: AdminCenter, usage: Usage, from: string): Promise<void> {
  const session = await center.server.connect({ from, port: usage.port });
  assert.match(await session.reply(), /^220/);
  await session.command('EHLO host.fabrikam.com');
  const answer = await session.command('MAIL FROM:<kate@fabrikam.com>');
  assert.match(answer, usage.mail);
  if (answer.startsWith('250')) {
    assert.match(await session.command('RCPT TO:<chris@contoso.com>'), /^250/);
    assert.match(await session.command('RCPT TO:<someone@fabrikam.com>'), /^550 5\.7\.1 Unable to relay/);
  }
  await session.command('QUIT');
}

/** The Internet's own place is taken by the connector that every server has. */
async function refused(center: AdminCenter, browser: Browser, language: Language): Promise<void> {
  const visitor = await center.visit(browser, { language }, '/receive-connectors/new');
  await visitor.fill('connector.name', 'Second Internet');
  await visitor.choose('role.FrontendTransport');
  await visitor.choose('usage.Internet');
  await visitor.press('wizard.next');
  await visitor.press('wizard.finish');
  const alert = visitor.page.getByRole('alert');
  await alert.getByText(visitor.text('error.rangeConflict')).waitFor();
  const own = alert.locator('[lang=en]');
  assert.match(
    await own.innerText(),
    /^The values that you specified for the Bindings and RemoteIPRanges parameters conflict with/,
  );
  await visitor.close();
}
