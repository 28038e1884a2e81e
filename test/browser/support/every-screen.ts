import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { AdminCenter, NOWHERE, type Visitor } from './admin-center.ts';
import { launchBrowser } from './chromium.ts';
import { trafficScreens } from './traffic-screens.ts';
import { furnishObjects, objectScreens } from './object-screens.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Fonts are there, and no colour is on its way to another one: half way it has no contrast. */
const SETTLED = `document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => {
  const ends = document.getAnimations().filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime));
  return Promise.allSettled(ends.map(({ finished }) => finished));
}).then(() => undefined)`;
/** For some eighty screens. */
const PATIENCE = { timeout: 280_000 };
export const SIZES = [
  { width: 1920, height: 1080 },
  { width: 360, height: 740 },
] as const;

/** Each language and each theme once: what breaks does not depend on the pair. */
type Look = Readonly<{ language: 'en' | 'ja'; theme: 'light' | 'dark' }>;

type Screen = Readonly<{
  name: string;
  path: string;
  /** What one does there before it is judged. */
  act?: (visitor: Visitor) => Promise<void>;
}>;

type Objects = Awaited<ReturnType<typeof furnishObjects>>;

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

/** Every screen of the admin center. A new one is added here: it is held to axe and to both widths. */
function screens(guid: string, objects: Objects): readonly Screen[] {
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
    ...objectScreens(objects),
    { name: 'not-found', path: NOWHERE },
  ];
}

/** All of them, with something on each. */
export async function everyScreen(center: AdminCenter): Promise<readonly Screen[]> {
  const guid = await furnish(center);
  return [...screens(guid, await furnishObjects(center.server)), ...trafficScreens(center)];
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

/** Opens every screen once and holds it to axe, to both widths and to a page without faults. One file a look, so that two
 *  run beside each other. */
export function describeEveryScreen({ language, theme }: Look): void {
  describe(`every screen (${language}, ${theme})`, () => {
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

    it('breaks no rule of WCAG 2.2 AA that axe knows and fits into every width', PATIENCE, async () => {
      const all = await everyScreen(center);
      const visitor = await center.visit(browser, { language, theme });
      const found: string[] = [];
      const loaded = new Set<string>();
      for (const screen of all) {
        await visitor.page.setViewportSize(SIZES[0]);
        // Whether an address opens its screen depends on no look: each is loaded once, in the first.
        const isNew = language === 'en' && !loaded.has(screen.path);
        await show(visitor, screen, isNew ? 'load' : 'turn');
        loaded.add(screen.path);
        const broken = await violations(visitor.page);
        found.push(...broken.map((one) => `${screen.name}: ${one}`));
        found.push(...(await widths(visitor.page, `${screen.name}-${language}`)));
      }
      assert.deepEqual(found, []);
      assert.deepEqual(visitor.faults, []);
      await visitor.close();
    });

    it('the sign-in breaks none either', PATIENCE, async () => {
      const visitor = await center.open(browser, { language, theme });
      await visitor.goto('/');
      await visitor.seeHeading(visitor.text('signIn.title'));
      assert.deepEqual(await violations(visitor.page), []);
      await visitor.close();
    });
  });
}

/** A relay connector and a message that nothing takes. @returns the connector's guid */
async function furnish(center: AdminCenter): Promise<string> {
  const { server } = center;
  await server.mustShell(
    [
      'New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges 127.0.5.10,127.0.5.11',
      'Set-ReceiveConnector "Anonymous Relay" -PermissionGroups AnonymousUsers',
      'Get-ReceiveConnector "Anonymous Relay" | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient',
      'Get-SendConnector | Set-SendConnector -Enabled $false',
    ].join('; '),
  );
  const session = await server.connect({ from: '127.0.5.10' });
  for (const line of ['EHLO printer', 'MAIL FROM:<chris@contoso.com>', 'RCPT TO:<kate@fabrikam.com>', 'DATA'])
    await session.command(line);
  await session.command('Subject: Toner is low\r\n\r\nPlease refill.\r\n.');
  session.close();
  const guid = await server.mustShell('(Get-ReceiveConnector "Anonymous Relay").Guid');
  return /[0-9a-f-]{36}/.exec(guid)?.[0] ?? '';
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

/** Each with the elements that it is about. */
async function violations(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(AXE);
  const found = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }).then(
      ({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`,
  );
  assert.ok(Array.isArray(found));
  return found.map(String);
}

/** What does not fit, at each width, without loading the page anew. */
async function widths(page: Page, name: string): Promise<readonly string[]> {
  const tooWide: string[] = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const overflow = Number(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    );
    if (overflow > 0) tooWide.push(`${name}: ${overflow} px too wide at ${size.width}`);
  }
  return tooWide;
}
