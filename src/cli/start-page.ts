import type { ServerStatus } from '../net/control-protocol.ts';
import { statusText } from './status.ts';

/** What a newcomer reads after the start: where everything is and what to try first. */
/** @param password of the first administrator, where it was made just now */
export function startPage(status: ServerStatus, password: string | null): string {
  const relay = status.bindings.find((binding) => binding.binding === '0.0.0.0:25');
  const port = relay?.realPort ?? 25 + status.portOffset;
  return [
    statusText(status),
    ...adminHints(status, password),
    '',
    ...(status.sandbox ? sandboxHints(status, port) : productionHints(status)),
    '',
    'Stop with Ctrl+C.',
  ].join('\n');
}

function sandboxHints(status: ServerStatus, port: number): string[] {
  const shell = `bin/postern shell --data ${status.data}`;
  return [
    'Try it, in a second terminal:',
    `  1. ${shell}`,
    '     New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIpRanges 127.0.5.10,127.0.5.11',
    '     Set-ReceiveConnector "Anonymous Relay" -PermissionGroups AnonymousUsers',
    '     Get-ReceiveConnector "Anonymous Relay" | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights "Ms-Exch-SMTP-Accept-Any-Recipient"',
    '     Test-Relay -RemoteIPAddress 127.0.5.10 -MailFrom chris@contoso.com -RcptTo kate@fabrikam.com',
    `  2. Be the printer at 127.0.5.10:  curl --interface 127.0.5.10 smtp://127.0.0.1:${port} --mail-from chris@contoso.com --mail-rcpt kate@fabrikam.com -T README.md`,
    `  3. The message lies under ${status.data}/drop. The same from 127.0.5.12 gets 550 5.7.1 Unable to relay.`,
    'Or watch the whole story: npm run tour',
  ];
}

function productionHints(status: ServerStatus): string[] {
  return [`Management shell: bin/postern shell --data ${status.data}`];
}

function adminHints({ adminCenter, data }: ServerStatus, password: string | null): string[] {
  if (adminCenter.url === null || password === null) return [];
  return [
    '',
    `Sign in at ${adminCenter.url} as admin with ${password} (kept in ${data}/initial-admin-password).`,
  ];
}
