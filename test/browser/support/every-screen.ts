import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type AdminCenter, type Language, NOWHERE, type Visitor } from './admin-center.ts';
import { furnishRelay } from './furnish-relay.ts';
import { furnishObjects, objectScreens, serverScreens } from './object-screens.ts';
import { startAdminCenter } from './started.ts';
import { trafficScreens } from './traffic-screens.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Fonts are there, and no colour is on its way to another one: half way it has no contrast. */
const SETTLED = `document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => {
  const ends = document.getAnimations().filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime));
  return Promise.allSettled(ends.map(({ finished }) => finished));
}).then(() => undefined)`;
/** For some fifty screens, on a machine that does much else. */
const PATIENCE = { timeout: 280_000 };
export const SIZES = [
  { width: 1920, height: 1080 },
  { width: 360, height: 740 },
] as const;

/** Each language and each theme once: what breaks does not depend on the pair. */
type Look = Readonly<{ language: Language; theme: 'light' | 'dark' }>;
const LOOKS = [
  { language: 'en', theme: 'light' },
  { language: 'ja', theme: 'dark' },
] as const;

/** Screens are judged in three files, beside each other. */
const PARTS = {
  mail: async (center: AdminCenter): Promise<readonly Screen[]> => {
    const guid = await furnishRelay(center.server);
    return [...mailScreens(guid), ...trafficScreens(center)];
  },
  objects: async ({ server }: AdminCenter): Promise<readonly Screen[]> =>
    objectScreens(await furnishObjects(server)),
  server: async ({ server }: AdminCenter): Promise<readonly Screen[]> =>
    serverScreens(await furnishObjects(server)),
} as const;

type Screen = Readonly<{
  name: string;
  path: string;
  /** What one does there before it is judged. */
  act?: (visitor: Visitor) => Promise<void>;
}>;

const CONNECTOR_TABS = [
  'general',
  'security',
  'scoping',
  'limits',
  'protocol',
  'relay',
  'rights',
  'picture',
] as const;

/** A new screen is added here, or to the lists beside: it is held to axe and to both widths. */
function mailScreens(guid: string): readonly Screen[] {
  return [
    { name: 'home', path: '/' },
    { name: 'connectors', path: '/receive-connectors' },
    { name: 'wizard', path: '/receive-connectors/new' },
    {
      name: 'wizard-faults',
      path: '/receive-connectors/new',
      act: (visitor) => visitor.press('wizard.next'),
    },
    ...CONNECTOR_TABS.map((tab) => ({
      name: `connector-${tab}`,
      path: `/receive-connectors/${guid}?tab=${tab}`,
    })),
    {
      name: 'connector-range-dialog',
      path: `/receive-connectors/${guid}?tab=scoping`,
      act: (visitor) =>
        visitor.page
          .getByRole('button', { name: visitor.text('entries.add') })
          .first()
          .click(),
    },
    {
      name: 'connector-remove',
      path: `/receive-connectors/${guid}`,
      act: async (visitor) => {
        await visitor.press('connector.remove');
        await visitor.page.getByRole('dialog').getByRole('listitem').first().waitFor();
      },
    },
    {
      name: 'test-relay',
      path: '/test-relay',
      act: async (visitor) => {
        await visitor.fill('test.remote', '127.0.5.10');
        await visitor.fill('test.from', 'chris@contoso.com');
        await visitor.fill('test.to', 'kate@fabrikam.com');
        await visitor.press('test.do');
        await visitor.seeHeading(visitor.text('test.dialogue'));
      },
    },
    {
      name: 'test-mailflow',
      path: '/test-mailflow',
      act: async (visitor) => {
        await visitor.fill('mailflow.to', 'kate@fabrikam.com');
        await visitor.fill('mailflow.within', '1');
        await visitor.press('mailflow.do');
        await visitor.see(visitor.text('mailflow.bad'));
      },
    },
    { name: 'queues', path: '/queues' },
    {
      name: 'queues-resubmit',
      path: '/queues',
      act: async (visitor) => {
        await visitor.page.getByRole('row').filter({ hasText: 'Unreachable' }).getByRole('checkbox').check();
        await visitor.press('queues.resubmit');
        await visitor.page.locator('.what-if li').waitFor();
      },
    },
    { name: 'messages', path: `/queues/${encodeURIComponent('EX1\\Unreachable')}` },
    { name: 'changes', path: '/changes' },
    {
      name: 'changes-dialog',
      path: '/changes',
      act: async ({ page }) => {
        await page.getByRole('button', { name: 'Add-ADPermission' }).first().click();
        await page.getByRole('dialog').waitFor();
      },
    },
    { name: 'shell', path: '/shell', act: useShell },
    { name: 'not-found', path: NOWHERE },
  ];
}

/** All of them, with something on each. */
export async function everyScreen(center: AdminCenter): Promise<readonly Screen[]> {
  const mail = await PARTS.mail(center);
  const objects = await furnishObjects(center.server);
  return [...mail, ...objectScreens(objects), ...serverScreens(objects)];
}

