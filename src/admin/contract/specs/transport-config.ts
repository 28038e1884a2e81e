import type { CommandSpec, ParameterSpec } from '../command-spec.ts';
import {
  acts,
  command,
  DOMAIN_CONTROLLER,
  EDITABLE,
  OF_SIZE,
  optionalIdentity,
  refuses,
  stores,
} from './spec-builder.ts';

/** How reports to senders of one side look. mail-flow.md §5.2 */
function dsnParameters(side: 'External' | 'Internal', where: string): readonly ParameterSpec[] {
  return [
    acts(`${side}DelayDsnEnabled`, 'Boolean', { help: `Senders ${where} hear of delays.` }),
    acts(`${side}DsnDefaultLanguage`, 'CultureInfo', { help: 'en or ja; $null: English.' }),
    acts(`${side}DsnLanguageDetectionEnabled`, 'Boolean', {
      help: "$true: in the language of the message's Accept-Language, where there is one.",
    }),
    acts(`${side}DsnMaxMessageAttachSize`, 'ByteQuantifiedSize', {
      help: 'Of a larger original only the header is attached; 0: always.',
    }),
    acts(`${side}DsnReportingAuthority`, 'SmtpDomain', { help: 'Reporting-MTA; $null: this server.' }),
    acts(`${side}DsnSendHtml`, 'Boolean', { help: '$false: plain text alone.' }),
  ];
}

export const getTransportConfig: CommandSpec = command(
  'Get-TransportConfig',
  { synopsis: 'Shows the settings of the whole organization.', returns: 'TransportConfig' },
  [optionalIdentity('OrganizationIdParameter'), DOMAIN_CONTROLLER],
);

/** mail-flow.md §8.1. AllowOpenRelay, SmtpReplyFamily and TlsReportsEnabled are our own. */
export const setTransportConfig: CommandSpec = command(
  'Set-TransportConfig',
  {
    synopsis: 'Changes the settings of the whole organization.',
    shouldProcess: true,
    returns: '',
    examples: [
      {
        code: 'Set-TransportConfig -MaxReceiveSize 25MB -MaxSendSize 25MB',
        text: 'Limits for every message.',
      },
    ],
  },
  [
    optionalIdentity('OrganizationIdParameter'),
    acts('TLSReceiveDomainSecureList', 'MultiValuedProperty', {
      ...EDITABLE,
      help: 'Domains whose certificate makes a session Partner, on Receive connectors with DomainSecureEnabled.',
    }),
    acts('TLSSendDomainSecureList', 'MultiValuedProperty', {
      ...EDITABLE,
      help: 'Domains that Send connectors with DomainSecureEnabled speak mutual TLS with.',
    }),
    acts('MaxReceiveSize', 'Unlimited', {
      ...OF_SIZE,
      help: 'Of a message to a recipient inside or outside.',
    }),
    acts('MaxSendSize', 'Unlimited', { ...OF_SIZE, help: 'Of a message from a sender inside or outside.' }),
    acts('MaxRecipientEnvelopeLimit', 'Unlimited', { help: 'Recipients of one message.' }),
    acts('ExternalPostmasterAddress', 'SmtpAddress', {
      help: 'Sender of reports to outside; $null: postmaster@default domain.',
    }),
    ...dsnParameters('External', 'outside'),
    ...dsnParameters('Internal', 'in accepted domains'),
    acts('GenerateCopyOfDSNFor', 'MultiValuedProperty', {
      ...EDITABLE,
      help: 'Enhanced codes such as 5.4.6: these failures are reported to the postmaster mailbox too.',
    }),
    acts('AllowOpenRelay', 'Boolean', { help: 'Turns the open-relay guard off. Leave it $false.' }),
    acts('SmtpReplyFamily', 'SmtpReplyFamily', {
      help: 'classic: replies as in Exchange 2013; modern: as in newer builds.',
    }),
    acts('TlsReportsEnabled', 'Boolean', {
      help: '$true: domains that ask for it are mailed a report about TLS each day (RFC 8460).',
    }),
    acts('Force', 'SwitchParameter', { help: 'Accepted for the sake of scripts; nothing is asked.' }),
    DOMAIN_CONTROLLER,
    ...stores('Boolean', [
      'AddressBookPolicyRoutingEnabled',
      'AgentGeneratedMessageLoopDetectionInSubmissionEnabled',
      'AgentGeneratedMessageLoopDetectionInSmtpEnabled',
      'Rfc2231EncodingEnabled',
      'VerifySecureSubmitEnabled',
    ]),
    ...stores('Int32', [
      'DiagnosticsAggregationServicePort',
      'MaxRetriesForLocalSiteShadow',
      'MaxRetriesForRemoteSiteShadow',
    ]),
    ...stores('DSNConversionOption', ['DSNConversionMode']),
    ...stores('HeaderPromotionMode', ['HeaderPromotionModeSetting']),
    ...stores('MultiValuedProperty', ['InternalSMTPServers', 'SupervisionTags'], EDITABLE),
    ...stores('UInt32', [
      'MaxAllowedAgentGeneratedMessageDepth',
      'MaxAllowedAgentGeneratedMessageDepthPerAgent',
    ]),
    ...stores('ByteQuantifiedSize', ['MaxDumpsterSizePerDatabase', 'TransportRuleAttachmentTextScanLimit']),
    ...stores('EnhancedTimeSpan', [
      'MaxDumpsterTime',
      'QueueDiagnosticsAggregationInterval',
      'SafetyNetHoldTime',
    ]),
    ...refuses('Boolean', [
      'ClearCategories',
      'ConvertDisclaimerWrapperToEml',
      'RejectMessageOnShadowFailure',
      'ShadowRedundancyEnabled',
      'VoicemailJournalingEnabled',
      'Xexch50Enabled',
    ]),
    ...refuses('SmtpAddress', ['JournalingReportNdrTo']),
    ...refuses('EnhancedTimeSpan', [
      'ShadowHeartbeatFrequency',
      'ShadowHeartbeatTimeoutInterval',
      'ShadowMessageAutoDiscardInterval',
      'ShadowResubmitTimeSpan',
    ]),
    ...refuses('Int32', ['ShadowHeartbeatRetryCount']),
    ...refuses('ShadowMessagePreference', ['ShadowMessagePreferenceSetting']),
  ],
);
