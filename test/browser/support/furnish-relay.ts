import type { Postern } from '../../support/postern.ts';

/** A relay connector and a message that nothing takes. @returns the connector's guid */
export async function furnishRelay(server: Postern): Promise<string> {
  await server.mustShell(
    [
      'New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges 127.0.5.10,127.0.5.11',
      'Set-ReceiveConnector "Anonymous Relay" -PermissionGroups AnonymousUsers',
      'Get-ReceiveConnector "Anonymous Relay" | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient',
      'Get-SendConnector | Set-SendConnector -Enabled $false',
    ].join('; '),
  );
  const session = await server.connect({ from: '127.0.5.10' });
  for (const line of ['EHLO printer', 'MAIL FROM:<chris@contoso.com>', 'RCPT TO:<kate@fabrikam.com>', 'DATA'])
    await session.command(line);
  await session.command('Subject: Toner is low\r\n\r\nPlease refill.\r\n.');
  session.close();
  const guid = await server.mustShell('(Get-ReceiveConnector "Anonymous Relay").Guid');
  return /[0-9a-f-]{36}/.exec(guid)?.[0] ?? '';
}
