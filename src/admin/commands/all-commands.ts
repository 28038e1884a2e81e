import { updateAcmeCertificate } from './acme-certificate/update.ts';
import { showAcmeConfig } from './acme-config/get.ts';
import { changeAcmeConfig } from './acme-config/set.ts';
import type { Command } from '../command.ts';
import { showAcceptedDomains } from './accepted-domain/get.ts';
import { createAcceptedDomain } from './accepted-domain/new.ts';
import { deleteAcceptedDomain } from './accepted-domain/remove.ts';
import { changeAcceptedDomain } from './accepted-domain/set.ts';
import { addPermission } from './ad-permission/add.ts';
import { showPermissions } from './ad-permission/get.ts';
import { removePermission } from './ad-permission/remove.ts';
import { showAdministrators } from './administrator/get.ts';
import { createAdministrator } from './administrator/new.ts';
import { deleteAdministrator } from './administrator/remove.ts';
import { changeAdministrator } from './administrator/set.ts';
import { searchAuditLog } from './admin-audit-log/search.ts';
import { showApiTokens } from './api-token/get.ts';
import { createApiToken } from './api-token/new.ts';
import { deleteApiToken } from './api-token/remove.ts';
import { addGroupMember } from './distribution-group-member/add.ts';
import { showGroupMembers } from './distribution-group-member/get.ts';
import { removeGroupMember } from './distribution-group-member/remove.ts';
import { showDistributionGroups } from './distribution-group/get.ts';
import { createDistributionGroup } from './distribution-group/new.ts';
import { deleteDistributionGroup } from './distribution-group/remove.ts';
import { changeDistributionGroup } from './distribution-group/set.ts';
import { enableCertificate } from './exchange-certificate/enable.ts';
import { showCertificates } from './exchange-certificate/get.ts';
import { importCertificate } from './exchange-certificate/import.ts';
import { createCertificate } from './exchange-certificate/new.ts';
import { deleteCertificate } from './exchange-certificate/remove.ts';
import { showExchangeServer } from './exchange-server/get.ts';
import { showFrontendTransportService } from './frontend-transport-service/get.ts';
import { changeFrontendTransportService } from './frontend-transport-service/set.ts';
import { showMailContacts } from './mail-contact/get.ts';
import { createMailContact } from './mail-contact/new.ts';
import { deleteMailContact } from './mail-contact/remove.ts';
import { changeMailContact } from './mail-contact/set.ts';
import { showMailUsers } from './mail-user/get.ts';
import { createMailUser } from './mail-user/new.ts';
import { deleteMailUser } from './mail-user/remove.ts';
import { changeMailUser } from './mail-user/set.ts';
import { showTrackingLog } from './message-tracking-log/get.ts';
import { showTrackedMessages } from './tracked-message/get.ts';
import { exportMessages } from './message/export.ts';
import { showMessages } from './message/get.ts';
import { redirectMessages } from './message/redirect.ts';
import { removeMessages } from './message/remove.ts';
import { resumeMessages } from './message/resume.ts';
import { suspendMessages } from './message/suspend.ts';
import { changeMyPassword } from './my-password/set.ts';
import { disableMyTotp } from './my-totp/disable.ts';
import { enableMyTotp } from './my-totp/enable.ts';
import { createMyTotp } from './my-totp/new.ts';
import { showQueues } from './queue/get.ts';
import { showQueueDigest } from './queue-digest/get.ts';
import { resumeQueues } from './queue/resume.ts';
import { retryQueues } from './queue/retry.ts';
import { suspendQueues } from './queue/suspend.ts';
import { showReceiveConnectors } from './receive-connector/get.ts';
import { createReceiveConnector } from './receive-connector/new.ts';
import { deleteReceiveConnector } from './receive-connector/remove.ts';
import { changeReceiveConnector } from './receive-connector/set.ts';
import { showRecipients } from './recipient/get.ts';
import { testConnectivity } from './smtp-connectivity/test.ts';
import { showRecipientFilter } from './recipient-filter-config/get.ts';
import { changeRecipientFilter } from './recipient-filter-config/set.ts';
import { showResourceLevels } from './resource-level/get.ts';
import { testRelay } from './relay/test.ts';
import { showRemoteDomains } from './remote-domain/get.ts';
import { createRemoteDomain } from './remote-domain/new.ts';
import { deleteRemoteDomain } from './remote-domain/remove.ts';
import { changeRemoteDomain } from './remote-domain/set.ts';
import { addRoleGroupMember } from './role-group-member/add.ts';
import { showRoleGroupMembers } from './role-group-member/get.ts';
import { removeRoleGroupMember } from './role-group-member/remove.ts';
import { showRoleGroups } from './role-group/get.ts';
import { showSendConnectors } from './send-connector/get.ts';
import { createSendConnector } from './send-connector/new.ts';
import { deleteSendConnector } from './send-connector/remove.ts';
import { changeSendConnector } from './send-connector/set.ts';
import { tryConnector } from './send-connector/test.ts';
import { showSenderFilter } from './sender-filter-config/get.ts';
import { changeSenderFilter } from './sender-filter-config/set.ts';
import { showTelemetryConfig } from './telemetry-config/get.ts';
import { changeTelemetryConfig } from './telemetry-config/set.ts';
import { showTransportConfig } from './transport-config/get.ts';
import { changeTransportConfig } from './transport-config/set.ts';
import { showTransportService } from './transport-service/get.ts';
import { changeTransportService } from './transport-service/set.ts';

