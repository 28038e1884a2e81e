import type { Alignment } from './widths.ts';

export type ViewColumn = Readonly<{
  label: string;
  /** The first of these that the object has. */
  properties: readonly string[];
  width?: number;
  align?: Alignment;
}>;

/** How a type is shown when nobody says how: a table of columns, or the list of all properties. */
export type View =
  | Readonly<{ shape: 'table'; columns: readonly ViewColumn[]; groupBy?: string }>
  | Readonly<{ shape: 'list' }>
  /** The object's own text, line by line, in one block. */
  | Readonly<{ shape: 'text' }>;

const LIST: View = { shape: 'list' };

/** `Name`, `Name:25`, `Count:5>` (right-aligned), `Inherited=IsInherited` (label and property). */
function table(...columns: readonly string[]): Extract<View, { shape: 'table' }> {
  return { shape: 'table', columns: columns.map(viewColumn) };
}

function viewColumn(text: string): ViewColumn {
  const [names = '', size = ''] = text.split(':');
  const [label = '', property] = names.split('=');
  const width = Number.parseInt(size, 10);
  return {
    label,
    properties: property === undefined ? [label] : [...property.split('|'), label],
    ...(Number.isNaN(width) ? {} : { width }),
    ...(size.endsWith('>') ? { align: 'right' } : {}),
  };
}

const PROVIDER = table('Name', 'LookupDomain', 'Priority');
const ENTRY = table('Identity', 'IPRange', 'ExpirationTime', 'HasExpired');
const RECIPIENT = table('Name', 'RecipientType');
const COMMAND = table('CommandType:15', 'Name=DisplayName:50', 'Version:10', 'Source');

/** Default views by short type name. shell-language.md §9.5 */
const VIEWS: Readonly<Record<string, View>> = {
  ReceiveConnector: table('Identity', 'Bindings', 'Enabled'),
  ForeignConnector: table('Identity', 'AddressSpaces', 'Enabled'),
  SendConnector: table('Identity', 'AddressSpaces', 'Enabled'),
  SmtpSendConnectorConfig: table('Identity', 'AddressSpaces', 'Enabled'),
  AcceptedDomain: table('Name', 'DomainName', 'DomainType', 'Default'),
  RemoteDomain: table('Name', 'DomainName', 'AllowedOOFType'),
  DomainContentConfig: table('Name', 'DomainName', 'AllowedOOFType'),
  Queue: table(
    'Identity',
    'DeliveryType',
    'Status',
    'MessageCount',
    'Velocity',
    'RiskLevel',
    'OutboundIPPool',
    'NextHopDomain',
  ),
  ExtensibleQueueInfo: table(
    'Identity',
    'DeliveryType',
    'Status',
    'MessageCount',
    'Velocity',
    'RiskLevel',
    'OutboundIPPool',
    'NextHopDomain',
  ),
  QueueDigest: table(
    'GroupByValue',
    'MessageCount',
    'DeferredMessageCount',
    'LockedMessageCount',
    'StaleMessageCount',
    'Details',
  ),
  Message: table('Identity', 'FromAddress', 'Status', 'Queue', 'Subject'),
  ExtensibleMessageInfo: table('Identity', 'FromAddress', 'Status', 'Queue', 'Subject'),
  TrackedMessage: table('Received', 'Sender', 'Recipients', 'Status', 'Subject'),
  MessageTrackingEvent: table('EventId', 'Source', 'Sender', 'Recipients', 'MessageSubject'),
  ADPermission: table('Identity', 'User', 'Deny', 'Inherited=IsInherited'),
  ADAcePresentationObject: table('Identity', 'User', 'Deny', 'Inherited=IsInherited'),
  TransportService: table('Name', 'MessageTrackingLogEnabled', 'MessageTrackingLogPath'),
  FrontendTransportService: table('Name', 'AntispamAgentsEnabled'),
  TransportAgent: table('Identity:50', 'Enabled:15', 'Priority'),
  TransportRule: table('Name', 'State', 'Mode', 'Priority', 'Comments'),
  ExchangeServer: table('Name', 'Site', 'ServerRole', 'Edition', 'AdminDisplayVersion'),
  ExchangeCertificate: table('Thumbprint:40', 'Services', 'Subject'),
  IPAllowListEntry: ENTRY,
  IPBlockListEntry: ENTRY,
  IPAllowListProvider: PROVIDER,
  IPBlockListProvider: PROVIDER,
  ContentFilterPhrase: table('Phrase', 'Influence'),
  Recipient: RECIPIENT,
  MailUser: RECIPIENT,
  DistributionGroupMember: RECIPIENT,
  MailContact: table('Name', 'Alias', 'RecipientType'),
  DistributionGroup: table('Name', 'DisplayName', 'GroupType', 'PrimarySmtpAddress'),
  RoleGroup: table('Name', 'AssignedRoles=Roles', 'RoleAssignments', 'ManagedBy'),
  RoleGroupMember: table('Name', 'RecipientType'),
  Administrator: table('Name', 'DisplayName', 'RoleGroups', 'TotpEnabled', 'Enabled'),
  ApiToken: table('Identity', 'ExpiresOn'),
  TotpSecret: LIST,
  ManagementRole: table('Name', 'RoleType'),
  ManagementRoleAssignment: table(
    'Name',
    'Role',
    'RoleAssigneeName',
    'RoleAssigneeType',
    'AssignmentMethod',
    'EffectiveUserName',
  ),
  TransportConfig: LIST,
  TransportConfigContainer: LIST,
  RecipientFilterConfig: LIST,
  SenderFilterConfig: LIST,
  ContentFilterConfig: LIST,
  SenderIdConfig: LIST,
  SenderReputationConfig: LIST,
  AdminAuditLogConfig: LIST,
  GroupInfo: table('Count:5>', 'Name:25', 'Group'),
  GroupInfoNoElement: table('Count:5>', 'Name:25'),
  GenericMeasureInfo: LIST,
  AliasInfo: COMMAND,
  CommandInfo: COMMAND,
  PSVariable: table('Name:30', 'Value'),
  HistoryInfo: table('Id:4>', 'CommandLine'),
  MemberDefinition: { ...table('Name', 'MemberType', 'Definition'), groupBy: 'TypeName' },
  HelpInfoShort: table('Name:33', 'Category:9', 'Module:25', 'Synopsis'),
  MatchInfo: { shape: 'text' },
  DateTime: { shape: 'text' },
  PSCredential: table('UserName', 'Password'),
  TimeSpan: LIST,
  DictionaryEntry: table('Name:30', 'Value'),
  PathInfo: table('Path'),
  Hashtable: table('Name:30', 'Value'),
};

export function viewOf(typeName: string): View | null {
  return Object.hasOwn(VIEWS, typeName) ? (VIEWS[typeName] ?? null) : null;
}
