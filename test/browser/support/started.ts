import { after } from 'node:test';
import type { Browser } from 'playwright-core';
import { AdminCenter } from './admin-center.ts';
import { launchBrowser } from './chromium.ts';

/** A loaded machine is slow; a browser on it is slower. */
export const PATIENCE = { timeout: 180_000 } as const;

/** The browser and the admin center of a test file, which end with its last test. */
export async function startAdminCenter(): Promise<Readonly<{ browser: Browser; center: AdminCenter }>> {
  const [browser, center] = await Promise.all([launchBrowser(), AdminCenter.start()]);
  after(async () => {
    await browser.close();
    await center[Symbol.asyncDispose]();
  });
  return { browser, center };
}