/** How each command of allSpecs is carried out. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'New-ReceiveConnector': { kind: 'change', change: createReceiveConnector },
  'Set-ReceiveConnector': { kind: 'change', change: changeReceiveConnector },
  'Get-ReceiveConnector': { kind: 'query', query: showReceiveConnectors },
  'Remove-ReceiveConnector': { kind: 'change', change: deleteReceiveConnector },
  'Add-ADPermission': { kind: 'change', change: addPermission },
  'Get-ADPermission': { kind: 'query', query: showPermissions },
  'Remove-ADPermission': { kind: 'change', change: removePermission },
  'New-SendConnector': { kind: 'change', change: createSendConnector },
  'Set-SendConnector': { kind: 'change', change: changeSendConnector },
  'Get-SendConnector': { kind: 'query', query: showSendConnectors },
  'Remove-SendConnector': { kind: 'change', change: deleteSendConnector },
  'Test-SendConnector': { kind: 'query', query: tryConnector },
  'New-AcceptedDomain': { kind: 'change', change: createAcceptedDomain },
  'Set-AcceptedDomain': { kind: 'change', change: changeAcceptedDomain },
  'Get-AcceptedDomain': { kind: 'query', query: showAcceptedDomains },
  'Remove-AcceptedDomain': { kind: 'change', change: deleteAcceptedDomain },
  'New-RemoteDomain': { kind: 'change', change: createRemoteDomain },
  'Set-RemoteDomain': { kind: 'change', change: changeRemoteDomain },
  'Get-RemoteDomain': { kind: 'query', query: showRemoteDomains },
  'Remove-RemoteDomain': { kind: 'change', change: deleteRemoteDomain },
  'Get-Queue': { kind: 'query', query: showQueues },
  'Suspend-Queue': { kind: 'act', plan: suspendQueues },
  'Resume-Queue': { kind: 'act', plan: resumeQueues },
  'Retry-Queue': { kind: 'act', plan: retryQueues },
  'Get-Message': { kind: 'query', query: showMessages },
  'Suspend-Message': { kind: 'act', plan: suspendMessages },
  'Resume-Message': { kind: 'act', plan: resumeMessages },
  'Remove-Message': { kind: 'act', plan: removeMessages },
  'Redirect-Message': { kind: 'act', plan: redirectMessages },
  'Export-Message': { kind: 'act', plan: exportMessages },
  'Get-MessageTrackingLog': { kind: 'query', query: showTrackingLog },
  'Get-TrackedMessage': { kind: 'query', query: showTrackedMessages },
  'Get-TransportConfig': { kind: 'query', query: showTransportConfig },
  'Set-TransportConfig': { kind: 'change', change: changeTransportConfig },
  'Get-TransportService': { kind: 'query', query: showTransportService },
  'Set-TransportService': { kind: 'change', change: changeTransportService },
  'Get-SenderFilterConfig': { kind: 'query', query: showSenderFilter },
  'Set-SenderFilterConfig': { kind: 'change', change: changeSenderFilter },
  'Get-RecipientFilterConfig': { kind: 'query', query: showRecipientFilter },
  'Set-RecipientFilterConfig': { kind: 'change', change: changeRecipientFilter },
  'New-MailUser': { kind: 'change', change: createMailUser },
  'Set-MailUser': { kind: 'change', change: changeMailUser },
  'Get-MailUser': { kind: 'query', query: showMailUsers },
  'Remove-MailUser': { kind: 'change', change: deleteMailUser },
  'New-MailContact': { kind: 'change', change: createMailContact },
  'Set-MailContact': { kind: 'change', change: changeMailContact },
  'Get-MailContact': { kind: 'query', query: showMailContacts },
  'Remove-MailContact': { kind: 'change', change: deleteMailContact },
  'New-DistributionGroup': { kind: 'change', change: createDistributionGroup },
  'Set-DistributionGroup': { kind: 'change', change: changeDistributionGroup },
  'Get-DistributionGroup': { kind: 'query', query: showDistributionGroups },
  'Remove-DistributionGroup': { kind: 'change', change: deleteDistributionGroup },
  'Add-DistributionGroupMember': { kind: 'change', change: addGroupMember },
  'Get-DistributionGroupMember': { kind: 'query', query: showGroupMembers },
  'Remove-DistributionGroupMember': { kind: 'change', change: removeGroupMember },
  'Get-FrontendTransportService': { kind: 'query', query: showFrontendTransportService },
  'Set-FrontendTransportService': { kind: 'change', change: changeFrontendTransportService },
  'Get-AcmeConfig': { kind: 'query', query: showAcmeConfig },
  'Set-AcmeConfig': { kind: 'change', change: changeAcmeConfig },
  'Update-AcmeCertificate': { kind: 'act', plan: updateAcmeCertificate },
  'Get-TelemetryConfig': { kind: 'query', query: showTelemetryConfig },
  'Set-TelemetryConfig': { kind: 'change', change: changeTelemetryConfig },
  'New-ExchangeCertificate': { kind: 'prepared', prepare: createCertificate },
  'Import-ExchangeCertificate': { kind: 'prepared', prepare: importCertificate },
  'Enable-ExchangeCertificate': { kind: 'change', change: enableCertificate },
  'Get-ExchangeCertificate': { kind: 'query', query: showCertificates },
  'Remove-ExchangeCertificate': { kind: 'change', change: deleteCertificate },
  'Get-ExchangeServer': { kind: 'query', query: showExchangeServer },
  'Get-ResourceLevel': { kind: 'query', query: showResourceLevels },
  'Test-Relay': { kind: 'query', query: testRelay },
  'Get-TransportServer': { kind: 'query', query: showTransportService },
  'Set-TransportServer': { kind: 'change', change: changeTransportService },
  'Get-QueueDigest': { kind: 'query', query: showQueueDigest },
  'Get-Recipient': { kind: 'query', query: showRecipients },
  'Test-SmtpConnectivity': { kind: 'query', query: testConnectivity },
  'New-Administrator': { kind: 'change', change: createAdministrator },
  'Set-Administrator': { kind: 'change', change: changeAdministrator },
  'Get-Administrator': { kind: 'query', query: showAdministrators },
  'Remove-Administrator': { kind: 'change', change: deleteAdministrator },
  'Get-RoleGroup': { kind: 'query', query: showRoleGroups },
  'Add-RoleGroupMember': { kind: 'change', change: addRoleGroupMember },
  'Get-RoleGroupMember': { kind: 'query', query: showRoleGroupMembers },
  'Remove-RoleGroupMember': { kind: 'change', change: removeRoleGroupMember },
  'New-ApiToken': { kind: 'change', change: createApiToken },
  'Get-ApiToken': { kind: 'query', query: showApiTokens },
  'Remove-ApiToken': { kind: 'change', change: deleteApiToken },
  'Set-MyPassword': { kind: 'change', change: changeMyPassword },
  'New-MyTotp': { kind: 'change', change: createMyTotp },
  'Enable-MyTotp': { kind: 'change', change: enableMyTotp },
  'Disable-MyTotp': { kind: 'change', change: disableMyTotp },
  'Search-AdminAuditLog': { kind: 'query', query: searchAuditLog },
};
