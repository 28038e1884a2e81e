import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { AdminCenter, type Visitor } from '../test/browser/support/admin-center.ts';
import { launchBrowser } from '../test/browser/support/chromium.ts';
import { fillConnectors, fillTracking } from './fill-admin-center.ts';
import { fillQueue } from './fill-queue.ts';
import { table } from './statistics.ts';

/** `npm run bench:web [-- <messages> <connectors>]`: the admin center in a real browser over a server with 100,000 tracked
 *  and 100,000 waiting messages and 1,000 Receive connectors of 100 ranges: how long until what was asked for is there,
 *  how long the page stood still meanwhile, and what came over the wire. */

const MESSAGES = Number(process.argv[2] ?? 100_000);
const CONNECTORS = Number(process.argv[3] ?? 1000);
const RANGES = 100;
/** The one that is looked for and opened, however many there are. */
const LAST_CONNECTOR = `Floor ${CONNECTORS}`;
/** A task that long is felt. https://w3c.github.io/longtasks/ */
const LONG_MS = 50;
const PATIENCE_MS = 60_000;

type Step = Readonly<{
  name: string;
  /** Ends when what was asked for can be seen. */
  act: (visitor: Visitor) => Promise<void>;
}>;

const row = (page: Page, at = 0): Promise<void> =>
  page.locator('tbody tr:not(.gap):not(.coming)').nth(at).waitFor();
const heading =
  (key: Parameters<Visitor['text']>[0]) =>
  async (visitor: Visitor): Promise<void> =>
    visitor.seeHeading(visitor.text(key));

/** Puts the scroll area at a part of its height, step by step, and waits for rows. */
async function scroll({ page }: Visitor, from: number, to: number): Promise<void> {
  const area = page.locator('.table-scroll').first();
  for (let step = 1; step <= 20; step++) {
    const part = from + ((to - from) * step) / 20;
    await area.evaluate((element, share) => {
      element.scrollTop = element.scrollHeight * share;
    }, part);
    await page.waitForTimeout(16);
  }
  await page.locator('tbody tr.coming').first().waitFor({ state: 'detached' });
  await row(page);
}

async function sortBy({ page }: Visitor, name: string): Promise<void> {
  await page.getByRole('columnheader', { name }).getByRole('button').click();
  await page.locator('th[aria-sort=ascending], th[aria-sort=descending]').filter({ hasText: name }).waitFor();
  await page.locator('.table-area[aria-busy=true]').waitFor({ state: 'detached' });
  await row(page);
}

/** Ends when another count of rows is told and the first of them is there. */
async function filter({ page }: Visitor, text: string): Promise<void> {
  const status = page.locator('.table-tools').getByRole('status');
  const before = await status.innerText();
  await page.getByRole('searchbox').fill(text);
  await status.filter({ hasNotText: before }).waitFor();
  await row(page);
}

const TRACKING: readonly Step[] = [
  {
    name: 'Message tracking: first rows of the last week',
    act: async (visitor) => {
      await visitor.goto('/tracking?period=week');
      await row(visitor.page);
    },
  },
  { name: '– scrolled through to the end', act: (visitor) => scroll(visitor, 0, 1) },
  { name: '– sorted by sender', act: (visitor) => sortBy(visitor, 'Sender') },
  { name: '– sorted by size', act: (visitor) => sortBy(visitor, 'Size') },
  { name: '– filtered by words', act: (visitor) => filter(visitor, 'device77@ scan') },
  {
    name: '– searched by recipient',
    act: async (visitor) => {
      await visitor.goto('/tracking?period=week&recipient=user7@fabrikam.com');
      await row(visitor.page);
    },
  },
  {
    name: '– searched by device',
    act: async (visitor) => {
      await visitor.goto('/tracking?period=week&device=10.0.3.0/24&event=FAIL');
      await row(visitor.page);
    },
  },
  {
    name: '– timeline of one message',
    act: async (visitor) => {
      await visitor.page.locator('tbody a').first().click();
      await visitor.page.locator('.timeline li').first().waitFor();
    },
  },
];

