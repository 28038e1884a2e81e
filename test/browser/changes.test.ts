import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { LANGUAGES } from './support/admin-center.ts';
import { PATIENCE, startAdminCenter } from './support/started.ts';

const { browser, center } = await startAdminCenter();

describe('the history of changes', () => {
  before(async () => {
    await center.server.mustShell(
      [
        'New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges 127.0.5.10,127.0.5.11',
        'Set-ReceiveConnector "Anonymous Relay" -RemoteIPRanges @{Add="127.0.5.12"; Remove="127.0.5.10"}',
      ].join('; '),
    );
    await center.server.shell(
      'Set-ReceiveConnector "Default Frontend EX1" -PermissionGroups AnonymousUsers,ExchangeServers -AuthMechanism ExternalAuthoritative',
    );
  }, PATIENCE);

  for (const language of LANGUAGES) {
    it(`tells who, from where, the difference and the command (${language})`, PATIENCE, async () => {
      const visitor = await center.visit(browser, { language });
      await visitor.follow('changes.title');
      const row = visitor.page
        .getByRole('row')
        .filter({ hasText: 'RemoteIPRanges' })
        .filter({ hasText: 'Set-' });
      await row.getByRole('button', { name: 'Set-ReceiveConnector' }).click();
      const dialog = visitor.page.getByRole('dialog');
      const difference = dialog.getByRole('row').filter({ hasText: 'RemoteIPRanges' });
      assert.deepEqual(await difference.getByRole('listitem').allInnerTexts(), [
        '− 127.0.5.10',
        '+ 127.0.5.12',
      ]);
      assert.match(await dialog.innerText(), new RegExp(visitor.text('changes.local')));
      assert.match(
        (await dialog.locator('pre').innerText()).replaceAll('\n', ''),
        /Set-ReceiveConnector "Anonymous Relay" -RemoteIPRanges @\{Add="127\.0\.5\.12";Remove="127\.0\.5\.10"\}/,
      );
      assert.deepEqual(visitor.faults, []);
      await visitor.close();
    });
  }

  it(
    'is searched by person, cmdlet, object, time and result, and shows the command for it',
    PATIENCE,
    async () => {
      const visitor = await center.visit(browser, { language: 'en' }, '/changes');
      const setting = visitor.page.getByRole('button', { name: 'Set-ReceiveConnector' }).first();
      const making = visitor.page.getByRole('button', { name: 'New-ReceiveConnector' });
      // What is to go has to be there first.
      await setting.waitFor();
      await visitor.fill('changes.filter.cmdlet', 'new-receive');
      await setting.waitFor({ state: 'detached' });
      await making.waitFor();
      assert.equal(await making.count(), 1);
      await visitor.see(/Search-AdminAuditLog -Cmdlets "\*new-receive\*"|-Cmdlets/);
      await visitor.fill('changes.filter.cmdlet', '');
      await visitor.fill('changes.filter.person', 'nobody-of-this-name');
      await visitor.see(visitor.text('changes.noneFound'));
      await visitor.fill('changes.filter.person', '');
      await visitor.page
        .getByLabel(visitor.text('changes.filter.until'), { exact: true })
        .fill('2001-01-01T00:00');
      await visitor.see(visitor.text('changes.noneFound'));
      await visitor.page.getByLabel(visitor.text('changes.filter.until'), { exact: true }).fill('');
      await making.waitFor();
      await visitor.page
        .getByRole('combobox', { name: visitor.text('changes.result') })
        .selectOption('False');
      await making.waitFor({ state: 'detached' });
      await visitor.page.getByRole('button', { name: 'Set-ReceiveConnector' }).click();
      await visitor.page.getByRole('dialog').getByText(visitor.text('changes.failed')).waitFor();
      await visitor.close();
    },
  );
});
