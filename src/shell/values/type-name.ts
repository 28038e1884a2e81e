import { isTagged } from '../format/kinds.ts';
import { elementTypeOf } from './array-type.ts';
import { isNumber, numericType } from './number.ts';
import { PsDateTime, PsHashtable, PsList, PsObject, PsScriptBlock, PsType, type PsValue } from './value.ts';

const LISTS: Readonly<Record<string, string>> = {
  ArrayList: 'System.Collections.ArrayList',
  List: 'System.Collections.Generic.List`1',
  MultiValuedProperty: 'Microsoft.Exchange.Data.MultiValuedProperty`1',
};

const OBJECTS: Readonly<Record<string, string>> = {
  PSCustomObject: 'System.Management.Automation.PSCustomObject',
  ErrorRecord: 'System.Management.Automation.ErrorRecord',
  DictionaryEntry: 'System.Collections.DictionaryEntry',
  GroupInfo: 'Microsoft.PowerShell.Commands.GroupInfo',
};

const SCALARS: Readonly<Record<string, string>> = {
  size: 'Microsoft.Exchange.Data.ByteQuantifiedSize',
  unlimited: 'Microsoft.Exchange.Data.Unlimited`1',
  timespan: 'System.TimeSpan',
  credential: 'System.Management.Automation.PSCredential',
  secret: 'System.Security.SecureString',
};

/** The full .NET name that messages, GetType() and -is see. */
export function typeNameOf(value: PsValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'System.String';
  if (typeof value === 'boolean') return 'System.Boolean';
  if (isNumber(value)) return `System.${numericType(value)}`;
  if (Array.isArray(value)) return `${elementTypeOf(value)}[]`;
  if (isTagged(value))
    return value.$ === 'enum' || value.$ === 'typed' ? value.type : (SCALARS[value.$] ?? 'System.Object');
  if (value instanceof PsList) return LISTS[value.typeName] ?? value.typeName;
  if (value instanceof PsObject) return OBJECTS[value.typeName] ?? value.typeName;
  if (value instanceof PsDateTime) return 'System.DateTime';
  if (value instanceof PsHashtable) {
    return value.ordered
      ? 'System.Collections.Specialized.OrderedDictionary'
      : 'System.Collections.Hashtable';
  }
  if (value instanceof PsScriptBlock) return 'System.Management.Automation.ScriptBlock';
  if (value instanceof PsType) return 'System.RuntimeType';
  return 'Microsoft.PowerShell.Commands.Internal.Format.FormatStartData';
}

export function shortName(full: string): string {
  return full.slice(full.lastIndexOf('.') + 1);
}

const ALIASES: Readonly<Record<string, string>> = {
  string: 'System.String',
  char: 'System.Char',
  int: 'System.Int32',
  int32: 'System.Int32',
  uint32: 'System.UInt32',
  int64: 'System.Int64',
  long: 'System.Int64',
  int16: 'System.Int16',
  byte: 'System.Byte',
  sbyte: 'System.SByte',
  uint16: 'System.UInt16',
  uint64: 'System.UInt64',
  double: 'System.Double',
  float: 'System.Single',
  single: 'System.Single',
  decimal: 'System.Decimal',
  bool: 'System.Boolean',
  boolean: 'System.Boolean',
  switch: 'System.Management.Automation.SwitchParameter',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  array: 'System.Array',
  object: 'System.Object',
  hashtable: 'System.Collections.Hashtable',
  ordered: 'System.Collections.Specialized.OrderedDictionary',
  'collections.arraylist': 'System.Collections.ArrayList',
  pscustomobject: 'System.Management.Automation.PSCustomObject',
  psobject: 'System.Management.Automation.PSObject',
  pscredential: 'System.Management.Automation.PSCredential',
  scriptblock: 'System.Management.Automation.ScriptBlock',
  securestring: 'System.Security.SecureString',
  regex: 'System.Text.RegularExpressions.Regex',
  xml: 'System.Xml.XmlDocument',
  void: 'System.Void',
  guid: 'System.Guid',
  version: 'System.Version',
  uri: 'System.Uri',
  type: 'System.Type',
  mailaddress: 'System.Net.Mail.MailAddress',
  ipaddress: 'System.Net.IPAddress',
  math: 'System.Math',
  convert: 'System.Convert',
  environment: 'System.Environment',
};

/** The full name of a type as it may be written: accelerators, `System.` left out, any case. Array and generic parts
 *  stay. A name that is not known comes back as written. */
export function fullTypeName(written: string): string {
  const array = written.endsWith('[]') ? '[]' : '';
  const bare = array === '' ? written : written.slice(0, -2);
  const lower = bare.toLowerCase();
  const known = ALIASES[lower] ?? ALIASES[lower.replace(/^system\./, '')];
  if (known !== undefined) return known + array;
  const byFull = FULL_NAMES.get(lower) ?? FULL_NAMES.get(`system.${lower}`);
  return (byFull ?? bare) + array;
}

const FULL_NAMES: ReadonlyMap<string, string> = new Map(
  [
    ...Object.values(ALIASES),
    'System.IO.File',
    'System.IO.Path',
    'System.Text.Encoding',
    'System.StringComparison',
    'System.DayOfWeek',
    'Microsoft.Exchange.Data.IPRange',
    'Microsoft.Exchange.Data.IPBinding',
    'Microsoft.Exchange.Data.ByteQuantifiedSize',
    'Microsoft.Exchange.Data.EnhancedTimeSpan',
    'Microsoft.Exchange.Data.SmtpAddress',
    'Microsoft.Exchange.Data.SmtpDomain',
    'Microsoft.Exchange.Data.Fqdn',
  ].map((name) => [name.toLowerCase(), name]),
);
