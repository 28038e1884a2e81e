import { choice, entries, text, toggle } from '../../settings/build-setting.ts';
import type { Choice, Setting } from '../../settings/setting.ts';
import { ACME } from './acme-form.ts';
import { FRONT_END_LOGS, LOGS, MONITORING } from './log-forms.ts';
import { CONFIG, SERVICE, type ServerForm } from './server-form.ts';

export type FormName =
  | 'sizes'
  | 'reports'
  | 'retries'
  | 'network'
  | 'folders'
  | 'logs'
  | 'frontEndLogs'
  | 'monitoring'
  | 'acme'
  | 'filter'
  | 'recipientFilter';

const LANGUAGES: readonly Choice[] = [
  { value: '', name: 'server.languageNone' },
  { value: 'en', name: 'server.languageEn' },
  { value: 'ja', name: 'server.languageJa' },
];
const PROTOCOLS: readonly Choice[] = [
  { value: 'Any', name: 'server.protocolAny' },
  { value: 'UseTcpOnly', name: 'server.protocolTcp' },
  { value: 'UseUdpOnly', name: 'server.protocolUdp' },
];
const DNSSEC: readonly Choice[] = [
  { value: 'Loopback', name: 'server.dnssecLoopback' },
  { value: 'Always', name: 'server.dnssecAlways' },
  { value: 'Never', name: 'server.dnssecNever' },
];
const REPLIES: readonly Choice[] = [
  { value: 'classic', name: 'server.repliesClassic' },
  { value: 'modern', name: 'server.repliesModern' },
];
const ACTIONS: readonly Choice[] = [
  { value: 'Reject', name: 'filter.Reject' },
  { value: 'StampStatus', name: 'filter.StampStatus' },
];

/** Settings of reports to one side. */
function reportSettings(side: 'External' | 'Internal'): readonly Setting[] {
  return [
    toggle(`${side}DelayDsnEnabled`, 'server.delayDsn'),
    choice(`${side}DsnDefaultLanguage`, { name: 'server.dsnLanguage', choices: LANGUAGES }),
    toggle(`${side}DsnLanguageDetectionEnabled`, 'server.dsnDetect'),
    toggle(`${side}DsnSendHtml`, 'server.dsnHtml'),
    text(`${side}DsnMaxMessageAttachSize`, 'server.dsnAttach', 'server.dsnAttachHint'),
    text(`${side}DsnReportingAuthority`, 'server.dsnAuthority', 'server.dsnAuthorityHint'),
  ];
}

