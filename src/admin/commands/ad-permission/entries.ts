import { findPrincipal } from '../../../config/principals.ts';
import type { AccessEntry, ReceiveConnector } from '../../../config/receive-connector.ts';
import { canonicalRight } from '../../../config/rights.ts';
import type { ConfigSnapshot } from '../../../config/snapshot.ts';
import { ENUMS } from '../../contract/specs/enums.ts';
import { type Arguments, itemsOf, switchOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { isArray, textOfValue } from '../../contract/value-text.ts';
import type { AdminObject, Value } from '../../contract/values.ts';
import { findOne, receiveConnectorKeys } from '../../identity.ts';
import { badText, badValue } from '../../snapshot-change.ts';

/** The connector and the entries that an invocation names. */
export type Named = Readonly<{
  connector: ReceiveConnector;
  principal: string;
  entries: readonly AccessEntry[];
}>;

/** The connector by -Identity, or by the object of the parameter set Instance. */
export function namedConnector(current: ConfigSnapshot, args: Arguments): ReceiveConnector | AdminError {
  const instance = instanceOf(args);
  const text = instance === null ? textOf(args, 'Identity') : textProperty(instance, 'Identity');
  const { receiveConnectors: items, server } = current;
  return findOne({ items, keys: receiveConnectorKeys, server }, text);
}

/** E24 */
export function namedPrincipal(current: ConfigSnapshot, text: string): string | AdminError {
  const found = findPrincipal(text, current.server.domain, current.directory);
  return found ?? badValue('E24', 'User', `User or group "${text}" wasn't found.`, text);
}

/** What -User, -ExtendedRights, -AccessRights, -Deny and their kin describe; in the set Instance what they do not say
 *  is taken from the object. One entry a right. receive-connectors.md §6.1, §6.2 */
export function namedEntries(current: ConfigSnapshot, args: Arguments): Named | AdminError {
  const connector = namedConnector(current, args);
  if (isAdminError(connector)) return connector;
  const described = describe(args, instanceOf(args));
  const principal = namedPrincipal(current, described.user);
  if (isAdminError(principal)) return principal;
  const rights = canonicalRights(described.extendedRights);
  if (isAdminError(rights)) return rights;
  const misuse = checkCombination(described);
  if (misuse !== null) return misuse;
  const common = {
    principal,
    deny: described.deny,
    inheritanceType: described.inheritanceType,
    childObjectTypes: described.childObjectTypes,
    properties: described.properties,
  };
  const others = described.accessRights.filter((right) => right !== 'ExtendedRight');
  return {
    connector,
    principal,
    entries: [
      ...rights.map((extendedRight) => ({ ...common, extendedRight, accessRights: ['ExtendedRight'] })),
      ...(others.length === 0 ? [] : [{ ...common, extendedRight: null, accessRights: others }]),
    ],
  };
}

type Described = Readonly<{
  user: string;
  extendedRights: readonly string[];
  accessRights: readonly string[];
  deny: boolean;
  inheritanceType: AccessEntry['inheritanceType'];
  childObjectTypes: readonly string[];
  properties: readonly string[];
}>;

const INHERITANCE = ['None', 'All', 'Children', 'Descendents', 'SelfAndChildren'] as const;

function describe(args: Arguments, instance: AdminObject | null): Described {
  const items = (name: string): readonly string[] =>
    args[name] === undefined ? listProperty(instance, name) : itemsOf(args, name);
  const inheritance = textOf(args, 'InheritanceType') ?? textProperty(instance, 'InheritanceType');
  return {
    user: textOf(args, 'User') ?? textProperty(instance, 'User') ?? '',
    extendedRights: items('ExtendedRights'),
    accessRights: items('AccessRights'),
    deny: args['Deny'] === undefined ? property(instance, 'Deny') === true : switchOf(args, 'Deny'),
    inheritanceType: INHERITANCE.find((name) => name === inheritance) ?? 'All',
    childObjectTypes: items('ChildObjectTypes'),
    properties: items('Properties'),
  };
}

/** E24 for the first right that is none. */
function canonicalRights(names: readonly string[]): readonly string[] | AdminError {
  const rights: string[] = [];
  for (const name of names) {
    const right = canonicalRight(name);
    if (right === null)
      return badValue('E24', 'ExtendedRights', `Extended right "${name}" wasn't found.`, name);
    if (!rights.includes(right)) rights.push(right);
  }
  return rights;
}

function checkCombination(described: Described): AdminError | null {
  const { accessRights, extendedRights, childObjectTypes, properties } = described;
  const has = (...rights: readonly string[]): boolean => accessRights.some((right) => rights.includes(right));
  if (extendedRights.length === 0 && (accessRights.length === 0 || has('ExtendedRight'))) {
    return badText('ExtendedRights', 'name at least one extended right', '');
  }
  if (childObjectTypes.length > 0 && !has('CreateChild', 'DeleteChild')) {
    return badText(
      'ChildObjectTypes',
      'it can only be used with the AccessRights values CreateChild and DeleteChild',
      '',
    );
  }
  if (properties.length > 0 && !has('ReadProperty', 'WriteProperty', 'Self')) {
    return badText(
      'Properties',
      'it can only be used with the AccessRights values ReadProperty, WriteProperty and Self',
      '',
    );
  }
  return null;
}

function instanceOf(args: Arguments): AdminObject | null {
  const argument = args['Instance'];
  return argument?.kind === 'object' ? argument.object : null;
}

function property(object: AdminObject | null, name: string): Value | undefined {
  return object?.properties.find(([key]) => key === name)?.[1];
}

function textProperty(object: AdminObject | null, name: string): string | null {
  const value = property(object, name);
  return value === undefined ? null : textOfValue(value);
}

function listProperty(object: AdminObject | null, name: string): readonly string[] {
  const value = property(object, name);
  if (typeof value !== 'object' || value === null) return [];
  const items = isArray(value) ? value : value.$ === 'list' ? value.items : [value];
  const known = ENUMS['ActiveDirectoryRights']?.values ?? [];
  return items.map(textOfValue).filter((text) => name !== 'AccessRights' || known.includes(text));
}

/** Rights as the confirmation of Remove- quotes them: `'a', 'b'`. */
export function quotedRights(entries: readonly AccessEntry[]): string {
  return entries.map((entry) => `'${entry.extendedRight ?? entry.accessRights.join(', ')}'`).join(', ');
}
