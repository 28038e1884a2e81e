import type { Command } from '../../api/commands.ts';
import type { TextKey } from '../../i18n/language.tsx';
import type { Choice, Setting } from '../../settings/setting.ts';
import type { SettingGroup } from '../../settings/settings-form.tsx';

export type FormName = 'sizes' | 'reports' | 'retries' | 'network' | 'logs' | 'filter' | 'recipientFilter';

/** One form: the object, the command that changes it, and its groups of settings. */
export type ServerForm = Readonly<{
  get: Command;
  set: string;
  /** Set-TransportService wants the name of the server. */
  hasIdentity: boolean;
  intro: TextKey;
  groups: readonly SettingGroup[];
}>;

const CONFIG: Pick<ServerForm, 'get' | 'set' | 'hasIdentity'> = {
  get: { name: 'Get-TransportConfig', parameters: {} },
  set: 'Set-TransportConfig',
  hasIdentity: false,
};
const SERVICE: Pick<ServerForm, 'get' | 'set' | 'hasIdentity'> = {
  get: { name: 'Get-TransportService', parameters: {} },
  set: 'Set-TransportService',
  hasIdentity: true,
};

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
const REPLIES: readonly Choice[] = [
  { value: 'classic', name: 'server.repliesClassic' },
  { value: 'modern', name: 'server.repliesModern' },
];
const ACTIONS: readonly Choice[] = [
  { value: 'Reject', name: 'filter.Reject' },
  { value: 'StampStatus', name: 'filter.StampStatus' },
];

const text = (parameter: string, name: TextKey, hint?: TextKey): Setting => ({
  parameter,
  name,
  kind: 'text',
  ...(hint === undefined ? {} : { hint }),
});
const toggle = (parameter: string, name: TextKey, hint?: TextKey): Setting => ({
  parameter,
  name,
  kind: 'switch',
  ...(hint === undefined ? {} : { hint }),
});
const entries = (parameter: string, name: TextKey, hint: TextKey): Setting => ({
  parameter,
  name,
  hint,
  kind: 'entries',
  entry: 'text',
});

/** Settings of reports to one side. */
function reportSettings(side: 'External' | 'Internal'): readonly Setting[] {
  return [
    toggle(`${side}DelayDsnEnabled`, 'server.delayDsn'),
    {
      parameter: `${side}DsnDefaultLanguage`,
      name: 'server.dsnLanguage',
      kind: 'choice',
      choices: LANGUAGES,
    },
    toggle(`${side}DsnLanguageDetectionEnabled`, 'server.dsnDetect'),
    toggle(`${side}DsnSendHtml`, 'server.dsnHtml'),
    text(`${side}DsnMaxMessageAttachSize`, 'server.dsnAttach', 'server.dsnAttachHint'),
    text(`${side}DsnReportingAuthority`, 'server.dsnAuthority', 'server.dsnAuthorityHint'),
  ];
}

/** Age, size of the folder and of a file of one series of logs. */
function logSettings(prefix: string, isSwitched: boolean): readonly Setting[] {
  return [
    ...(isSwitched ? [toggle(`${prefix}Enabled`, 'server.logEnabled')] : []),
    text(`${prefix}MaxAge`, 'server.logAge', 'server.logAgeHint'),
    text(`${prefix}MaxDirectorySize`, 'server.logFolder', 'server.logSizeHint'),
    text(`${prefix}MaxFileSize`, 'server.logFile', 'server.logSizeHint'),
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
          {
            parameter: 'SmtpReplyFamily',
            name: 'server.replies',
            hint: 'server.repliesHint',
            kind: 'choice',
            choices: REPLIES,
          },
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
          {
            parameter: 'InternalDNSProtocolOption',
            name: 'server.dnsProtocol',
            kind: 'choice',
            choices: PROTOCOLS,
          },
        ],
      },
      {
        title: 'server.externalDns',
        settings: [
          toggle('ExternalDNSAdapterEnabled', 'server.dnsSystem'),
          entries('ExternalDNSServers', 'server.dnsServers', 'server.dnsServersHint'),
          {
            parameter: 'ExternalDNSProtocolOption',
            name: 'server.dnsProtocol',
            kind: 'choice',
            choices: PROTOCOLS,
          },
        ],
      },
    ],
  },
  logs: {
    ...SERVICE,
    intro: 'server.logsIntro',
    groups: [
      {
        title: 'server.trackingLog',
        settings: [
          ...logSettings('MessageTrackingLog', true),
          toggle('MessageTrackingLogSubjectLoggingEnabled', 'server.trackSubjects'),
        ],
      },
      { title: 'server.receiveLog', settings: logSettings('ReceiveProtocolLog', false) },
      { title: 'server.sendLog', settings: logSettings('SendProtocolLog', false) },
      { title: 'server.connectivityLog', settings: logSettings('ConnectivityLog', true) },
      { title: 'server.agentLog', settings: logSettings('AgentLog', true) },
      { title: 'server.queueLog', settings: logSettings('QueueLog', false) },
    ],
  },
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
          { parameter: 'Action', name: 'filter.action', kind: 'choice', choices: ACTIONS },
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
