import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Visitor } from './support/admin-center.ts';
import { furnishRelay } from './support/furnish-relay.ts';
import { focusedName, pressByTab, tabTo } from './support/keys.ts';
import { PATIENCE, startAdminCenter } from './support/started.ts';

const { browser, center } = await startAdminCenter();
const QUEUE = 'EX1\\Unreachable';

describe('by keyboard alone', () => {
  before(async () => {
    await furnishRelay(center.server);
  }, PATIENCE);

  it('the wizard: signs in, walks all pages, edits both lists, and finishes', PATIENCE, async () => {
    const visitor = await center.open(browser, { language: 'en' });
    const { keyboard } = visitor.page;
    await visitor.goto('/receive-connectors/new');
    await visitor.seeHeading(visitor.text('signIn.title'));
    await keyboard.type('admin');
    await keyboard.press('Tab');
    await keyboard.type(center.password);
    await keyboard.press('Enter');

    await visitor.seeHeading(visitor.text('wizard.title'));
    await visitor.page.locator('input:focus').waitFor();
    await keyboard.type('Second Relay');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await pressByTab(visitor, 'wizard.next');

    await pressByTab(visitor, 'entries.add');
    await visitor.page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(
      await focusedName(visitor),
      visitor.text('entries.add'),
      'the focus returns to what opened the dialog',
    );
    await pressByTab(visitor, 'wizard.next');

    await visitor.seeHeading(`Page 3 of 3: ${visitor.text('wizard.page.ranges')}`);
    await tabTo(visitor, visitor.text('connector.ranges'));
    await keyboard.press('Delete');
    await keyboard.press('Shift+Tab');
    await addEntry(visitor, '127.0.5.20');
    await visitor.page.getByRole('option', { name: '127.0.5.20' }).waitFor();
    await pressByTab(visitor, 'wizard.finish');
    await visitor.seeHeading(visitor.text('wizard.doneTitle', { name: 'Second Relay' }));
    await leave(visitor);
  });

  it('a queue is chosen and suspended; no, then yes', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' }, '/queues');
    const { keyboard } = visitor.page;
    const dialog = visitor.page.getByRole('dialog');
    await tabTo(visitor, visitor.text('table.select', { name: QUEUE }));
    await keyboard.press('Space');
    await tabTo(visitor, visitor.text('queues.suspend'), 'Shift+Tab');
    await keyboard.press('Enter');
    await dialog.getByText(visitor.text('queues.suspendConsequence')).waitFor();
    assert.equal(await focusedName(visitor), visitor.text('common.cancel'), 'Enter by mistake does no harm');
    await keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await focusedName(visitor), visitor.text('queues.suspend'));
    assert.match(await center.server.mustShell(`(Get-Queue "${QUEUE}").Status`), /Ready/);

    await keyboard.press('Enter');
    await dialog.waitFor();
    await tabTo(visitor, visitor.text('queues.suspend'), 'Shift+Tab');
    await keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await visitor.page
      .getByRole('row')
      .filter({ hasText: QUEUE })
      .getByText(visitor.text('status.Suspended'))
      .waitFor();
    assert.equal(await focusedName(visitor), visitor.text('queues.suspend'));
    await center.server.mustShell(`Resume-Queue "${QUEUE}" -Confirm:$false`);
    await leave(visitor);
  });

  it('where a button is disabled by what it did, what was run has the focus', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' }, `/queues/${encodeURIComponent(QUEUE)}`);
    const { keyboard } = visitor.page;
    const dialog = visitor.page.getByRole('dialog');
    await visitor.page.getByRole('row').nth(1).waitFor();
    await tabTo(visitor, visitor.text('table.selectShown'));
    await keyboard.press('Space');
    await tabTo(visitor, visitor.text('queues.suspend'), 'Shift+Tab');
    await keyboard.press('Enter');
    await dialog.waitFor();
    await tabTo(visitor, visitor.text('queues.suspend'), 'Shift+Tab');
    await keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await visitor.page.locator('.outcome:focus').getByText('Suspend-Message').waitFor();
    await center.server.mustShell(`Get-Message -Queue "${QUEUE}" | Resume-Message`);
    await leave(visitor);
  });

  it('a message is searched for, read, and the search is there again', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' }, '/tracking');
    const { keyboard } = visitor.page;
    await tabTo(visitor, visitor.text('tracking.recipient'));
    await keyboard.type('kate@fabrikam.com');
    await keyboard.press('Enter');
    await visitor.page.getByRole('link', { name: 'chris@contoso.com' }).waitFor();
    await tabTo(visitor, 'chris@contoso.com');
    await keyboard.press('Enter');
    await visitor.seeHeading(visitor.text('timeline.title'));
    await visitor.page.locator('.timeline li').first().waitFor();
    await pressByTab(visitor, 'timeline.back');
    await visitor.page.getByRole('link', { name: 'chris@contoso.com' }).waitFor();
    const recipient = visitor.page.getByRole('textbox', { name: visitor.text('tracking.recipient') });
    assert.equal(await recipient.inputValue(), 'kate@fabrikam.com');
    await leave(visitor);
  });

  it('a Send connector through a smart host is made', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' }, '/send-connectors/new');
    const { keyboard } = visitor.page;
    await tabTo(visitor, visitor.text('connector.name'));
    await keyboard.type('To partner');
    await pressByTab(visitor, 'wizard.next');
    await visitor.seeHeading(`Page 2 of 5: ${visitor.text('sendWizard.network')}`);
    await tabTo(visitor, visitor.text('routing.mx'));
    await keyboard.press('ArrowDown');
    await addEntry(visitor, '[127.0.0.1]');
    await pressByTab(visitor, 'wizard.next');
    await addEntry(visitor, 'partner.example');
    await pressByTab(visitor, 'wizard.next');
    await pressByTab(visitor, 'wizard.next');
    await pressByTab(visitor, 'wizard.finish');
    await visitor.seeHeading('To partner');
    const made = await center.server.mustShell(
      '$c = Get-SendConnector "To partner"; "$($c.AddressSpaces) $($c.SmartHosts)"',
    );
    assert.equal(made.trim(), 'SMTP:partner.example;1 [127.0.0.1]');
    await leave(visitor);
  });

  it('the skip link leads past what is on every page', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' }, '/receive-connectors');
    const { keyboard } = visitor.page;
    await visitor.page.locator('h1:focus').waitFor();
    await tabTo(visitor, visitor.text('frame.skip'), 'Shift+Tab');
    await keyboard.press('Enter');
    await visitor.page.locator('main:focus').waitFor();
    await keyboard.press('Tab');
    assert.equal(await focusedName(visitor), visitor.text('connectors.add'));
    await leave(visitor);
  });

  it('on a phone the menu opens, leads on, and is folded away again', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en', width: 360, height: 740 });
    const { keyboard } = visitor.page;
    const menu = visitor.page.getByRole('banner').getByRole('button', {
      name: visitor.text('frame.navigation'),
    });
    await tabTo(visitor, visitor.text('frame.navigation'));
    await keyboard.press('Enter');
    assert.equal(await menu.getAttribute('aria-expanded'), 'true');
    await tabTo(visitor, visitor.text('queues.title'));
    await keyboard.press('Enter');
    await visitor.seeHeading(visitor.text('queues.title'));
    assert.equal(await menu.getAttribute('aria-expanded'), 'false');
    assert.equal(await focusedName(visitor), visitor.text('queues.title'), 'the heading of the page');
    await tabTo(visitor, visitor.text('frame.navigation'), 'Shift+Tab');
    await keyboard.press('Enter');
    await keyboard.press('Escape');
    assert.equal(await menu.getAttribute('aria-expanded'), 'false');
    assert.equal(await focusedName(visitor), visitor.text('frame.navigation'));
    await leave(visitor);
  });
});

/** Add in the list whose buttons come next, and Enter in its dialog. */
async function addEntry(visitor: Visitor, value: string): Promise<void> {
  await pressByTab(visitor, 'entries.add');
  await visitor.page.getByRole('dialog').waitFor();
  await visitor.page.keyboard.type(value);
  await visitor.page.keyboard.press('Enter');
  await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function leave(visitor: Visitor): Promise<void> {
  assert.deepEqual(visitor.faults, []);
  await visitor.close();
}
