import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { net } from './article-net.ts';
import { Postern } from './postern.ts';
import type { SmtpDialogue } from './smtp-dialogue.ts';

export const ANONYMOUS = 'NT AUTHORITY\\ANONYMOUS LOGON';
export const SECURED = 'MS Exchange\\Externally Secured Servers';

export const NEW_RELAY: string = `New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIpRanges ${net.printer},${net.second}`;
export const METHOD_1_STEP_1 = 'Set-ReceiveConnector "Anonymous Relay" -PermissionGroups AnonymousUsers';
export const METHOD_1_STEP_2: string = `Get-ReceiveConnector "Anonymous Relay" | Add-ADPermission -User "${ANONYMOUS}" -ExtendedRights "Ms-Exch-SMTP-Accept-Any-Recipient"`;
export const METHOD_2 =
  'Set-ReceiveConnector "Anonymous Relay" -AuthMechanism ExternalAuthoritative -PermissionGroups ExchangeServers';
/** Refusals are told at once, so that tests need not wait. */
export const NO_TARPIT = 'Get-ReceiveConnector | Set-ReceiveConnector -TarpitInterval 00:00:00';

export const EXPLICIT = 'where {($_.Deny -eq $false) -and ($_.IsInherited -eq $false)}';

/** The article's server, its connector made and nothing granted yet. Outgoing mail goes to files. */
export async function articleServer(...commands: readonly string[]): Promise<Postern> {
  const args = ['--sandbox', '--server-name', 'EX1', '--fqdn', 'ex1.contoso.com', '--domain', 'contoso.com'];
  const postern = await Postern.start({ args });
  await postern.mustShell([NEW_RELAY, NO_TARPIT, ...commands].join('\n'));
  return postern;
}

/** Connects, reads the banner and says EHLO. */
export async function greet(
  postern: Postern,
  from: string,
  host: string = net.server,
): Promise<SmtpDialogue> {
  const dialogue = await postern.connect({ from, host });
  await dialogue.reply();
  await dialogue.command('EHLO device.contoso.com');
  return dialogue;
}

/** Replies to MAIL and RCPT of the article's test from one host; the session is closed after it. */
export async function attempt(
  postern: Postern,
  from: string,
  mail: Readonly<{ sender?: string; recipient?: string; host?: string }> = {},
): Promise<readonly [string, string]> {
  const dialogue = await greet(postern, from, mail.host);
  const mailReply = await dialogue.command(`MAIL FROM:${mail.sender ?? 'chris@contoso.com'}`);
  const rcptReply = await dialogue.command(`RCPT TO:${mail.recipient ?? 'kate@fabrikam.com'}`);
  dialogue.close();
  return [mailReply, rcptReply];
}

/** Sends content from a host and returns the reply to the end of data. */
export async function deliver(
  postern: Postern,
  from: string,
  mail: Readonly<{ sender?: string; recipient?: string; content: string }>,
): Promise<string> {
  const dialogue = await greet(postern, from);
  await dialogue.command(`MAIL FROM:<${mail.sender ?? 'chris@contoso.com'}>`);
  await dialogue.command(`RCPT TO:<${mail.recipient ?? 'kate@fabrikam.com'}>`);
  const go = await dialogue.command('DATA');
  const reply = go.startsWith('354') ? await dialogue.command(`${mail.content}\r\n.`) : go;
  dialogue.close();
  return reply;
}

/** Waits for the n-th file in the sandbox's drop folder that satisfies the test. @returns its text */
export async function dropped(
  postern: Postern,
  fits: (text: string) => boolean = () => true,
): Promise<string> {
  const until = Date.now() + 15_000;
  while (Date.now() < until) {
    const found = dropFiles(postern).find(fits);
    if (found !== undefined) return found;
    await delay(50);
  }
  throw new Error(
    `no such file in the drop folder within 15 s; there are ${dropFiles(postern).length} others`,
  );
}

export function dropFiles(postern: Postern): readonly string[] {
  const folder = join(postern.data, 'drop');
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => name.endsWith('.eml'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  } catch {
    return [];
  }
}
