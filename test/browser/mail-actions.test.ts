import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { AdminCenter, LANGUAGES, type Visitor } from './support/admin-center.ts';
import { launchBrowser } from './support/chromium.ts';
import { pressInDialog } from './support/forms.ts';

const PATIENCE = { timeout: 180_000 };

describe('what is done about mail, on the screens', () => {
  let browser: Browser;
  let center: AdminCenter;
  before(async () => {
    browser = await launchBrowser();
    center = await AdminCenter.start();
  }, PATIENCE);
  after(async () => {
    await browser.close();
    await center[Symbol.asyncDispose]();
  });

  /** A message that no Send connector takes. */
  const strand = async (): Promise<void> => {
    await center.server.mustShell('Get-SendConnector | Set-SendConnector -Enabled $false');
    await center.server.mustShell('Test-Mailflow -TargetEmailAddress kate@fabrikam.com -ErrorLatency 1');
  };
  const select = async (visitor: Visitor, name: string): Promise<void> => {
    await visitor.page.getByRole('checkbox', { name: visitor.text('table.select', { name }) }).check();
  };
  const shown = async (visitor: Visitor, title: 'command.before' | 'command.after'): Promise<string> => {
    const command = visitor.page.getByRole('group', { name: visitor.text(title) }).last();
    await command.getByRole('button', { name: visitor.text('command.copy') }).waitFor();
    return (await command.locator('pre').innerText()).replaceAll(/\s+/g, ' ').trim();
  };

  for (const language of LANGUAGES) {
    it(`a test message is sent and followed, from Home (${language})`, PATIENCE, async () => {
      await center.server.mustShell('Get-SendConnector | Set-SendConnector -Enabled $true');
      const visitor = await center.visit(browser, { language });
      await visitor.goto('/');
      await visitor.follow('mailflow.title');
      await visitor.fill('mailflow.to', 'kate@fabrikam.com');
      await visitor.fill('mailflow.name', 'Kate');
      await visitor.fill('mailflow.within', '30');
      assert.equal(
        await shown(visitor, 'command.before'),
        'Test-Mailflow -TargetEmailAddress kate@fabrikam.com -TargetEmailAddressDisplayName Kate -ErrorLatency 30',
      );
      await visitor.press('mailflow.do');
      await visitor.see(visitor.text('mailflow.good'));
      await visitor.see(visitor.text('mailflow.toOutside'));
      await visitor.follow('mailflow.toTracking');
      await visitor.page
        .getByRole('cell', { name: visitor.text('tracking.outcome.delivered') })
        .first()
        .waitFor();
      assert.deepEqual(visitor.faults, []);
      await visitor.close();
    });

    it(`a test message that stays says why, and is resubmitted (${language})`, PATIENCE, async () => {
      await strand();
      const visitor = await center.visit(browser, { language });
      await visitor.goto('/test-mailflow');
      await visitor.fill('mailflow.to', 'kate@fabrikam.com');
      await visitor.fill('mailflow.within', '0');
      await visitor.press('mailflow.do');
      await visitor.page.locator('[aria-invalid=true]').waitFor();
      await visitor.fill('mailflow.within', '1');
      await visitor.press('mailflow.do');
      await visitor.see(visitor.text('mailflow.bad'));
      await visitor.see(/The message was still waiting after 1 seconds\./);
      await center.server.mustShell('Get-SendConnector | Set-SendConnector -Enabled $true');
      await strand();
      await visitor.goto('/queues');
      await select(visitor, 'EX1\\Unreachable');
      await visitor.press('queues.resubmit');
      await visitor.see(visitor.text('queues.resubmitConsequence'));
      const command = 'Retry-Queue EX1\\Unreachable -Resubmit $true';
      assert.equal(await shown(visitor, 'command.before'), command);
      await pressInDialog(visitor, 'queues.resubmit');
      await visitor.see(visitor.text('command.done'));
      assert.equal(await shown(visitor, 'command.after'), command);
      assert.deepEqual(visitor.faults, []);
      await visitor.close();
    });
  }

  it('resuming and retrying show their command before and after; a refusal says why', PATIENCE, async () => {
    await strand();
    const visitor = await center.visit(browser, { language: 'ja' });
    await visitor.goto('/queues');
    await select(visitor, 'EX1\\Unreachable');
    await visitor.press('queues.retry');
    await visitor.see(visitor.text('error.code.QueueNotInRetry'));
    await pressInDialog(visitor, 'common.cancel');
    await visitor.press('queues.resume');
    assert.equal(await shown(visitor, 'command.before'), 'Resume-Queue EX1\\Unreachable');
    await pressInDialog(visitor, 'queues.resume');
    await visitor.see(visitor.text('command.done'));
    assert.equal(await shown(visitor, 'command.after'), 'Resume-Queue EX1\\Unreachable');
    await visitor.close();
  });

  it('what was made or removed on a page that is left is told on the next, once', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'ja' });
    await visitor.goto('/accepted-domains/new');
    await visitor.fill('connector.name', 'Fabrikam');
    await visitor.fill('domain.domain', 'fabrikam.example');
    await visitor.press('settings.create');
    await visitor.seeHeading(visitor.text('domain.title'));
    assert.match(await shown(visitor, 'command.after'), /^New-AcceptedDomain -Name Fabrikam /);
    await visitor.page.reload();
    await visitor.page.getByRole('link', { name: 'Fabrikam' }).click();
    assert.equal(await visitor.page.getByText(visitor.text('command.done')).count(), 0);
    await visitor.press('object.remove');
    await pressInDialog(visitor, 'object.remove');
    await visitor.seeHeading(visitor.text('domain.title'));
    assert.match(await shown(visitor, 'command.after'), /^Remove-AcceptedDomain Fabrikam/);
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  it('TLS with other domains stands under Monitoring, with its command', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'ja' });
    await visitor.goto('/server-settings?tab=monitoring');
    await visitor.see(visitor.text('tlsReport.empty'));
    countSessions(center.server.data);
    await visitor.page.reload();
    const row = visitor.page.getByRole('row').filter({ hasText: 'fabrikam.com' });
    await row.getByText(visitor.text('tlsReport.sts')).waitFor();
    await row.getByText('certificate-expired at mx.fabrikam.com (192.0.2.1): 2').waitFor();
    await row.getByText(visitor.text('tlsReport.open')).waitFor();
    const command = visitor.page.getByRole('group', { name: visitor.text('tlsReport.command') });
    assert.match(await command.innerText(), /Get-TlsReport/);
    await visitor.close();
  });
});

/** What the server counted of yesterday. */
function countSessions(data: string): void {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const report = {
    'organization-name': 'ex1.contoso.com',
    'date-range': { 'start-datetime': `${day}T00:00:00.000Z`, 'end-datetime': `${day}T23:59:59.000Z` },
    'contact-info': 'postmaster@contoso.com',
    'report-id': `${day}_fabrikam.com@ex1.contoso.com`,
    policies: [
      {
        policy: { 'policy-type': 'sts', 'policy-string': [], 'policy-domain': 'fabrikam.com', 'mx-host': [] },
        summary: { 'total-successful-session-count': 1, 'total-failure-session-count': 2 },
        'failure-details': [
          {
            'result-type': 'certificate-expired',
            'receiving-mx-hostname': 'mx.fabrikam.com',
            'receiving-ip': '192.0.2.1',
            'failed-session-count': 2,
          },
        ],
      },
    ],
  };
  const folder = join(data, 'tls-reports');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${day}.json`), JSON.stringify([report]));
}
