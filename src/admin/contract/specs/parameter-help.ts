/** One sentence for parameters that mean the same wherever they are; what a command says itself comes first. */
const BY_NAME: Readonly<Record<string, string>> = {
  Identity: 'Name, GUID or distinguished name of the object.',
  Name: 'Name of the object, unique among its kind.',
  Server: 'Name of this server; another one is an error.',
  Comment: 'A note for administrators.',
  Enabled: '$false takes it out of use and keeps its settings.',
  ResultSize: 'Most objects to return; 1000 unless given.',
  Credential: 'Who asks the directory; there is only one directory here.',
  ReadFromDomainController: 'Accepted; there is one directory.',
  IgnoreDefaultScope: 'Accepted where it changes nothing; there is one directory.',
  // Connectors
  Bindings: 'Addresses and ports to listen on, as address:port; 0.0.0.0 and [::] stand for all.',
  RemoteIPRanges: 'Who may use the connector: addresses, ranges Low-High, or CIDR.',
  Usage: 'Kind of connector, from which permission groups and mechanisms follow.',
  Custom: 'Short for -Usage Custom: nothing is preset.',
  Internet: 'Short for -Usage Internet.',
  Internal: 'Short for -Usage Internal.',
  Partner: 'Short for -Usage Partner.',
  Client: 'Short for -Usage Client.',
  MaxRecipientsPerMessage: 'Recipients of one message; further ones are answered 452.',
  MaxMessageSize: 'Largest message, header and body.',
  ProtocolLoggingLevel: 'Verbose writes the dialogue of each session into the protocol log.',
  SuppressXAnonymousTls: 'Does not offer X-ANONYMOUSTLS.',
  RequireTLS: '$true: nothing is sent without TLS.',
  EnableAuthGSSAPI: 'Offers Kerberos beside NTLM.',
  ExtendedProtectionPolicy: 'Binding of integrated sign-in to the TLS channel.',
  MaxAcknowledgementDelay: 'Wait for a shadow copy before the reply.',
  ServiceDiscoveryFqdn: 'Name that clients are told to find the service by.',
  TlsCertificateName: 'Issuer and subject of the certificate to use.',
  TlsDomainCapabilities: 'What is granted to domains that show a certificate.',
  DomainSecureEnabled: 'Mutual TLS with the domains of the organization’s lists.',
  AddressSpaces: 'Domains whose mail takes this connector, as domain or SMTP:domain;cost.',
  CloudServicesMailEnabled: 'Keeps headers of a hybrid organization.',
  ConnectionInactivityTimeOut: 'An idle connection is closed after this time.',
  ConnectorType: 'Kind of connector in a hybrid organization.',
  ErrorPolicies: 'Which failures count as passing, or the other way round.',
  ForceHELO: '$true: greets with HELO instead of EHLO.',
  FrontendProxyEnabled:
    'The logs of the connector lie in the folder FrontEnd; mail goes the same way either way.',
  IgnoreSTARTTLS: '$true: no TLS even where it is offered.',
  IsScopedConnector: 'Only servers of the same site use the connector.',
  Port: 'Port of the next hop; 25 unless given.',
  RequireOorg: 'Demands XOORG of the other side.',
  SmartHostAuthMechanism: 'How to sign in at the smart host.',
  SourceIPAddress: 'Local address that connections leave from.',
  SourceTransportServers: 'Servers that the connector sends from; this one.',
  TlsAuthLevel: 'What is demanded of the other side’s certificate.',
  TlsDomain: 'Name that the certificate must bear with DomainValidation.',
  UseExternalDNSServersEnabled: 'Asks the servers of ExternalDNSServers instead of the internal ones.',
  // Domains
  DomainType: 'Authoritative: recipients are here; InternalRelay, ExternalRelay: mail goes on.',
  MatchSubDomains: '$true: the domains below it count as accepted too.',
  PendingCompletion: 'State of a domain with a hosting provider.',
  PendingRemoval: 'State of a domain with a hosting provider.',
  AllowedOOFType: 'Which out-of-office messages may go there.',
  AutoForwardEnabled: '$false holds automatically forwarded messages back.',
  AutoReplyEnabled: '$false holds automatic replies back.',
  ByteEncoderTypeFor7BitCharsets: 'How seven-bit character sets are encoded where messages are converted.',
  CharacterSet: 'Character set of messages that are converted to MIME.',
  ContentType: 'Form of messages that are converted to MIME.',
  DisplaySenderName: '$false takes the display name out of From.',
  IsInternal: '$true: recipients there count as inside.',
  LineWrapSize: 'Columns of a line where messages are converted.',
  MeetingForwardNotificationEnabled: 'Lets notices of forwarded meetings through.',
  MessageCountThreshold: 'Messages to the domain that monitoring accepts.',
  NonMimeCharacterSet: 'Character set of messages without MIME.',
  PreferredInternetCodePageForShiftJis: 'Code page for Japanese text where messages are converted.',
  RequiredCharsetCoverage: 'Share of letters that a preferred character set must hold.',
  TargetDeliveryDomain: 'The domain is the target of a hybrid organization.',
  TNEFEnabled: 'Keeps TNEF where messages are converted.',
  TrustedMailInboundEnabled: '$true: messages from there are not filtered.',
  TrustedMailOutboundEnabled: '$true: messages to there are not filtered.',
  UseSimpleDisplayName: 'Sends the simple display name where messages are converted.',
  // Rights
  Instance: 'An entry as Get-ADPermission returned it.',
  Owner: 'Who owns the object.',
  User: 'Who holds the right: an account, a group, or a SID.',
  AccessRights: 'Rights of the directory, such as ReadProperty or GenericAll.',
  InheritanceType: 'Which objects below inherit the entry.',
  InheritedObjectType: 'Kind of objects that inherit the entry.',
  ChildObjectTypes: 'Kinds of children that the entry is about.',
  Properties: 'Properties that the answer or entry is about.',
  // Recipients
  Alias: 'Short name of the recipient.',
  DisplayName: 'Name that people see.',
  ExternalEmailAddress: 'Where mail to this recipient goes.',
  PrimarySmtpAddress: 'Address that the recipient is written as.',
  UserPrincipalName: 'Name to sign in with, as user@domain.',
  SamAccountName: 'Name to sign in with, as DOMAIN\\user.',
  RequireSenderAuthenticationEnabled: '$true: mail from sessions without sign-in is refused.',
  ManagedBy: 'Who manages the group.',
  Members: 'First members of the group.',
  Member: 'A recipient by name or address.',
  Notes: 'A note for administrators.',
  MailTip: 'Text that mail programs show before a message is sent.',
  SimpleDisplayName: 'Display name in plain ASCII.',
  FirstName: 'Given name.',
  Initials: 'Initials.',
  LastName: 'Family name.',
  RecipientTypeDetails: 'Only recipients of these types.',
  // Filters
  BlankSenderBlockingEnabled: '$true: refuses the null sender.',
  BlockedDomains: 'Domains whose senders are blocked.',
  BlockedDomainsAndSubdomains: 'Domains whose senders are blocked, with all below them.',
  BlockedSenders: 'Addresses that are blocked as senders.',
  BlockedRecipients: 'Addresses that take no mail.',
  BlockListEnabled: 'Whether BlockedRecipients is looked at.',
  RecipientBlockedSenderAction: 'What becomes of mail whose recipient has blocked the sender.',
  ExternalMailEnabled: 'Whether mail from outside is filtered.',
  InternalMailEnabled: 'Whether mail from inside is filtered.',
  // Queues, messages, tracking, audit
  Queue: 'Messages of one queue.',
  Include: 'Only queues of these kinds.',
  IncludeRecipientInfo: 'Shows the recipients of each message too.',
  BookmarkObject: 'Object to begin the page at.',
  IncludeBookmark: '$false: the page begins behind the bookmark.',
  SearchForward: '$false: pages go backwards.',
  ReturnPageInfo: 'Adds the number of the first object and of all.',
  EventId: 'RECEIVE, SEND, DELIVER, DEFER, FAIL, DSN, EXPAND and so on.',
  InternalMessageId: 'Number that the server gave the message.',
  NetworkMessageId: 'Identity of the message across servers.',
  Recipients: 'Addresses of recipients.',
  Reference: 'Message that the event refers to.',
  Sender: 'Address of the sender.',
  Source: 'Part of the server that tells of the event: SMTP, ROUTING, DSN and so on.',
  Start: 'Events from this time on.',
  Cmdlets: 'Names of cmdlets that were run.',
  StartDate: 'Entries from this time on.',
  EndDate: 'Entries before this time.',
  IsSuccess: '$true: what succeeded; $false: what failed.',
  ObjectIds: 'Objects that were changed.',
  UserIds: 'Who ran the cmdlets.',
  Domain: 'Servers of this domain.',
  Dag: 'Servers of a database availability group.',
  Site: 'Servers of a site.',
  // Transport service
  DelayNotificationTimeout: 'A sender is told of a delay after this time.',
  MessageExpirationTimeout: 'A message that could not be sent is reported and removed after this time.',
  MessageRetryInterval: 'Wait of a message that a next hop put off.',
  MaxOutboundConnections: 'Connections to outside at a time.',
  MaxPerDomainOutboundConnections: 'Connections to one next hop at a time.',
  OutboundConnectionFailureRetryInterval: 'Wait between attempts after the quick ones.',
  QueueGlitchRetryCount: 'Attempts right after a connection failed.',
  QueueGlitchRetryInterval: 'Wait between these attempts.',
  TransientFailureRetryCount: 'Attempts after those, before the long wait.',
  TransientFailureRetryInterval: 'Wait between these attempts.',
  RecoverableItemsQuota: 'Limit of a mailbox’s dumpster.',
  RecoverableItemsWarningQuota: 'Limit of a mailbox’s dumpster.',
};

