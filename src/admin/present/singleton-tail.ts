import type { ServerIdentity } from '../../config/organization.ts';
import type { AdminObject } from '../contract/values.ts';
import { settingsDn } from './distinguished-name.ts';
import { enumValue, typed } from './values.ts';

/** The end of an object that exists once. */
export function singletonTail(name: string, server: ServerIdentity): AdminObject['properties'] {
  return [
    ['Name', name],
    ['DistinguishedName', settingsDn(server, name)],
    ['Identity', typed('Microsoft.Exchange.Data.Directory.ADObjectId', name, { Name: name })],
    ['OriginatingServer', server.fqdn],
    ['IsValid', true],
    ['ObjectState', enumValue('ObjectState', 'Unchanged')],
  ];
}
