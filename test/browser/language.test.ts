import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PATIENCE, startAdminCenter } from './support/started.ts';

const { browser, center } = await startAdminCenter();

it('no text of the other language is left on a screen', PATIENCE, async () => {
  const visitor = await center.visit(browser, { language: 'ja' });
  await visitor.goto('/receive-connectors/new');
  await visitor.seeHeading(visitor.text('wizard.title'));
  const headings = await visitor.page.getByRole('heading').allInnerTexts();
  assert.ok(headings.length > 0);
  for (const heading of headings) assert.match(heading, /[\u3040-\u30ff\u4e00-\u9fff]/);
  assert.equal(await visitor.page.locator('html').getAttribute('lang'), 'ja');
  await visitor.page.getByRole('combobox', { name: visitor.text('frame.language') }).selectOption('en');
  await visitor.seeHeading('New Receive connector');
  await visitor.close();
});