/** Colours, an error, a table with Japanese in it, and names to choose from. */
async function useShell({ page }: Visitor): Promise<void> {
  const line = page.locator('.prompt textarea');
  const commands = [
    'Get-ReceiveConnector | Format-Table Name,Bindings,Enabled',
    'Write-Host "受信コネクタ" -ForegroundColor Green; Write-Host "painted" -BackgroundColor Red; Write-Warning "mind"',
    'Get-ReceiveConnector Nowhere',
  ];
  for (const command of commands) {
    await line.fill(command);
    await line.press('Enter');
    await page.locator('.prompt textarea:not([readonly])').waitFor();
  }
  await page.locator('.piece.error').waitFor();
  await line.fill('Get-R');
  await line.press('Tab');
  await page.locator('.candidates .chosen').waitFor();
}

/** Opens each screen of a part once and holds it to axe, to both widths and to a page without faults, in every look. */
export async function describeScreens(part: keyof typeof PARTS): Promise<void> {
  const { browser, center } = await startAdminCenter();
  describe(`every screen (${part})`, () => {
    it('breaks no rule of WCAG 2.2 AA that axe knows and fits into every width', PATIENCE, async () => {
      const all = await PARTS[part](center);
      const visitor = await center.visit(browser, { ...LOOKS[0], ...SIZES[0] });
      const found: string[] = [];
      const loaded = new Set<string>();
      let [before, after]: readonly [Look, Look] = LOOKS;
      for (const screen of all) {
        // Whether an address opens its screen depends on no look, object or tab: each kind is loaded once.
        const kind = kindOf(screen.path);
        await show(visitor, screen, loaded.has(kind) ? 'turn' : 'load');
        loaded.add(kind);
        found.push(...(await judge(visitor, { name: screen.name, before, after })));
        [before, after] = [after, before];
      }
      assert.deepEqual(found, []);
      assert.deepEqual(visitor.faults, []);
      await visitor.close();
    });

    if (part === 'server')
      for (const look of LOOKS)
        it(`the sign-in breaks none either (${look.language}, ${look.theme})`, PATIENCE, async () => {
          const visitor = await center.open(browser, look);
          await visitor.goto('/');
          await visitor.seeHeading(visitor.text('signIn.title'));
          assert.deepEqual(await violations(visitor.page), []);
          await visitor.close();
        });
  });
}

/** The address without what names one object or tab: `/recipients/users/GUID?tab=members` is `/recipients/users/*`. */
function kindOf(path: string): string {
  return path.replace(/\?.*/, '').replace(/[0-9a-f-]{36}|[0-9A-F]{40}/, '*');
}

/** Held to everything in both looks, from one to the other: neither is put on twice, and the window is as it was. */
async function judge(
  visitor: Visitor,
  { name, before, after }: Readonly<{ name: string; before: Look; after: Look }>,
): Promise<readonly string[]> {
  const { page } = visitor;
  const [wide, narrow] = SIZES;
  const found: string[] = [];
  const note = (look: Look, faults: readonly string[]): void =>
    void found.push(...faults.map((fault) => `${name} (${look.language}, ${look.theme}): ${fault}`));
  note(before, [...(await violations(page)), ...(await overflow(page, wide))]);
  await page.setViewportSize(narrow);
  note(before, await overflow(page, narrow));
  await visitor.wear(after);
  note(after, await overflow(page, narrow));
  await page.setViewportSize(wide);
  await page.evaluate(SETTLED);
  note(after, [...(await violations(page)), ...(await overflow(page, wide))]);
  return found;
}

/** Opens it, by its address or by turning to it from another one, and waits until it stands. */
export async function show(
  visitor: Visitor,
  { path, act }: Screen,
  way: 'load' | 'turn' = 'load',
): Promise<void> {
  await (way === 'load' || path === NOWHERE ? visitor.goto(path) : visitor.turnTo(path));
  await visitor.page.locator('h1').waitFor();
  await visitor.page.locator('.fui-Spinner').first().waitFor({ state: 'detached' });
  await act?.(visitor);
  await visitor.page.evaluate(SETTLED);
}

/** Each with the elements that it is about. What is wrong is looked at again once the page stands still: on a busy machine a
 *  colour may be on its way although no animation says so. */
async function violations(page: Page): Promise<readonly string[]> {
  const found = await axeViolations(page);
  if (found.length === 0) return found;
  await page.waitForTimeout(500);
  await page.evaluate(SETTLED);
  return await axeViolations(page);
}

async function axeViolations(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(AXE);
  const found = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }).then(
      ({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`,
  );
  assert.ok(Array.isArray(found));
  return found.map(String);
}

/** What does not fit into the window as it is. */
async function overflow(page: Page, { width }: (typeof SIZES)[number]): Promise<readonly string[]> {
  const tooMuch = Number(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  );
  return tooMuch > 0 ? [`${tooMuch} px too wide at ${width}`] : [];
}
