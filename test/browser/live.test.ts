import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Visitor } from './support/admin-center.ts';
import { hasRun, IMAGE, SCRIPT } from './support/attacks.ts';
import { PATIENCE, startAdminCenter } from './support/started.ts';

const { browser, center } = await startAdminCenter();

describe('live sessions', () => {
  const say = async (from: string, lines: readonly string[]): Promise<void> => {
    const session = await center.server.connect({ from });
    await session.reply();
    for (const line of lines) await session.command(line);
    session.close();
  };
  const open = async (visitor: Visitor, query = ''): Promise<void> => {
    await visitor.goto(`/live${query}`);
    await visitor.page.locator('.live .empty p').waitFor();
  };

  it('shows what is said as it is said, as text, with passwords masked', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'ja' });
    await open(visitor);
    await say('127.0.5.10', [
      'EHLO printer',
      `HELO ${SCRIPT}`,
      `MAIL FROM:<${IMAGE}@contoso.com>`,
      'AUTH PLAIN AGNocmlzAGh1c2ghaHVzaA==',
      'QUIT',
    ]);
    await visitor.see('EHLO printer');
    await visitor.see(SCRIPT);
    await visitor.see(`MAIL FROM:<${IMAGE}@contoso.com>`);
    await visitor.see(/AUTH PLAIN <authentication information>/);
    assert.equal(await visitor.page.getByText('AGNocmlz').count(), 0);
    assert.equal(await visitor.page.locator('.live-head').count(), 1);
    assert.equal(await hasRun(visitor), false);
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  it('an address narrows it, and is typed in any notation of a range', PATIENCE, async () => {
    const visitor = await center.visit(browser, { language: 'en' });
    await open(visitor);
    await visitor.fill('live.remote', '127.0.5.300');
    await visitor.see(visitor.text('range.invalid'));
    await visitor.fill('live.remote', '127.0.5.10-127.0.5.12');
    await visitor.press('live.watch');
    await visitor.see(visitor.text('live.emptyFilter'));
    await say('127.0.5.20', ['EHLO stranger']);
    await say('127.0.5.11', ['EHLO friend']);
    await visitor.see('EHLO friend');
    assert.equal(await visitor.page.getByText('EHLO stranger').count(), 0);
    await visitor.close();
  });

  it(
    'pause holds what arrives, continue shows it, clear forgets it, and a session can be copied',
    PATIENCE,
    async () => {
      const visitor = await center.visit(browser, { language: 'en', clipboard: true });
      await open(visitor);
      await say('127.0.5.10', ['EHLO first']);
      await visitor.see('EHLO first');
      await visitor.press('live.pause');
      await say('127.0.5.10', ['EHLO second']);
      await visitor.see(/Paused; [1-9]\d* lines/);
      assert.equal(await visitor.page.getByText('EHLO second').count(), 0);
      await visitor.press('live.continue');
      await visitor.see('EHLO second');
      const copy = visitor.page.locator('.live-head').last().getByRole('button');
      await copy.click();
      const copied = String(await visitor.page.evaluate('navigator.clipboard.readText()'));
      assert.match(copied, /^# \S+ 127\.0\.5\.10:\d+ .*\n/);
      assert.match(copied, / < EHLO second\n/);
      assert.doesNotMatch(copied, /EHLO first/);
      await visitor.press('live.clear');
      await visitor.see(visitor.text('live.empty'));
      await visitor.close();
    },
  );

  it(
    'twenty thousand lines do not stall the page: few are drawn, the latest kept, the lost counted',
    PATIENCE,
    async () => {
      const visitor = await center.visit(browser, { language: 'en' });
      await open(visitor);
      const rounds = 20;
      for (let round = 0; round < rounds; round++) {
        // The last ones come when the page is known to have left some out, so that it is they that it must keep.
        if (round === rounds - 1) await visitor.see(/\d lines are missing/);
        const lines = Array.from({ length: 500 }, (_, index) => `NOOP ${round}.${index}`);
        const session = await center.server.connect({ from: '127.0.5.10' });
        await session.reply();
        await session.command('EHLO busy');
        await session.command(lines.join('\r\n'));
        for (let index = 1; index < lines.length; index++) await session.reply();
        session.close();
      }
      await visitor.see(/\d lines are missing/);
      // What comes behind a pause is held back: the page is stopped once it has them.
      await visitor.see('NOOP 19.499');
      const started = Date.now();
      await visitor.press('live.pause');
      assert.ok(Date.now() - started < 5_000);
      await visitor.see('NOOP 19.499');
      assert.ok((await visitor.page.locator('.live-line').count()) < 200);
      await visitor.close();
    },
  );
});