const CONNECTOR_STEPS: readonly Step[] = [
  {
    name: 'Home',
    act: async (visitor) => {
      await visitor.goto('/');
      await visitor.seeHeading(visitor.text('home.relayers'));
    },
  },
  {
    name: 'Receive connectors: list',
    act: async (visitor) => {
      await visitor.goto('/receive-connectors');
      await row(visitor.page);
    },
  },
  { name: '– filtered', act: (visitor) => filter(visitor, LAST_CONNECTOR) },
  {
    name: '– one opened',
    act: async (visitor) => {
      await visitor.page.getByRole('link', { name: LAST_CONNECTOR, exact: true }).click();
      await visitor.seeHeading(LAST_CONNECTOR);
    },
  },
  {
    name: '– its ranges',
    act: async (visitor) => {
      await visitor.tab('connector.tab.scoping');
      await visitor.page.getByRole('option').nth(50).waitFor();
    },
  },
  {
    name: '– a letter typed into a field',
    act: async (visitor) => {
      await visitor.tab('connector.tab.general');
      await visitor.page.getByRole('textbox').first().pressSequentially('abc');
    },
  },
  {
    name: '– its rights',
    act: async (visitor) => {
      await visitor.tab('connector.tab.rights');
      await visitor.page.locator('.rights-matrix tbody tr').nth(5).waitFor();
    },
  },
  {
    name: '– picture of the ranges',
    act: async (visitor) => {
      await visitor.tab('connector.tab.picture');
      await visitor.page.locator('.box').first().waitFor();
    },
  },
  {
    name: 'Would this be allowed?',
    act: async (visitor) => {
      await visitor.goto('/test-relay?from=10.100.4.8');
      await heading('test.title')(visitor);
    },
  },
];

const QUEUE: readonly Step[] = [
  {
    name: 'Queues',
    act: async (visitor) => {
      await visitor.goto('/queues');
      await row(visitor.page);
    },
  },
  {
    name: '– messages of the longest queue',
    act: async (visitor) => {
      await visitor.page.locator('tbody a').filter({ hasText: 'Unreachable' }).first().click();
      await visitor.page.getByRole('columnheader').first().waitFor();
      await row(visitor.page, 5);
    },
  },
  { name: '– scrolled through to the end', act: (visitor) => scroll(visitor, 0, 1) },
];

async function main(): Promise<void> {
  await using center = await AdminCenter.start();
  await prepare(center);
  const browser = await launchBrowser();
  try {
    const visitor = await center.visit(browser, { language: 'en', width: 1600 });
    visitor.page.setDefaultTimeout(PATIENCE_MS);
    const wire = await visitor.page.context().newCDPSession(visitor.page);
    await wire.send('Network.enable');
    await wire.send('Performance.enable');
    await watchTasks(visitor.page);
    const rows: string[][] = [];
    for (const step of [...TRACKING, ...CONNECTOR_STEPS, ...QUEUE]) {
      const found = await measure(visitor, wire, step).catch((error: unknown) => [
        step.name,
        String(error).slice(0, 80),
      ]);
      console.error(found.join(' | '));
      rows.push(found);
    }
    console.log(
      table(
        [
          `${MESSAGES} messages, ${CONNECTORS} connectors`,
          'there after, ms',
          'longest task, ms',
          'tasks over 50 ms',
          'KB over the wire',
          'heap, MB',
        ],
        rows,
      ),
    );
  } finally {
    await browser.close();
  }
}

async function prepare({ server }: AdminCenter): Promise<void> {
  await server.mustShell('Get-SendConnector | Remove-SendConnector -Confirm:$false');
  await server.stop();
  const started = performance.now();
  fillTracking(server.data, MESSAGES);
  await fillConnectors(server.data, CONNECTORS, RANGES);
  await fillQueue({ directory: join(server.data, 'queue'), messages: MESSAGES, bodyOctets: 500 });
  console.error(`filled in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  await server.start();
}

declare global {
  // What the page notes of itself; a property of its window.
  var longTasks: number[] | undefined;
}

/** Each page that is opened keeps the durations of its long tasks. */
async function watchTasks(page: Page): Promise<void> {
  const content = `globalThis.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longTasks.push(duration);
    }).observe({ type: 'longtask', buffered: true });`;
  await page.addInitScript({ content });
}

async function measure(visitor: Visitor, wire: CDPSession, step: Step): Promise<string[]> {
  const { page } = visitor;
  let octets = 0;
  const count = ({ encodedDataLength }: { encodedDataLength: number }): void => {
    octets += encodedDataLength;
  };
  await page.evaluate(() => globalThis.longTasks?.splice(0));
  wire.on('Network.loadingFinished', count);
  const started = performance.now();
  await step.act(visitor);
  const tookMs = performance.now() - started;
  // What the page still does with what it was given counts too.
  await page.waitForTimeout(500);
  wire.off('Network.loadingFinished', count);
  const tasks = (await page.evaluate(() => globalThis.longTasks)) ?? [];
  const { metrics } = await wire.send('Performance.getMetrics').catch(() => ({ metrics: [] }));
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
  return [
    step.name,
    tookMs.toFixed(0),
    Math.max(0, ...tasks).toFixed(0),
    String(tasks.filter((ms) => ms > LONG_MS).length),
    (octets / 1024).toFixed(0),
    (heap / 1_048_576).toFixed(0),
  ];
}

await main();
