import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PATIENCE, startAdminCenter } from './support/started.ts';
import { addEntry, choose } from './support/forms.ts';

const { browser, center } = await startAdminCenter();

/** Settings of the server that were the shell's alone, and that they count. */
describe('monitoring, ACME, logs and protocol in the admin center', () => {
  it('metrics answer at the address that is set; a bad one is refused at its field', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'ja' }, '/server-settings?tab=monitoring');
    await visitor.fill('monitoring.binding', '192.0.2.1:9464');
    await visitor.press('common.save');
    await visitor.page.locator('[aria-invalid=true]').waitFor();
    await visitor.fill('monitoring.binding', '127.0.0.1:9465');
    await visitor.press('common.save');
    await visitor.see(visitor.text('command.done'));
    const metrics = await fetch(`http://127.0.0.1:${9465 + center.server.portOffset}/metrics`);
    assert.match(await metrics.text(), /postern_/);
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  it(
    'the order of a certificate is shown with its last error, and can be asked for again',
    PATIENCE,
    async () => {
      const visitor = await center.visit(browser, { language: 'en' }, '/server-settings?tab=acme');
      await visitor.see(visitor.text('acme.howToBegin'));
      await addEntry(visitor, 'acme.names', async () => {
        await visitor.page.getByRole('dialog').getByRole('textbox').fill('mail.contoso.com');
      });
      await visitor.fill('acme.directory', 'http://plain.example/directory');
      await visitor.press('common.save');
      await visitor.page.locator('[aria-invalid=true]').waitFor();
      await visitor.fill('acme.directory', 'https://127.0.0.1:9/directory');
      await visitor.page.getByRole('switch', { name: visitor.text('acme.terms') }).check();
      await visitor.page.getByRole('switch', { name: visitor.text('acme.enabled') }).check();
      await visitor.press('common.save');
      await visitor.see(visitor.text('command.done'));
      const state = visitor.page.getByRole('region', { name: visitor.text('acme.state') });
      await state.getByText(visitor.text('acme.state.Failed')).waitFor();
      await state.getByText(/127\.0\.0\.1/).waitFor();
      await visitor.press('acme.askNow');
      await state.getByText(visitor.text('command.done')).waitFor();
      await center.server.mustShell('Set-AcmeConfig -Enabled $false');
      await visitor.close();
    },
  );

  it('logs of the Front End are kept as long as is set', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' }, '/server-settings?tab=frontEndLogs');
    await visitor.page
      .getByRole('textbox', { name: visitor.text('server.logAge') })
      .first()
      .fill('90.00:00:00');
    await visitor.see(/-ReceiveProtocolLogMaxAge/);
    await visitor.press('common.save');
    await visitor.see(visitor.text('command.done'));
    const age = await center.server.mustShell('(Get-FrontendTransportService).ReceiveProtocolLogMaxAge.Days');
    assert.equal(age.trim(), '90');
    await visitor.close();
  });

  it('a banner and an extension of a connector meet the next session', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'ja' }, '/receive-connectors');
    await visitor.page.getByRole('link', { name: 'Default Frontend EX1' }).click();
    await visitor.tab('connector.tab.protocol');
    await visitor.fill('protocol.banner', '220 mail.contoso.com at your service');
    await visitor.page.getByRole('switch', { name: visitor.text('protocol.dsn'), exact: true }).uncheck();
    await choose(visitor, 'protocol.size', 'Disabled');
    await visitor.press('common.save');
    await visitor.see(visitor.text('command.done'));
    const session = await center.server.connect();
    assert.equal((await session.reply()).trim(), '220 mail.contoso.com at your service');
    const offered = await session.command('EHLO probe');
    assert.doesNotMatch(offered, /DSN|SIZE/);
    session.close();
    await visitor.close();
  });

  it('a server that is gone is told; what was typed is still there once it answers', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'ja' }, '/server-settings?tab=monitoring');
    await visitor.fill('monitoring.target', 'udp://127.0.0.1:5514');
    await visitor.page.route('**/api/v1/commands/**', (route) => route.abort());
    await visitor.press('common.save');
    await visitor.see(visitor.text('error.unreachable'));
    await visitor.page.unrouteAll();
    await visitor.press('common.save');
    await visitor.see(visitor.text('command.done'));
    const target = await center.server.mustShell('(Get-TelemetryConfig).SyslogTarget');
    assert.match(target, /127\.0\.0\.1:5514/);
    await visitor.close();
  });

  it('who may only look sees the state and can change and ask nothing', PATIENCE, async () => {
    await center.server.mustShell(
      'New-Administrator viewer -Password (ConvertTo-SecureString "only looking" -AsPlainText -Force) -RoleGroups "View-Only Organization Management"',
    );
    const visitor = await center.open(browser, { language: 'en' });
    await visitor.signIn('only looking', 'viewer');
    await visitor.goto('/server-settings?tab=monitoring');
    await visitor.fill('monitoring.target', 'udp://127.0.0.1:514');
    await visitor.see(visitor.text('command.forbidden', { command: 'Set-TelemetryConfig' }));
    assert.equal(
      await visitor.page.getByRole('button', { name: visitor.text('common.save') }).isDisabled(),
      true,
    );
    await visitor.goto('/server-settings?tab=acme');
    await visitor.page.getByRole('region', { name: visitor.text('acme.state') }).waitFor();
    assert.equal(await visitor.page.getByRole('button', { name: visitor.text('acme.askNow') }).count(), 0);
    await visitor.goto('/send-connectors/new');
    await visitor.see(visitor.text('command.forbidden', { command: 'New-SendConnector' }));
    await visitor.close();
  });
});
