import { typeNameOf } from '../values/type-name.ts';
import { PsList, PsObject, type PsValue } from '../values/value.ts';
import { isTagged } from './kinds.ts';

const CONFIGURATION = 'Microsoft.Exchange.Data.Directory.SystemConfiguration.';
const MANAGEMENT = 'Microsoft.Exchange.Management.';

/** Full .NET names of the types that have short ones here. */
const FULL: Readonly<Record<string, string>> = {
  ReceiveConnector: `${CONFIGURATION}ReceiveConnector`,
  ForeignConnector: `${CONFIGURATION}ForeignConnector`,
  SendConnector: `${CONFIGURATION}SmtpSendConnectorConfig`,
  SmtpSendConnectorConfig: `${CONFIGURATION}SmtpSendConnectorConfig`,
  AcceptedDomain: `${CONFIGURATION}AcceptedDomain`,
  RemoteDomain: `${CONFIGURATION}DomainContentConfig`,
  TransportConfig: `${CONFIGURATION}TransportConfigContainer`,
  ADPermission: `${MANAGEMENT}RecipientTasks.ADAcePresentationObject`,
  Queue: 'Microsoft.Exchange.Data.QueueViewer.ExtensibleQueueInfo',
  Message: 'Microsoft.Exchange.Data.QueueViewer.ExtensibleMessageInfo',
  MessageTrackingEvent: `${MANAGEMENT}TransportLogSearchTasks.MessageTrackingEvent`,
  TransportService: `${CONFIGURATION}TransportServer`,
  FrontendTransportService: `${CONFIGURATION}FrontendTransportServer`,
  ExchangeCertificate: `${MANAGEMENT}SystemConfigurationTasks.ExchangeCertificate`,
  ExchangeServer: `${MANAGEMENT}SystemConfigurationTasks.ExchangeServer`,
  PSCustomObject: 'System.Management.Automation.PSCustomObject',
  PSVariable: 'System.Management.Automation.PSVariable',
  AliasInfo: 'System.Management.Automation.AliasInfo',
  CommandInfo: 'System.Management.Automation.FunctionInfo',
  ErrorRecord: 'System.Management.Automation.ErrorRecord',
  GroupInfo: 'Microsoft.PowerShell.Commands.GroupInfo',
  GroupInfoNoElement: 'Microsoft.PowerShell.Commands.GroupInfoNoElement',
  GenericMeasureInfo: 'Microsoft.PowerShell.Commands.GenericMeasureInfo',
  TextMeasureInfo: 'Microsoft.PowerShell.Commands.TextMeasureInfo',
  MemberDefinition: 'Microsoft.PowerShell.Commands.MemberDefinition',
  MatchInfo: 'Microsoft.PowerShell.Commands.MatchInfo',
  Guid: 'System.Guid',
  IPAddress: 'System.Net.IPAddress',
  ADObjectId: 'Microsoft.Exchange.Data.Directory.ADObjectId',
};

/** What Get-Member and the #TYPE line of a CSV file say. */
export function fullTypeName(value: PsValue): string {
  if (value === null) return 'System.Object';
  if (value instanceof PsObject) return expand(value.typeName);
  if (value instanceof PsList) return listType(value);
  if (isTagged(value) && (value.$ === 'typed' || value.$ === 'enum')) return scalarType(value.type);
  return typeNameOf(value).replace('`1', '');
}

/** The short form in which Get-Member writes the types of C#. */
export function memberTypeName(value: PsValue): string {
  const full = fullTypeName(value);
  return CSHARP[full] ?? (full.startsWith('System.') ? full.slice('System.'.length) : full);
}

const CSHARP: Readonly<Record<string, string>> = {
  'System.String': 'string',
  'System.Boolean': 'bool',
  'System.Int32': 'int',
  'System.Int64': 'long',
  'System.Double': 'double',
  'System.Object': 'System.Object',
  'System.Object[]': 'Object[]',
  'System.DateTime': 'datetime',
  'System.TimeSpan': 'timespan',
  'System.Collections.Hashtable': 'hashtable',
};

function expand(short: string): string {
  const parts = /^((?:Selected\.|Deserialized\.)*)(.*)$/.exec(short);
  const name = parts?.[2] ?? short;
  return `${parts?.[1] ?? ''}${FULL[name] ?? (name.includes('.') ? name : `${CONFIGURATION}${name}`)}`;
}

/** The inverse of what `fullTypeName` says of an object: the name that selects its view. */
export function shortTypeName(full: string): string {
  const parts = /^((?:Selected\.|Deserialized\.)*)(.*)$/s.exec(full);
  const name = parts?.[2] ?? full;
  const short = SHORT.get(name) ?? (name.startsWith(CONFIGURATION) ? name.slice(CONFIGURATION.length) : name);
  return `${parts?.[1] ?? ''}${short}`;
}

const SHORT: ReadonlyMap<string, string> = new Map(
  Object.entries(FULL).map(([short, full]) => [full, short]),
);

function scalarType(short: string): string {
  return FULL[short] ?? (short.includes('.') ? short : `Microsoft.Exchange.Data.${short}`);
}

function listType(list: PsList): string {
  if (list.typeName !== 'MultiValuedProperty') return typeNameOf(list).replace('`1', '');
  const [first = ''] = list.items;
  const item = memberTypeName(first);
  return `Microsoft.Exchange.Data.MultiValuedProperty[${item}]`;
}
