import { getAcmeConfig, setAcmeConfig, updateAcmeCertificate } from './acme.ts';
import {
  enableExchangeCertificate,
  getExchangeCertificate,
  importExchangeCertificate,
  newExchangeCertificate,
  removeExchangeCertificate,
} from './exchange-certificate.ts';
import type { CommandSpec } from '../command-spec.ts';
import {
  getAcceptedDomain,
  newAcceptedDomain,
  removeAcceptedDomain,
  setAcceptedDomain,
} from './accepted-domain.ts';
import {
  addRoleGroupMember,
  getAdministrator,
  getRoleGroup,
  getRoleGroupMember,
  newAdministrator,
  removeAdministrator,
  removeRoleGroupMember,
  setAdministrator,
} from './administrator.ts';
import { addADPermission, getADPermission, removeADPermission } from './ad-permission.ts';
import {
  addDistributionGroupMember,
  getDistributionGroup,
  getDistributionGroupMember,
  newDistributionGroup,
  removeDistributionGroup,
  removeDistributionGroupMember,
  setDistributionGroup,
} from './distribution-group.ts';
import {
  getRecipientFilterConfig,
  getSenderFilterConfig,
  setRecipientFilterConfig,
  setSenderFilterConfig,
} from './filter-config.ts';
import { getFrontendTransportService, setFrontendTransportService } from './frontend-transport-service.ts';
import { getMailContact, newMailContact, removeMailContact, setMailContact } from './mail-contact.ts';
import { getMailUser, newMailUser, removeMailUser, setMailUser } from './mail-user.ts';
import { getMessageTrackingLog, getTrackedMessage } from './message-tracking.ts';
import {
  exportMessage,
  getMessage,
  redirectMessage,
  removeMessage,
  resumeMessage,
  suspendMessage,
} from './message.ts';
import { testMailflow } from './mailflow.ts';
import { getQueueDigest } from './queue-digest.ts';
import {
  disableMyTotp,
  enableMyTotp,
  getApiToken,
  newApiToken,
  newMyTotp,
  removeApiToken,
  setMyPassword,
} from './own-account.ts';
import { getQueue, resumeQueue, retryQueue, suspendQueue } from './queue.ts';
import {
  getReceiveConnector,
  newReceiveConnector,
  removeReceiveConnector,
  setReceiveConnector,
} from './receive-connector.ts';
import { getRemoteDomain, newRemoteDomain, removeRemoteDomain, setRemoteDomain } from './remote-domain.ts';
import {
  getSendConnector,
  newSendConnector,
  removeSendConnector,
  setSendConnector,
  testSendConnector,
} from './send-connector.ts';
import {
  getExchangeServer,
  getResourceLevel,
  searchAdminAuditLog,
  testRelay,
  writeAdminAuditLog,
} from './server.ts';
import { getTelemetryConfig, setTelemetryConfig } from './telemetry-config.ts';
import { getRecipient } from './recipient.ts';
import { testSmtpConnectivity } from './smtp-connectivity.ts';
import { getTransportServer, setTransportServer } from './transport-server.ts';
import { getTlsReport } from './tls-report.ts';
import { getTransportConfig, setTransportConfig } from './transport-config.ts';
import { getTransportService, setTransportService } from './transport-service.ts';

/** Every command there is. Shell, API and help are made from it. */
export const allSpecs: readonly CommandSpec[] = [
  newAcceptedDomain,
  setAcceptedDomain,
  getAcceptedDomain,
  removeAcceptedDomain,
  newRemoteDomain,
  setRemoteDomain,
  getRemoteDomain,
  removeRemoteDomain,
  addADPermission,
  removeADPermission,
  getADPermission,
  newDistributionGroup,
  setDistributionGroup,
  getDistributionGroup,
  removeDistributionGroup,
  addDistributionGroupMember,
  removeDistributionGroupMember,
  getDistributionGroupMember,
  getSenderFilterConfig,
  setSenderFilterConfig,
  getRecipientFilterConfig,
  setRecipientFilterConfig,
  newMailContact,
  setMailContact,
  getMailContact,
  removeMailContact,
  newMailUser,
  setMailUser,
  getMailUser,
  removeMailUser,
  getMessageTrackingLog,
  getTrackedMessage,
  getMessage,
  suspendMessage,
  resumeMessage,
  removeMessage,
  redirectMessage,
  exportMessage,
  getQueue,
  suspendQueue,
  resumeQueue,
  retryQueue,
  newReceiveConnector,
  setReceiveConnector,
  getReceiveConnector,
  removeReceiveConnector,
  newSendConnector,
  setSendConnector,
  getSendConnector,
  removeSendConnector,
  testSendConnector,
  newExchangeCertificate,
  importExchangeCertificate,
  enableExchangeCertificate,
  getExchangeCertificate,
  removeExchangeCertificate,
  getExchangeServer,
  testRelay,
  getResourceLevel,
  searchAdminAuditLog,
  writeAdminAuditLog,
  newAdministrator,
  setAdministrator,
  getAdministrator,
  removeAdministrator,
  getRoleGroup,
  addRoleGroupMember,
  getRoleGroupMember,
  removeRoleGroupMember,
  newApiToken,
  getApiToken,
  removeApiToken,
  setMyPassword,
  newMyTotp,
  enableMyTotp,
  disableMyTotp,
  getTransportConfig,
  setTransportConfig,
  getTransportService,
  setTransportService,
  getFrontendTransportService,
  setFrontendTransportService,
  getAcmeConfig,
  setAcmeConfig,
  updateAcmeCertificate,
  getTlsReport,
  getTelemetryConfig,
  setTelemetryConfig,
  getTransportServer,
  setTransportServer,
  getQueueDigest,
  getRecipient,
  testSmtpConnectivity,
  testMailflow,
];
