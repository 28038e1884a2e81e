import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PATIENCE, startAdminCenter } from './support/started.ts';
import { focusedName, pressByTab, tabTo } from './support/keys.ts';

const { browser, center } = await startAdminCenter();

describe('the wizard by keyboard alone', () => {
  it('signs in, walks all pages, edits both lists, and finishes', PATIENCE, async () => {
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
    await keyboard.type('Anonymous Relay');
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
    await pressByTab(visitor, 'entries.add');
    await keyboard.type('127.0.5.10');
    await keyboard.press('Enter');
    await visitor.page.getByRole('option', { name: '127.0.5.10' }).waitFor();
    await pressByTab(visitor, 'wizard.finish');
    await visitor.seeHeading(visitor.text('wizard.doneTitle', { name: 'Anonymous Relay' }));
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });
});
