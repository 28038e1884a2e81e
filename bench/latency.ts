import { SmtpDialogue } from '../test/support/smtp-dialogue.ts';

const CONTENT = `Subject: latency\r\n\r\n${`${'x'.repeat(74)}\r\n`.repeat(135)}`;

/** MAIL to the final 250 of single messages, one after another on each of some sessions. @returns ms each */
export async function latencies(
  port: number,
  sessions: number,
  messages: number,
): Promise<readonly number[]> {
  const each = Math.ceil(messages / sessions);
  const all = await Promise.all(Array.from({ length: sessions }, () => oneSession(port, each)));
  return all.flat();
}

async function oneSession(port: number, messages: number): Promise<readonly number[]> {
  const client = await SmtpDialogue.open({ port });
  await client.reply();
  await client.command('EHLO bench.invalid');
  const taken: number[] = [];
  for (let n = 0; n < messages; n++) {
    const started = performance.now();
    await client.command('MAIL FROM:<chris@contoso.com>');
    await client.command('RCPT TO:<kate@fabrikam.com>');
    await client.command('DATA');
    const reply = await client.command(`${CONTENT}.`);
    if (!reply.startsWith('250')) throw new Error(`expected 250, got ${reply}`);
    taken.push(performance.now() - started);
  }
  client.close();
  return taken;
}
