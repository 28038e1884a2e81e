import { isTagged } from '../format/kinds.ts';
import { fullTypeName } from '../format/type-names.ts';
import { PsHashtable, PsList, PsObject, type PsValue } from '../values/value.ts';

const OBJECT = 'System.Object';
const VALUE_TYPE = 'System.ValueType';
const CUSTOM = 'System.Management.Automation.PSCustomObject';

/** Bases of an object of the configuration, as real exports have them. shell-language.md §14.5 */
const CONFIGURATION_OBJECT = [
  'Microsoft.Exchange.Data.Directory.SystemConfiguration.ADConfigurationObject',
  'Microsoft.Exchange.Data.Directory.ADObject',
  'Microsoft.Exchange.Data.Directory.ADRawEntry',
  'Microsoft.Exchange.Data.ConfigurableObject',
  OBJECT,
];

const BASES: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Exchange.Data.IPBinding': ['System.Net.IPEndPoint', 'System.Net.EndPoint', OBJECT],
  'Microsoft.Exchange.Data.Fqdn': ['Microsoft.Exchange.Data.SmtpDomain', OBJECT],
  'Microsoft.Exchange.Data.Directory.ADObjectId': ['Microsoft.Exchange.Data.ObjectId', OBJECT],
};

const DATA_ASSEMBLY =
  'Microsoft.Exchange.Data, Version=15.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35';
const CORE_ASSEMBLY = 'mscorlib, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089';

/** The type of a value and its bases, nearest first. */
export function typeChain(value: PsValue): readonly string[] {
  if (value instanceof PsList) return listChain(value);
  if (Array.isArray(value)) return ['System.Object[]', 'System.Array', OBJECT];
  if (value instanceof PsHashtable) {
    return value.ordered
      ? ['System.Collections.Specialized.OrderedDictionary', OBJECT]
      : ['System.Collections.Hashtable', OBJECT];
  }
  if (isTagged(value)) return scalarChain(value);
  return value instanceof PsObject ? objectChain(value) : [fullTypeName(value), OBJECT];
}

function objectChain(object: PsObject): readonly string[] {
  const full = fullTypeName(object);
  if (full === CUSTOM) return [CUSTOM, OBJECT];
  if (full.startsWith('Selected.')) return [full, CUSTOM, OBJECT];
  if (full.startsWith('Deserialized.')) return [full, `Deserialized.${OBJECT}`];
  return full.startsWith('Microsoft.Exchange.Data.Directory.')
    ? [full, ...CONFIGURATION_OBJECT]
    : [full, OBJECT];
}

function scalarChain(value: Extract<PsValue, Readonly<{ $: string }>>): readonly string[] {
  switch (value.$) {
    case 'enum':
      return [fullTypeName(value), 'System.Enum', VALUE_TYPE, OBJECT];
    case 'size':
      return ['Microsoft.Exchange.Data.ByteQuantifiedSize', VALUE_TYPE, OBJECT];
    case 'timespan':
      return ['Microsoft.Exchange.Data.EnhancedTimeSpan', VALUE_TYPE, OBJECT];
    case 'unlimited':
      return [`Microsoft.Exchange.Data.Unlimited\`1[[System.Int32, ${CORE_ASSEMBLY}]]`, VALUE_TYPE, OBJECT];
    default: {
      const full = fullTypeName(value);
      return [full, ...(BASES[full] ?? [OBJECT])];
    }
  }
}

function listChain(list: PsList): readonly string[] {
  if (list.typeName !== 'MultiValuedProperty') return ['System.Collections.ArrayList', OBJECT];
  const item = fullTypeName(list.items[0] ?? '').replace(/^Deserialized\./, '');
  const assembly = item.startsWith('System.') ? CORE_ASSEMBLY : DATA_ASSEMBLY;
  return [
    `Microsoft.Exchange.Data.MultiValuedProperty\`1[[${item}, ${assembly}]]`,
    'Microsoft.Exchange.Data.MultiValuedPropertyBase',
    OBJECT,
  ];
}
