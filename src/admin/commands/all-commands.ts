import type { Command } from '../command.ts';

/** How each command of allSpecs is carried out. A command is loaded when it is first asked for: most servers use a few of
 *  them, and none before mail is taken. ADR-0022 */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  'New-ReceiveConnector': change(
    async () => (await import('./receive-connector/new.ts')).createReceiveConnector,
  ),
  'Set-ReceiveConnector': change(
    async () => (await import('./receive-connector/set.ts')).changeReceiveConnector,
  ),
  'Get-ReceiveConnector': query(
    async () => (await import('./receive-connector/get.ts')).showReceiveConnectors,
  ),
  'Remove-ReceiveConnector': change(
    async () => (await import('./receive-connector/remove.ts')).deleteReceiveConnector,
  ),
  'Add-ADPermission': change(async () => (await import('./ad-permission/add.ts')).addPermission),
  'Get-ADPermission': query(async () => (await import('./ad-permission/get.ts')).showPermissions),
  'Remove-ADPermission': change(async () => (await import('./ad-permission/remove.ts')).removePermission),
  'New-SendConnector': change(async () => (await import('./send-connector/new.ts')).createSendConnector),
  'Set-SendConnector': change(async () => (await import('./send-connector/set.ts')).changeSendConnector),
  'Get-SendConnector': query(async () => (await import('./send-connector/get.ts')).showSendConnectors),
  'Remove-SendConnector': change(
    async () => (await import('./send-connector/remove.ts')).deleteSendConnector,
  ),
  'Test-SendConnector': query(async () => (await import('./send-connector/test.ts')).tryConnector),
  'New-AcceptedDomain': change(async () => (await import('./accepted-domain/new.ts')).createAcceptedDomain),
  'Set-AcceptedDomain': change(async () => (await import('./accepted-domain/set.ts')).changeAcceptedDomain),
  'Get-AcceptedDomain': query(async () => (await import('./accepted-domain/get.ts')).showAcceptedDomains),
  'Remove-AcceptedDomain': change(
    async () => (await import('./accepted-domain/remove.ts')).deleteAcceptedDomain,
  ),
  'New-RemoteDomain': change(async () => (await import('./remote-domain/new.ts')).createRemoteDomain),
  'Set-RemoteDomain': change(async () => (await import('./remote-domain/set.ts')).changeRemoteDomain),
  'Get-RemoteDomain': query(async () => (await import('./remote-domain/get.ts')).showRemoteDomains),
  'Remove-RemoteDomain': change(async () => (await import('./remote-domain/remove.ts')).deleteRemoteDomain),
  'Get-Queue': query(async () => (await import('./queue/get.ts')).showQueues),
  'Suspend-Queue': act(async () => (await import('./queue/suspend.ts')).suspendQueues),
  'Resume-Queue': act(async () => (await import('./queue/resume.ts')).resumeQueues),
  'Retry-Queue': act(async () => (await import('./queue/retry.ts')).retryQueues),
  'Get-Message': query(async () => (await import('./message/get.ts')).showMessages),
  'Suspend-Message': act(async () => (await import('./message/suspend.ts')).suspendMessages),
  'Resume-Message': act(async () => (await import('./message/resume.ts')).resumeMessages),
  'Remove-Message': act(async () => (await import('./message/remove.ts')).removeMessages),
  'Redirect-Message': act(async () => (await import('./message/redirect.ts')).redirectMessages),
  'Export-Message': act(async () => (await import('./message/export.ts')).exportMessages),
  'Get-MessageTrackingLog': query(
    async () => (await import('./message-tracking-log/get.ts')).showTrackingLog,
  ),
  'Get-TrackedMessage': query(async () => (await import('./tracked-message/get.ts')).showTrackedMessages),
  'Get-TransportConfig': query(async () => (await import('./transport-config/get.ts')).showTransportConfig),
  'Set-TransportConfig': change(
    async () => (await import('./transport-config/set.ts')).changeTransportConfig,
  ),
  'Get-TransportService': query(
    async () => (await import('./transport-service/get.ts')).showTransportService,
  ),
  'Set-TransportService': change(
    async () => (await import('./transport-service/set.ts')).changeTransportService,
  ),
  'Get-SenderFilterConfig': query(
    async () => (await import('./sender-filter-config/get.ts')).showSenderFilter,
  ),
  'Set-SenderFilterConfig': change(
    async () => (await import('./sender-filter-config/set.ts')).changeSenderFilter,
  ),
  'Get-RecipientFilterConfig': query(
    async () => (await import('./recipient-filter-config/get.ts')).showRecipientFilter,
  ),
  'Set-RecipientFilterConfig': change(
    async () => (await import('./recipient-filter-config/set.ts')).changeRecipientFilter,
  ),
  'New-MailUser': change(async () => (await import('./mail-user/new.ts')).createMailUser),
  'Set-MailUser': change(async () => (await import('./mail-user/set.ts')).changeMailUser),
  'Get-MailUser': query(async () => (await import('./mail-user/get.ts')).showMailUsers),
  'Remove-MailUser': change(async () => (await import('./mail-user/remove.ts')).deleteMailUser),
  'New-MailContact': change(async () => (await import('./mail-contact/new.ts')).createMailContact),
  'Set-MailContact': change(async () => (await import('./mail-contact/set.ts')).changeMailContact),
  'Get-MailContact': query(async () => (await import('./mail-contact/get.ts')).showMailContacts),
  'Remove-MailContact': change(async () => (await import('./mail-contact/remove.ts')).deleteMailContact),
  'New-DistributionGroup': change(
    async () => (await import('./distribution-group/new.ts')).createDistributionGroup,
  ),
  'Set-DistributionGroup': change(
    async () => (await import('./distribution-group/set.ts')).changeDistributionGroup,
  ),
  'Get-DistributionGroup': query(
    async () => (await import('./distribution-group/get.ts')).showDistributionGroups,
  ),
  'Remove-DistributionGroup': change(
    async () => (await import('./distribution-group/remove.ts')).deleteDistributionGroup,
  ),
  'Add-DistributionGroupMember': change(
    async () => (await import('./distribution-group-member/add.ts')).addGroupMember,
  ),
  'Get-DistributionGroupMember': query(
    async () => (await import('./distribution-group-member/get.ts')).showGroupMembers,
  ),
  'Remove-DistributionGroupMember': change(
    async () => (await import('./distribution-group-member/remove.ts')).removeGroupMember,
  ),
  'Get-FrontendTransportService': query(
    async () => (await import('./frontend-transport-service/get.ts')).showFrontendTransportService,
  ),
  'Set-FrontendTransportService': change(
    async () => (await import('./frontend-transport-service/set.ts')).changeFrontendTransportService,
  ),
  'Get-AcmeConfig': query(async () => (await import('./acme-config/get.ts')).showAcmeConfig),
  'Set-AcmeConfig': change(async () => (await import('./acme-config/set.ts')).changeAcmeConfig),
  'Update-AcmeCertificate': act(
    async () => (await import('./acme-certificate/update.ts')).updateAcmeCertificate,
  ),
  'Get-TlsReport': query(async () => (await import('./tls-report/get.ts')).showTlsReports),
  'Get-TelemetryConfig': query(async () => (await import('./telemetry-config/get.ts')).showTelemetryConfig),
  'Set-TelemetryConfig': change(
    async () => (await import('./telemetry-config/set.ts')).changeTelemetryConfig,
  ),
  'New-ExchangeCertificate': prepared(
    async () => (await import('./exchange-certificate/new.ts')).createCertificate,
  ),
  'Import-ExchangeCertificate': prepared(
    async () => (await import('./exchange-certificate/import.ts')).importCertificate,
  ),
  'Enable-ExchangeCertificate': change(
    async () => (await import('./exchange-certificate/enable.ts')).enableCertificate,
  ),
  'Get-ExchangeCertificate': query(
    async () => (await import('./exchange-certificate/get.ts')).showCertificates,
  ),
  'Remove-ExchangeCertificate': change(
    async () => (await import('./exchange-certificate/remove.ts')).deleteCertificate,
  ),
  'Get-ExchangeServer': query(async () => (await import('./exchange-server/get.ts')).showExchangeServer),
  'Get-ResourceLevel': query(async () => (await import('./resource-level/get.ts')).showResourceLevels),
  'Test-Relay': query(async () => (await import('./relay/test.ts')).testRelay),
  'Get-TransportServer': query(async () => (await import('./transport-service/get.ts')).showTransportService),
  'Set-TransportServer': change(
    async () => (await import('./transport-service/set.ts')).changeTransportService,
  ),
  'Get-QueueDigest': query(async () => (await import('./queue-digest/get.ts')).showQueueDigest),
  'Get-Recipient': query(async () => (await import('./recipient/get.ts')).showRecipients),
  'Test-Mailflow': act(async () => (await import('./mailflow/test.ts')).testMailflow),
  'Test-SmtpConnectivity': query(async () => (await import('./smtp-connectivity/test.ts')).testConnectivity),
  'New-Administrator': change(async () => (await import('./administrator/new.ts')).createAdministrator),
  'Set-Administrator': change(async () => (await import('./administrator/set.ts')).changeAdministrator),
  'Get-Administrator': query(async () => (await import('./administrator/get.ts')).showAdministrators),
  'Remove-Administrator': change(async () => (await import('./administrator/remove.ts')).deleteAdministrator),
  'Get-RoleGroup': query(async () => (await import('./role-group/get.ts')).showRoleGroups),
  'Add-RoleGroupMember': change(async () => (await import('./role-group-member/add.ts')).addRoleGroupMember),
  'Get-RoleGroupMember': query(async () => (await import('./role-group-member/get.ts')).showRoleGroupMembers),
  'Remove-RoleGroupMember': change(
    async () => (await import('./role-group-member/remove.ts')).removeRoleGroupMember,
  ),
  'New-ApiToken': change(async () => (await import('./api-token/new.ts')).createApiToken),
  'Get-ApiToken': query(async () => (await import('./api-token/get.ts')).showApiTokens),
  'Remove-ApiToken': change(async () => (await import('./api-token/remove.ts')).deleteApiToken),
  'Set-MyPassword': change(async () => (await import('./my-password/set.ts')).changeMyPassword),
  'New-MyTotp': change(async () => (await import('./my-totp/new.ts')).createMyTotp),
  'Enable-MyTotp': change(async () => (await import('./my-totp/enable.ts')).enableMyTotp),
  'Disable-MyTotp': change(async () => (await import('./my-totp/disable.ts')).disableMyTotp),
  'Write-AdminAuditLog': act(async () => (await import('./admin-audit-log/write.ts')).writeAuditLog),
  'Search-AdminAuditLog': query(async () => (await import('./admin-audit-log/search.ts')).searchAuditLog),
};

type Load<T> = () => Promise<T>;
type Of<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

function change(load: Load<Of<'change'>['change']>): Load<Command> {
  return async () => ({ kind: 'change', change: await load() });
}

function query(load: Load<Of<'query'>['query']>): Load<Command> {
  return async () => ({ kind: 'query', query: await load() });
}

function prepared(load: Load<Of<'prepared'>['prepare']>): Load<Command> {
  return async () => ({ kind: 'prepared', prepare: await load() });
}

function act(load: Load<Of<'act'>['plan']>): Load<Command> {
  return async () => ({ kind: 'act', plan: await load() });
}
