type Example = Readonly<{ code: string; text: string }>;

/** An example for each command whose specification shows none. */
const EXAMPLES: Readonly<Record<string, readonly [code: string, text: string]>> = {
  'Get-ReceiveConnector': [
    'Get-ReceiveConnector | Format-Table Identity,Bindings,RemoteIPRanges,PermissionGroups -Wrap',
    'All connectors with who may use them.',
  ],
  'Remove-ReceiveConnector': [
    'Remove-ReceiveConnector "EX1\\Anonymous Relay" -Confirm:$false',
    'Removes it without asking.',
  ],
  'Remove-ADPermission': [
    'Remove-ADPermission "EX1\\Anonymous Relay" -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights Ms-Exch-SMTP-Accept-Any-Recipient',
    'Sessions without sign-in can no longer relay.',
  ],
  'Get-ADPermission': [
    'Get-ADPermission "EX1\\Anonymous Relay" | where {($_.Deny -eq $false) -and ($_.IsInherited -eq $false)} | Format-Table User,ExtendedRights',
    'What has been granted on this connector itself.',
  ],
  'Set-SendConnector': [
    'Set-SendConnector "To Internet" -MaxMessageSize 25MB',
    'Limits what leaves through it.',
  ],
  'Get-SendConnector': [
    'Get-SendConnector | Format-List Name,AddressSpaces,SmartHosts,DNSRoutingEnabled',
    'Where mail goes.',
  ],
  'Remove-SendConnector': ['Remove-SendConnector "To Internet"', 'Removes it after a question.'],
  'Set-AcceptedDomain': ['Set-AcceptedDomain Contoso -MakeDefault $true', 'Makes it the default domain.'],
  'Get-AcceptedDomain': ['Get-AcceptedDomain', 'All domains that mail is taken for.'],
  'Remove-AcceptedDomain': ['Remove-AcceptedDomain Contoso', 'Removes it after a question.'],
  'Get-RemoteDomain': ['Get-RemoteDomain Default | Format-List', 'What holds for every domain outside.'],
  'Remove-RemoteDomain': ['Remove-RemoteDomain Fabrikam', 'Fabrikam falls back to Default.'],
  'Suspend-Queue': ['Suspend-Queue EX1\\3', 'Nothing leaves the queue until it is resumed.'],
  'Resume-Queue': ['Resume-Queue -Filter "NextHopDomain -eq \'fabrikam.com\'"', 'By next hop.'],
  'Retry-Queue': ['Retry-Queue -Filter "Status -eq \'Retry\'"', 'Tries all waiting next hops at once.'],
  'Suspend-Message': [
    'Suspend-Message -Filter "FromAddress -eq \'chris@contoso.com\'"',
    'Holds what came from one sender.',
  ],
  'Resume-Message': ['Resume-Message -Filter "FromAddress -eq \'chris@contoso.com\'"', 'Lets it go on.'],
  'Remove-Message': [
    'Remove-Message -Filter "FromAddress -eq \'chris@contoso.com\'" -WithNDR $false -Confirm:$false',
    'Deletes it without a report.',
  ],
  'Export-Message': [
    'Export-Message EX1\\3\\12 | Out-File message.eml -Encoding ascii',
    'The content of a suspended message.',
  ],
  'Get-TransportService': ['Get-TransportService | Format-List', 'All settings.'],
  'Set-TransportService': [
    'Set-TransportService EX1 -MaxPerDomainOutboundConnections 5 -MessageExpirationTimeout 1.00:00:00',
    'Five connections to a next hop, and a day until a message is given up.',
  ],
  'Get-TransportConfig': ['Get-TransportConfig | Format-List Max*', 'The limits of the organization.'],
  'Get-SenderFilterConfig': ['Get-SenderFilterConfig | Format-List', 'What is blocked.'],
  'Set-SenderFilterConfig': [
    'Set-SenderFilterConfig -Enabled $true -BlockedDomains @{Add="spam.example"}',
    'Blocks one more domain.',
  ],
  'Get-RecipientFilterConfig': [
    'Get-RecipientFilterConfig | Format-List',
    'Whether unknown recipients are refused.',
  ],
  'Set-RecipientFilterConfig': [
    'Set-RecipientFilterConfig -RecipientValidationEnabled $true',
    'Unknown recipients of authoritative domains are refused at RCPT.',
  ],
  'New-MailContact': [
    'New-MailContact Kate -ExternalEmailAddress kate@fabrikam.com',
    'Mail to kate@ goes to Fabrikam.',
  ],
  'Set-MailContact': ['Set-MailContact Kate -ExternalEmailAddress kate@northwind.com', 'Sends it elsewhere.'],
  'Get-MailContact': ['Get-MailContact | Format-Table Name,ExternalEmailAddress', 'Where contacts lead.'],
  'Remove-MailContact': ['Remove-MailContact Kate', 'Removes it after a question.'],
  'Set-MailUser': ['Set-MailUser scanner -Enabled $false', 'The device can no longer sign in.'],
  'Get-MailUser': ['Get-MailUser scanner | Format-List', 'One user.'],
  'Remove-MailUser': ['Remove-MailUser scanner', 'Removes it after a question.'],
  'New-DistributionGroup': [
    'New-DistributionGroup IT -PrimarySmtpAddress it@contoso.com -Members Kate',
    'A group of one.',
  ],
  'Set-DistributionGroup': [
    'Set-DistributionGroup IT -RequireSenderAuthenticationEnabled $false',
    'Devices without sign-in may write to the group.',
  ],
  'Get-DistributionGroup': ['Get-DistributionGroup', 'All groups.'],
  'Remove-DistributionGroup': ['Remove-DistributionGroup IT', 'Removes it after a question.'],
  'Add-DistributionGroupMember': ['Add-DistributionGroupMember IT -Member Kate', 'One more member.'],
  'Remove-DistributionGroupMember': ['Remove-DistributionGroupMember IT -Member Kate', 'One member less.'],
  'Get-DistributionGroupMember': ['Get-DistributionGroupMember IT', 'Who is in it.'],
  'Get-ExchangeServer': ['Get-ExchangeServer', 'This server.'],
  'Search-AdminAuditLog': [
    'Search-AdminAuditLog -Cmdlets Set-ReceiveConnector,Add-ADPermission -StartDate (Get-Date).AddDays(-7)',
    'Who changed connectors in the last week.',
  ],
};

export function commonExamples(command: string): readonly Example[] {
  const known = EXAMPLES[command];
  return known === undefined ? [] : [{ code: known[0], text: known[1] }];
}