/** Sentences for families of names; the captured part goes into the sentence, in words. */
const BY_PATTERN: readonly (readonly [RegExp, string])[] = [
  [/^(Extension)?CustomAttribute(\d+)$/, 'A field for the organization’s own use.'],
  [/^(.+?)Log(?:File)?Path$/, 'Folder of the $1 log.'],
  [/^(.+?)LogMaxAge$/, 'Files of the $1 log are deleted after this time.'],
  [/^(.+?)LogMaxDirectorySize$/, 'Most that the files of the $1 log may take together.'],
  [/^(.+?)LogMaxFileSize$/, 'A file of the $1 log is closed at this size.'],
  [/^(.+?)LogEnabled$/, 'Whether the $1 log is written.'],
  [
    /^(External|Internal)Dsn|^(External|Internal)DelayDsn/,
    'How delivery reports to senders of that side look.',
  ],
  [/^(External|Internal)DNS/, 'How names are looked up.'],
  [/^Shadow|Shadow|SafetyNet|Dumpster/, 'Shadow copies of messages on other servers.'],
  [/^TransportSync|^WindowsLiveHotmail/, 'Fetching mail from accounts elsewhere.'],
  [/^(AcceptMessagesOnlyFrom|RejectMessagesFrom|GrantSendOnBehalfTo)/, 'Who may write to the recipient.'],
  [/Moderat|^ArbitrationMailbox$/, 'Approval of messages before they are delivered.'],
  [/^(UM|CreateDTMF|Secondary(Address|DialPlan)|RemoveSpokenName)/, 'Voice mail.'],
  [/^(Mac|Message|UsePrefer|UseMapi).*Format$/, 'Form of messages that are converted for the recipient.'],
  [/^(AgentGenerated|MaxAllowedAgent)/, 'Limits of messages that agents make.'],
  [/^(PipelineTracing|ContentConversionTracing)/, 'Copies of messages for the search of faults.'],
];

/** @returns what Get-Help says of a parameter that its command says nothing of */
export function commonHelp(name: string): string {
  const known = BY_NAME[name];
  if (known !== undefined) return known;
  for (const [pattern, sentence] of BY_PATTERN) {
    const found = pattern.exec(name);
    if (found !== null) return sentence.replace('$1', () => inWords(found[1] ?? ''));
  }
  return `${sentenceCase(inWords(name))}, as with Exchange.`;
}

/** `ReceiveProtocol` → `receive protocol`, `DnsLog` → `dns log`; capitals that stand together stay. */
function inWords(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')
    .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
