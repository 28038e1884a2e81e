import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Visitor } from './support/admin-center.ts';
import { PATIENCE, startAdminCenter } from './support/started.ts';
import { pressInDialog } from './support/forms.ts';
import { pressByTab, tabTo } from './support/keys.ts';

const { browser, center } = await startAdminCenter();

describe('remote domains in the admin center', () => {
  it('one is made and changed by keyboard alone', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' });
    const { keyboard } = visitor.page;
    await visitor.goto('/remote-domains/new');
    await visitor.seeHeading(visitor.text('remote.newTitle'));
    await tabTo(visitor, visitor.text('connector.name'));
    await keyboard.type('Fabrikam');
    await keyboard.press('Tab');
    await keyboard.type('*.fabrikam.com');
    await keyboard.press('Enter');
    await visitor.seeHeading('Fabrikam');
    await tabTo(visitor, visitor.text('remote.ndr'));
    await keyboard.press('Space');
    await visitor.see(/-NDREnabled/);
    await pressByTab(visitor, 'common.save');
    await visitor.see(visitor.text('command.done'));
    const stored = await center.server.mustShell(
      '$d = Get-RemoteDomain Fabrikam; "$($d.DomainName) $($d.NDREnabled)"',
    );
    assert.equal(stored.trim(), '*.fabrikam.com False');
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  it(
    'a refusal stands at the field that it names, and the mistake can be mended there',
    PATIENCE,
    async () => {
      const visitor = await center.visit(browser, { language: 'ja' }, '/remote-domains/new');
      await visitor.press('settings.create');
      await visitor.see(visitor.text('settings.missing'));
      await visitor.fill('connector.name', 'Broken');
      await visitor.fill('remote.domain', 'not a domain');
      await visitor.press('settings.create');
      const field = visitor.page.getByRole('textbox', { name: visitor.text('remote.domain') });
      await visitor.page.locator('[aria-invalid=true]').waitFor();
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      await visitor.fill('remote.domain', 'mended.example');
      await visitor.press('settings.create');
      await visitor.seeHeading('Broken');
      await visitor.close();
    },
  );

  it('several are removed after one question that names them; Default stays', PATIENCE, async () => {
    const names = Array.from({ length: 7 }, (_, at) => `Removed ${at + 1}`);
    for (const [at, name] of names.entries())
      await center.server.mustShell(`New-RemoteDomain -Name "${name}" -DomainName r${at}.example | Out-Null`);
    const visitor = await center.visit(browser, { language: 'en' }, '/remote-domains');
    for (const name of ['Default', ...names]) await select(visitor, name);
    await visitor.press('object.removeCount', { count: '7' });
    const dialog = visitor.page.getByRole('dialog');
    assert.deepEqual(await dialog.locator('.names li').allInnerTexts(), names);
    await dialog.getByText(visitor.text('remote.removeConsequence')).waitFor();
    await dialog.locator('.what-if li').first().waitFor();
    assert.match(await dialog.innerText(), /Remove-RemoteDomain\s+"Removed 7"/);
    await pressInDialog(visitor, 'object.remove');
    await dialog.waitFor({ state: 'detached' });
    await visitor.page.getByRole('cell', { name: 'Removed 1', exact: true }).waitFor({ state: 'detached' });
    const left = await center.server.mustShell('(Get-RemoteDomain).Name -join ","');
    assert.match(left, /Default/);
    assert.doesNotMatch(left, /Removed/);
    await visitor.close();
  });

  it(
    'who may only look changes nothing; a server that is gone is told, and asked again',
    PATIENCE,
    async () => {
      await center.server.mustShell(
        'New-Administrator viewer -Password (ConvertTo-SecureString "only looking" -AsPlainText -Force) -RoleGroups "View-Only Organization Management"',
      );
      const visitor = await center.open(browser, { language: 'ja' });
      await visitor.signIn('only looking', 'viewer');
      await visitor.goto('/remote-domains');
      await visitor.page.getByRole('link', { name: 'Default' }).waitFor();
      assert.equal(await visitor.page.getByRole('checkbox').count(), 0);
      assert.equal(await visitor.page.getByRole('link', { name: visitor.text('connectors.add') }).count(), 0);
      await visitor.page.getByRole('link', { name: 'Default' }).click();
      await visitor.page.getByRole('switch', { name: visitor.text('remote.delivery') }).click();
      await visitor.see(visitor.text('command.forbidden', { command: 'Set-RemoteDomain' }));
      const save = visitor.page.getByRole('button', { name: visitor.text('common.save') });
      assert.equal(await save.isDisabled(), true);

      await visitor.page.route('**/api/v1/commands/**', (route) => route.abort());
      await visitor.goto('/remote-domains');
      await visitor.page.getByRole('alert').getByText(visitor.text('error.unreachable')).waitFor();
      await visitor.page.unrouteAll();
      await visitor.press('common.retry');
      await visitor.page.getByRole('link', { name: 'Default' }).waitFor();
      await visitor.close();
    },
  );
});

async function select(visitor: Visitor, name: string): Promise<void> {
  await visitor.page
    .getByRole('checkbox', { name: visitor.text('table.select', { name }), exact: true })
    .check();
}
