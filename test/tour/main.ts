import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Postern } from '../support/postern.ts';
import { Stage } from './stage.ts';

/** `npm run tour`: the whole article against a server of its own; exit status 1 where an answer differs. */

const PRINTER = '127.0.5.10';
const STRANGER = '127.0.5.12';
const RELAY = '"Anonymous Relay"';
const EXPLICIT = 'where {($_.Deny -eq $false) -and ($_.IsInherited -eq $false)}';

await using postern = await Postern.start({
  args: ['--sandbox', '--server-name', 'EX1', '--fqdn', 'ex1.contoso.com', '--domain', 'contoso.com'],
});
const stage = new Stage(postern);

await theServer();
await stepOne();
await stepTwoAnonymous();
await theStranger();
await whatHappened();
await stepTwoExternallySecured();
await whatCannotHappen();

console.log(`\n${stage.checks} answers checked, ${stage.differences} differ from the article.`);
process.exitCode = stage.differences === 0 ? 0 : 1;

async function theServer(): Promise<void> {
  stage.chapter('A fresh server: five Receive connectors, none of them relays');
  await stage.shell('Get-ReceiveConnector', /Default Frontend EX1/);
  stage.say(
    'Refusals to strangers are delayed by 5 seconds (TarpitInterval); for this tour we switch that off.',
  );
  await stage.shell('Set-ReceiveConnector "EX1\\Default Frontend EX1" -TarpitInterval 00:00:00');
}

async function stepOne(): Promise<void> {
  stage.chapter('Step 1: create a dedicated Receive connector for anonymous relay');
  await stage.shell(
    `New-ReceiveConnector -Name ${RELAY} -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIpRanges ${PRINTER},127.0.5.11`,
    /Anonymous Relay/,
  );
  await stage.shell(`Set-ReceiveConnector ${RELAY} -TarpitInterval 00:00:00`);
  stage.say(`The printer at ${PRINTER} now meets this connector, and may not even say MAIL:`);
  const printer = await postern.connect({ from: PRINTER });
  await stage.greeting(printer, /^220 ex1\.contoso\.com /);
  await stage.line(printer, 'EHLO', /^250-ex1\.contoso\.com Hello \[127\.0\.5\.10\]\n/);
  await stage.line(printer, 'MAIL FROM:chris@contoso.com', /^530 5\.7\.1 Client was not authenticated$/);
  printer.close();
}

async function stepTwoAnonymous(): Promise<void> {
  stage.chapter('Step 2, method 1: anonymous');
  await stage.shell(`Set-ReceiveConnector ${RELAY} -PermissionGroups AnonymousUsers`);
  stage.say('The first half alone lets the printer write to us, not to the world:');
  const printer = await postern.connect({ from: PRINTER });
  await stage.greeting(printer, /^220 /);
  await stage.line(printer, 'EHLO', /^250-/);
  await stage.line(printer, 'MAIL FROM:chris@contoso.com', /^250 2\.1\.0 Sender OK$/);
  await stage.line(printer, 'RCPT TO:kate@fabrikam.com', /^550 5\.7\.1 Unable to relay$/);
  await stage.shell(
    `Get-ReceiveConnector ${RELAY} | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights "Ms-Exch-SMTP-Accept-Any-Recipient"`,
  );
  stage.say('The same session, for rights are read anew at each MAIL:');
  await stage.line(printer, 'RSET', /^250 2\.0\.0 Resetting$/);
  await theArticlesMessage(printer);
  await verify('NT AUTHORITY\\ANONYMOUS LOGON', 5);
  await delivered(1);
}

async function theArticlesMessage(printer: Awaited<ReturnType<typeof postern.connect>>): Promise<void> {
  await stage.line(printer, 'MAIL FROM:chris@contoso.com', /^250 2\.1\.0 Sender OK$/);
  await stage.line(printer, 'RCPT TO:kate@fabrikam.com', /^250 2\.1\.5 Recipient OK$/);
  await stage.line(printer, 'DATA', /^354 Start mail input; end with <CRLF>\.<CRLF>$/);
  await stage.line(
    printer,
    'Subject: Test\r\n\r\nThis is a test message\r\n.',
    /^250 2\.6\.0 <[^>]+> .*Queued mail for delivery$/,
  );
  await stage.line(printer, 'QUIT', /^221 2\.0\.0 Service closing transmission channel$/);
}

