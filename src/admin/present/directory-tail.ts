import type { ServerIdentity } from '../../config/organization.ts';
import type { AdminObject } from '../contract/values.ts';
import { dateTime, enumValue, guidValue, list, objectId, typed } from './values.ts';

type Stored = Readonly<{ guid: string; name: string; whenCreated: string; whenChanged: string }>;

type Described = Readonly<{
  server: ServerIdentity;
  /** Text of Identity. */
  identity: string;
  dn: string;
  objectClass: readonly string[];
}>;

/** The properties that every object of the configuration ends with. shell-language.md §9.5 */
export function directoryTail(stored: Stored, described: Described): AdminObject['properties'] {
  const { server, identity, dn, objectClass } = described;
  const id = objectId(identity, { name: stored.name, guid: stored.guid, dn });
  return [
    ['AdminDisplayName', ''],
    ['ExchangeVersion', typed('Microsoft.Exchange.Data.ExchangeObjectVersion', '0.1 (8.0.535.0)')],
    ['Name', stored.name],
    ['DistinguishedName', dn],
    ['Identity', id],
    ['Guid', guidValue(stored.guid)],
    ['ObjectCategory', typed('Microsoft.Exchange.Data.Directory.ADObjectId', objectClass.at(-1) ?? '')],
    ['ObjectClass', list(objectClass)],
    ['WhenChanged', dateTime(stored.whenChanged)],
    ['WhenCreated', dateTime(stored.whenCreated)],
    ['WhenChangedUTC', dateTime(stored.whenChanged)],
    ['WhenCreatedUTC', dateTime(stored.whenCreated)],
    ['OrganizationId', typed('Microsoft.Exchange.Data.Directory.OrganizationId', '')],
    ['Id', id],
    ['OriginatingServer', server.fqdn],
    ['IsValid', true],
    ['ObjectState', enumValue('ObjectState', 'Unchanged')],
  ];
}

/** The end of objects that lie in no container: Name, Identity, Guid, dates. shell-language.md §9.5 */
export function shortTail(stored: Stored, described: Described): AdminObject['properties'] {
  const wanted = ['Name', 'Identity', 'Guid', 'WhenChanged', 'WhenCreated', 'IsValid', 'ObjectState'];
  return directoryTail(stored, described).filter(([name]) => wanted.includes(name));
}