export const FORMS: Readonly<Record<FormName, ServerForm>> = {
  sizes: {
    ...CONFIG,
    intro: 'server.sizesIntro',
    groups: [
      {
        title: 'server.limits',
        settings: [
          text('MaxReceiveSize', 'server.maxReceive', 'server.sizeHint'),
          text('MaxSendSize', 'server.maxSend', 'server.sizeHint'),
          text('MaxRecipientEnvelopeLimit', 'server.maxRecipients', 'limit.unlimitedHint'),
        ],
      },
      {
        title: 'server.security',
        settings: [
          entries('TLSReceiveDomainSecureList', 'server.tlsReceive', 'server.tlsReceiveHint'),
          entries('TLSSendDomainSecureList', 'server.tlsSend', 'server.tlsSendHint'),
          toggle('TlsReportsEnabled', 'server.tlsReports', 'server.tlsReportsHint'),
          toggle('AllowOpenRelay', 'server.openRelay', 'server.openRelayHint'),
          choice('SmtpReplyFamily', { name: 'server.replies', hint: 'server.repliesHint', choices: REPLIES }),
        ],
      },
    ],
  },
  reports: {
    ...CONFIG,
    intro: 'server.reportsIntro',
    groups: [
      {
        title: null,
        settings: [
          text('ExternalPostmasterAddress', 'server.postmaster', 'server.postmasterHint'),
          entries('GenerateCopyOfDSNFor', 'server.dsnCopies', 'server.dsnCopiesHint'),
        ],
      },
      { title: 'server.reportsExternal', settings: reportSettings('External') },
      { title: 'server.reportsInternal', settings: reportSettings('Internal') },
    ],
  },
  retries: {
    ...SERVICE,
    intro: 'server.retriesIntro',
    groups: [
      {
        title: 'server.retries',
        settings: [
          text('QueueGlitchRetryCount', 'server.glitchCount'),
          text('QueueGlitchRetryInterval', 'server.glitchInterval', 'limit.timeHint'),
          text('TransientFailureRetryCount', 'server.transientCount'),
          text('TransientFailureRetryInterval', 'server.transientInterval', 'limit.timeHint'),
          text('OutboundConnectionFailureRetryInterval', 'server.failureInterval', 'limit.timeHint'),
          text('MessageRetryInterval', 'server.messageInterval', 'limit.timeHint'),
          text('MailboxDeliveryQueueRetryInterval', 'server.mailboxInterval', 'limit.timeHint'),
        ],
      },
      {
        title: 'server.expiry',
        settings: [
          text('DelayNotificationTimeout', 'server.delayNotice', 'server.daysHint'),
          text('MessageExpirationTimeout', 'server.expiration', 'server.daysHint'),
          text('QueueMaxIdleTime', 'server.queueIdle', 'limit.timeHint'),
          text('MaxIdleTimeBeforeResubmit', 'server.resubmit', 'limit.timeHint'),
          toggle('PoisonMessageDetectionEnabled', 'server.poison'),
          text('PoisonThreshold', 'server.poisonThreshold'),
        ],
      },
    ],
  },
  network: {
    ...SERVICE,
    intro: 'server.networkIntro',
    groups: [
      {
        title: 'server.connections',
        settings: [
          text('MaxOutboundConnections', 'server.maxOutbound', 'limit.unlimitedHint'),
          text('MaxPerDomainOutboundConnections', 'server.maxPerDomain', 'limit.unlimitedHint'),
          text('MaxConnectionRatePerMinute', 'server.connectionRate'),
          text('ExternalIPAddress', 'server.externalIp', 'server.externalIpHint'),
        ],
      },
      {
        title: 'server.internalDns',
        settings: [
          toggle('InternalDNSAdapterEnabled', 'server.dnsSystem'),
          entries('InternalDNSServers', 'server.dnsServers', 'server.dnsServersHint'),
          choice('InternalDNSProtocolOption', { name: 'server.dnsProtocol', choices: PROTOCOLS }),
          choice('InternalDNSSECTrust', {
            name: 'server.dnssec',
            hint: 'server.dnssecHint',
            choices: DNSSEC,
          }),
        ],
      },
      {
        title: 'server.externalDns',
        settings: [
          toggle('ExternalDNSAdapterEnabled', 'server.dnsSystem'),
          entries('ExternalDNSServers', 'server.dnsServers', 'server.dnsServersHint'),
          choice('ExternalDNSProtocolOption', { name: 'server.dnsProtocol', choices: PROTOCOLS }),
          choice('ExternalDNSSECTrust', {
            name: 'server.dnssec',
            hint: 'server.dnssecHint',
            choices: DNSSEC,
          }),
        ],
      },
    ],
  },
  folders: {
    ...SERVICE,
    intro: 'server.foldersIntro',
    groups: [
      {
        title: 'server.pickup',
        settings: [
          text('PickupDirectoryPath', 'server.folderPath', 'server.folderPathHint'),
          text('PickupDirectoryMaxMessagesPerMinute', 'server.folderRate', 'server.folderRateHint'),
          text('PickupDirectoryMaxRecipientsPerMessage', 'server.pickupRecipients'),
          text('PickupDirectoryMaxHeaderSize', 'server.pickupHeader', 'server.pickupHeaderHint'),
        ],
      },
      {
        title: 'server.replay',
        settings: [text('ReplayDirectoryPath', 'server.folderPath', 'server.folderPathHint')],
      },
      {
        title: 'server.drop',
        settings: [text('RootDropDirectoryPath', 'server.folderPath', 'server.dropHint')],
      },
    ],
  },
  logs: LOGS,
  frontEndLogs: FRONT_END_LOGS,
  monitoring: MONITORING,
  acme: ACME,
  filter: {
    get: { name: 'Get-SenderFilterConfig', parameters: {} },
    set: 'Set-SenderFilterConfig',
    hasIdentity: false,
    intro: 'filter.intro',
    groups: [
      {
        title: 'filter.senders',
        settings: [
          toggle('Enabled', 'filter.enabled'),
          toggle('ExternalMailEnabled', 'filter.external'),
          toggle('InternalMailEnabled', 'filter.internal'),
          choice('Action', { name: 'filter.action', choices: ACTIONS }),
          toggle('BlankSenderBlockingEnabled', 'filter.blank', 'filter.blankHint'),
          entries('BlockedSenders', 'filter.blockedSenders', 'filter.blockedSendersHint'),
          entries('BlockedDomains', 'filter.blockedDomains', 'filter.blockedDomainsHint'),
          entries('BlockedDomainsAndSubdomains', 'filter.blockedTrees', 'filter.blockedTreesHint'),
        ],
      },
    ],
  },
  recipientFilter: {
    get: { name: 'Get-RecipientFilterConfig', parameters: {} },
    set: 'Set-RecipientFilterConfig',
    hasIdentity: false,
    intro: 'filter.recipientsIntro',
    groups: [
      {
        title: 'filter.recipients',
        settings: [toggle('RecipientValidationEnabled', 'filter.validation', 'filter.validationHint')],
      },
    ],
  },
};
