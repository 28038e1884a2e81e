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

/** The screens that show traffic, with traffic on them. */
export function trafficScreens(center: AdminCenter): readonly Screen[] {
  return [
    { name: 'live-empty', path: '/live?remote=127.0.5.99' },
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
