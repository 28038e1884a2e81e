/** Enumerations that parameters take: names in declared order, numbers as PowerShell has them. shell-language.md §4 */
export type EnumSpec = Readonly<{
  values: readonly string[];
  numbers: readonly number[];
  /** Several names may be combined, joined by `, ` in declared order. */
  flags?: boolean;
}>;

const counted = (...values: readonly string[]): EnumSpec => ({
  values,
  numbers: values.map((_, index) => index),
});

/** By the type name that cmdlets.json gives the parameter. */
export const ENUMS: Readonly<Record<string, EnumSpec>> = {
  AuthMechanisms: {
    values: [
      'None',
      'Tls',
      'Integrated',
      'BasicAuth',
      'BasicAuthRequireTLS',
      'ExchangeServer',
      'ExternalAuthoritative',
    ],
    numbers: [0, 1, 2, 4, 8, 16, 32],
    flags: true,
  },
  PermissionGroups: {
    values: [
      'None',
      'AnonymousUsers',
      'ExchangeUsers',
      'ExchangeServers',
      'ExchangeLegacyServers',
      'Partners',
      'Custom',
    ],
    numbers: [0, 1, 2, 4, 8, 16, 32],
    flags: true,
  },
  UsageType: counted('Custom', 'Internet', 'Internal', 'Client', 'Partner'),
  ServerRole: { values: ['FrontendTransport', 'HubTransport'], numbers: [16384, 32] },
  MessageRateSourceFlags: counted('None', 'IPAddress', 'User', 'All'),
  ProtocolLoggingLevel: counted('None', 'Verbose'),
  SizeMode: counted('Disabled', 'Enabled', 'EnabledWithoutValue'),
  ExtendedProtectionPolicySetting: counted('None', 'Allow', 'Require'),
  SmartHostAuthMechanism: {
    values: ['None', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer', 'ExternalAuthoritative'],
    numbers: [0, 4, 8, 16, 32],
  },
  ErrorPolicies: {
    values: ['Default', 'DowngradeDnsFailures', 'DowngradeCustomFailures', 'UpgradeCustomFailures'],
    numbers: [0, 1, 2, 4],
    flags: true,
  },
  TlsAuthLevel: {
    values: ['EncryptionOnly', 'CertificateValidation', 'DomainValidation'],
    numbers: [1, 2, 3],
  },
  TenantConnectorType: counted('Default', 'XPremises'),
  AcceptedDomainType: counted('Authoritative', 'ExternalRelay', 'InternalRelay'),
  QueueDigestGroupBy: counted(
    'NextHopDomain',
    'NextHopCategory',
    'NextHopKey',
    'DeliveryType',
    'Status',
    'LastError',
    'ServerName',
  ),
  DetailsLevel: counted('None', 'Normal', 'Verbose'),
  RecipientType: counted('MailUser', 'MailContact', 'MailUniversalDistributionGroup', 'UserMailbox'),
  AllowedOOFType: counted('External', 'InternalLegacy', 'ExternalLegacy', 'None'),
  ContentType: counted('MimeText', 'MimeHtml', 'MimeHtmlText'),
  ByteEncoderTypeFor7BitCharsetsEnum: {
    values: [
      'Use7Bit',
      'UseQP',
      'UseBase64',
      'UseQPHtmlDetectTextPlain',
      'UseBase64HtmlDetectTextPlain',
      'UseQPHtml7BitTextPlain',
      'UseBase64Html7BitTextPlain',
      'Undefined',
    ],
    numbers: [0, 1, 2, 5, 6, 13, 14, 65535],
  },
  PreferredInternetCodePageForShiftJisEnum: {
    values: ['Undefined', 'Iso2022Jp', 'Esc2022Jp', 'Sio2022Jp'],
    numbers: [0, 50220, 50221, 50222],
  },
  ActiveDirectoryRights: {
    values: [
      'CreateChild',
      'DeleteChild',
      'ListChildren',
      'Self',
      'ReadProperty',
      'WriteProperty',
      'DeleteTree',
      'ListObject',
      'ExtendedRight',
      'Delete',
      'ReadControl',
      'GenericExecute',
      'GenericWrite',
      'GenericRead',
      'WriteDacl',
      'WriteOwner',
      'GenericAll',
      'Synchronize',
      'AccessSystemSecurity',
    ],
    numbers: [
      1, 2, 4, 8, 16, 32, 64, 128, 256, 65536, 131072, 131076, 131112, 131220, 262144, 524288, 983551,
      1048576, 16777216,
    ],
  },
  ActiveDirectorySecurityInheritance: counted('None', 'All', 'Descendents', 'SelfAndChildren', 'Children'),
  BlockedSenderAction: counted('StampStatus', 'Reject'),
  RecipientBlockedSenderAction: counted('Reject', 'Delete'),
  AllowedServices: {
    values: ['None', 'IMAP', 'POP', 'IIS', 'SMTP'],
    numbers: [0, 1, 2, 8, 4],
    flags: true,
  },
  TlsVersion: counted('Tls10', 'Tls11', 'Tls12', 'Tls13'),
  ProtocolOption: counted('Any', 'UseUdpOnly', 'UseTcpOnly'),
  DSNConversionOption: counted('UseExchangeDSNs', 'PreserveDSNBody', 'DoNotConvert'),
  HeaderPromotionMode: counted('NoCreate', 'MayCreate', 'MustCreate'),
  ShadowMessagePreference: counted('PreferRemote', 'LocalOnly', 'RemoteOnly'),
  SyncLogLoggingLevel: counted('None', 'Information', 'Verbose', 'RawData', 'Debugging'),
  GroupType: counted('Distribution', 'Security'),
  MemberUpdateType: counted('Closed', 'Open', 'ApprovalRequired'),
  MessageFormat: counted('Text', 'Mime'),
  MessageBodyFormat: counted('Text', 'Html', 'TextAndHtml'),
  MacAttachmentFormat: counted('BinHex', 'UuEncode', 'AppleSingle', 'AppleDouble'),
  UseMapiRichTextFormat: counted('Never', 'Always', 'UseDefaultSettings'),
  TransportModerationNotificationFlags: counted('Never', 'Internal', 'Always'),
  SmtpReplyFamily: counted('classic', 'modern'),
  ObjectState: counted('New', 'Unchanged', 'Changed', 'Deleted'),
};