async function verify(principal: string, rights: number): Promise<void> {
  await stage.shell(
    `Get-ReceiveConnector ${RELAY} | Format-List Enabled,TransportRole,Bindings,RemoteIPRanges`,
    /RemoteIPRanges : \{127\.0\.5\.10, 127\.0\.5\.11\}/,
  );
  const table = await stage.shell(
    `Get-ADPermission ${RELAY} -User "${principal}" | ${EXPLICIT} | Format-Table User,ExtendedRights`,
    /ExtendedRights/,
  );
  const count = table.split('\n').filter((row) => row.includes('{ms-Exch-')).length;
  stage.fact(`${principal} holds ${count} rights.`, count === rights);
}

/** The sandbox keeps what would have left as files. */
async function delivered(count: number): Promise<void> {
  const folder = join(postern.data, 'drop');
  const until = Date.now() + 10_000;
  let files: string[] = [];
  while (files.length < count && Date.now() < until) {
    await delay(50);
    files = listEml(folder);
  }
  stage.fact(`${files.length} message(s) arrived under ${folder}.`, files.length === count);
  const last = files.map((file) => readFileSync(file, 'utf8')).at(-1) ?? '';
  console.log(last.trimEnd().replaceAll('\r\n', '\n').replaceAll(/^/gm, '   | '));
}

function listEml(folder: string): string[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => name.endsWith('.eml'))
      .map((name) => join(folder, name))
      .sort();
  } catch {
    return [];
  }
}

async function theStranger(): Promise<void> {
  stage.chapter('Any other host falls to Default Frontend and cannot relay');
  const stranger = await postern.connect({ from: STRANGER });
  await stage.greeting(stranger, /^220 /);
  await stage.line(stranger, 'EHLO stranger.example.net', /^250-/);
  await stage.line(stranger, 'MAIL FROM:<chris@contoso.com>', /^250 2\.1\.0 Sender OK$/);
  await stage.line(stranger, 'RCPT TO:<kate@fabrikam.com>', /^550 5\.7\.1 Unable to relay$/);
  await stage.line(stranger, 'RCPT TO:<chris@contoso.com>', /^250 2\.1\.5 Recipient OK$/);
  await stage.line(stranger, 'QUIT', /^221 /);
}

async function whatHappened(): Promise<void> {
  stage.chapter('Every decision explains itself');
  const question = '-MailFrom chris@contoso.com -RcptTo kate@fabrikam.com';
  await stage.shell(`Test-Relay -RemoteIPAddress ${PRINTER} ${question}`, /Anonymous Relay/);
  await stage.shell(`Test-Relay -RemoteIPAddress ${STRANGER} ${question}`, /550 5\.7\.1 Unable to relay/);
  await stage.shell(
    'Get-MessageTrackingLog -Recipients kate@fabrikam.com | Format-Table EventId,Source,ConnectorId,Sender,Recipients',
    /RECEIVE[\s\S]*SEND/,
  );
  await stage.shell('Get-Queue');
}

async function stepTwoExternallySecured(): Promise<void> {
  stage.chapter('Step 2, method 2: externally secured');
  await stage.shell(
    `Set-ReceiveConnector ${RELAY} -AuthMechanism ExternalAuthoritative -PermissionGroups ExchangeServers`,
  );
  const printer = await postern.connect({ from: PRINTER });
  await stage.greeting(printer, /^220 /);
  await stage.line(printer, 'EHLO', /^250-/);
  await theArticlesMessage(printer);
  await verify('MS Exchange\\Externally Secured Servers', 9);
  await delivered(2);
}

async function whatCannotHappen(): Promise<void> {
  stage.chapter('What cannot happen by accident');
  await stage.shell(
    `Set-ReceiveConnector ${RELAY} -AuthMechanism ExternalAuthoritative -PermissionGroups AnonymousUsers,ExchangeServers`,
    /A Receive connector can be anonymous or externally secured, not both\./,
  );
  await stage.shell(`Set-ReceiveConnector ${RELAY} -RemoteIPRanges 0.0.0.0/1`, /relay/i);
  await stage.shell(
    'Add-ADPermission "EX1\\Default Frontend EX1" -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient',
    /relay/i,
  );
}
