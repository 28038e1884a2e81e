import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AdminCenter, Visitor } from './admin-center.ts';
import { IMAGE, SCRIPT } from './attacks.ts';

type Screen = Readonly<{ name: string; path: string; act?: (visitor: Visitor) => Promise<void> }>;

/** A message of a device that lies in every field. */
async function sendHostile(center: AdminCenter, from = '127.0.5.10'): Promise<void> {
  const session = await center.server.connect({ from });
  await session.reply();
  for (const line of ['HELO [127.0.5.10]', 'MAIL FROM:<chris@contoso.com>', 'RCPT TO:<kate@fabrikam.com>'])
    await session.command(line);
  await session.command('DATA');
  await session.command(
    [`Subject: ${SCRIPT}`, `X-Device: ${IMAGE}`, '', `Please refill. ${SCRIPT}`, '.'].join('\r\n'),
  );
  session.close();
}

/** A message as a sandbox keeps it; its connectors of these tests are off, so that others wait in their queue. */
function capture({ server }: AdminCenter): void {
  const folder = join(server.data, 'drop');
  mkdirSync(folder, { recursive: true });
  const lines = [
    'X-Sender: <chris@contoso.com>',
    'X-Receiver: <kate@fabrikam.com>',
    'From: Chris <chris@contoso.com>',
    'To: kate@fabrikam.com',
    'Subject: =?utf-8?B?6KuL5rGC5pu4IDQy?=',
    `X-Device: ${IMAGE}`,
    'Content-Type: multipart/mixed; boundary=m',
    '',
    '--m',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `請求書をお送りします。 ${SCRIPT}`,
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<h1>請求書</h1><p>Invoice <b>42</b></p>${SCRIPT}`,
    '--b--',
    '--m',
    'Content-Type: application/pdf; name="invoice.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    'JVBERi0xLjQK',
    '--m--',
    '',
  ];
  writeFileSync(join(folder, '0000000001-0123456789ab.eml'), lines.join('\r\n'));
}

const CAPTURED_VIEWS = ['text', 'html', 'headers', 'source'] as const;

/** The screens that show traffic, with traffic on them. */
export function trafficScreens(center: AdminCenter): readonly Screen[] {
  capture(center);
  return [
    { name: 'live-empty', path: '/live?remote=127.0.5.99' },
    { name: 'tracking', path: '/tracking' },
    {
      name: 'tracking-found',
      path: '/tracking?period=day&device=127.0.5.10',
      act: (visitor) => visitor.page.locator('tbody a').first().waitFor(),
    },
    {
      name: 'timeline',
      path: '/tracking?period=day&recipient=kate@fabrikam.com',
      act: async (visitor) => {
        await visitor.page.locator('tbody a').first().click();
        await visitor.page.locator('.timeline li').first().waitFor();
      },
    },
    { name: 'devices', path: '/devices' },
    { name: 'device', path: '/devices/127.0.5.10' },
    { name: 'captured', path: '/captured' },
    ...CAPTURED_VIEWS.map((view) => ({
      name: `captured-${view}`,
      path: '/captured',
      act: async ({ page }: Visitor) => {
        await page.locator('tbody a').first().click();
        await page.locator(`.tabs a[href$="view=${view}"]`).click();
      },
    })),
    {
      name: 'live',
      path: '/live',
      act: async (visitor) => {
        await visitor.page.locator('.live .empty p').waitFor();
        await sendHostile(center);
        await visitor.page.locator('.live-line').nth(5).waitFor();
      },
    },
  ];
}
