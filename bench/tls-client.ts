import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { SmtpDialogue } from '../test/support/smtp-dialogue.ts';

/** The load of bench/tls.ts, in a process of its own: `tls-client.ts <port> <kind> <count> <parallel> <octets>`. It prints
 *  the ms it took, as its only line.
 *  - plain, full, resumed: `count` sessions of connect, EHLO, (STARTTLS, handshake, EHLO,) QUIT
 *  - clear, secure: `count` messages over `parallel` sessions, without and with STARTTLS */
const [port = 0, count = 0, parallel = 1, octets = 0] = [2, 4, 5, 6].map((n) => Number(process.argv[n]));
const kind = process.argv[3] ?? '';
const withTls = kind !== 'plain' && kind !== 'clear';

/** One curve for both servers; later OpenSSLs would choose another by themselves. */
const CURVE = 'X25519';
const CONTENT = `Subject: bench\r\n\r\n${`${'x'.repeat(74)}\r\n`.repeat(Math.ceil(octets / 76))}`;

const ticket = kind === 'resumed' ? await newTicket() : null;
let left = count;
const work = kind === 'clear' || kind === 'secure' ? messages : sessions;
const started = performance.now();
await Promise.all(Array.from({ length: parallel }, work));
console.log((performance.now() - started).toFixed(1));

async function sessions(): Promise<void> {
  while (left > 0) {
    left -= 1;
    const client = await opened();
    await client.command('QUIT');
    client.close();
  }
}

async function messages(): Promise<void> {
  const client = await opened();
  while (left > 0) {
    left -= 1;
    await client.command('MAIL FROM:<chris@contoso.com>');
    await client.command('RCPT TO:<kate@fabrikam.com>');
    await client.command('DATA');
    const reply = await client.command(`${CONTENT}.`);
    if (!reply.startsWith('250')) throw new Error(`expected 250, got ${reply}`);
  }
  client.close();
}

async function opened(): Promise<SmtpDialogue> {
  const client = await SmtpDialogue.open({ port });
  await client.reply();
  await client.command('EHLO bench.invalid');
  if (!withTls) return client;
  const secured = await secure(client);
  if (secured.getProtocol() !== 'TLSv1.3') throw new Error(`TLS 1.3 expected, got ${secured.getProtocol()}`);
  if (secured.isSessionReused() !== (ticket !== null))
    throw new Error(`this handshake was to be ${kind}, and was not`);
  await client.command('EHLO bench.invalid');
  return client;
}

async function secure(client: SmtpDialogue): Promise<TLSSocket> {
  const reply = await client.command('STARTTLS');
  if (!reply.startsWith('220')) throw new Error(`STARTTLS was answered ${reply}`);
  return await client.secure({ ecdhCurve: CURVE, ...(ticket === null ? {} : { session: ticket }) });
}

/** A ticket of the server; with TLS 1.3 it comes after the handshake. */
async function newTicket(): Promise<Buffer> {
  const client = await SmtpDialogue.open({ port });
  await client.reply();
  await client.command('EHLO bench.invalid');
  await client.command('STARTTLS');
  const secured = await client.secure({ ecdhCurve: CURVE });
  const [session]: Buffer[] = await once(secured, 'session');
  client.close();
  if (session === undefined) throw new Error('the server gave no ticket');
  return session;
}
