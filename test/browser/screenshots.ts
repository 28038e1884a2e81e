import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AdminCenter, LANGUAGES } from './support/admin-center.ts';
import { launchBrowser } from './support/chromium.ts';
import { everyScreen, show, SIZES } from './support/every-screen.ts';

/** Pictures of every screen of the admin center, to be looked at: `node test/browser/screenshots.ts FOLDER [NAME…]`.
 *  A NAME is the beginning of the names of the screens that are wanted. */
async function main(folder: string, wanted: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  await using center = await AdminCenter.start();
  try {
    const all = await everyScreen(center);
    const screens = all.filter(
      ({ name }) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)),
    );
    for (const language of LANGUAGES) {
      const visitor = await center.visit(browser, { language });
      for (const screen of screens) {
        await visitor.page.setViewportSize(SIZES[0]);
        await show(visitor, screen);
        for (const size of SIZES) {
          await visitor.page.setViewportSize(size);
          const path = join(folder, `${screen.name}-${language}-${size.width}.png`);
          await visitor.page.screenshot({ path, fullPage: true });
        }
      }
      await visitor.close();
    }
  } finally {
    await browser.close();
  }
}

const [folder, ...wanted] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('node test/browser/screenshots.ts FOLDER [NAME…]\n');
  process.exitCode = 2;
} else await main(folder, wanted);
