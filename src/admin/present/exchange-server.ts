import type { ServerIdentity } from '../../config/organization.ts';
import type { AdminObject } from '../contract/values.ts';
import { serverDn } from './distinguished-name.ts';
import { adminObject, enumValue, fqdn, typed } from './values.ts';

/** This server. @param version of the product, `0.1.0` */
export function presentExchangeServer(server: ServerIdentity, version: string): AdminObject {
  const [major = '0', minor = '0', patch = '0'] = version.split('.');
  return adminObject('ExchangeServer', server.name, [
    ['Name', server.name],
    ['Site', server.fqdn.split('.').slice(1).join('.')],
    ['ServerRole', 'Mailbox'],
    ['Edition', 'Postern'],
    [
      'AdminDisplayVersion',
      typed('Microsoft.Exchange.Data.ServerVersion', `Version ${major}.${minor} (Build ${patch}.0)`),
    ],
    ['Fqdn', fqdn(server.fqdn)],
    ['Domain', server.domain],
    ['IsHubTransportServer', true],
    ['IsFrontendTransportServer', true],
    ['IsEdgeServer', false],
    ['IsMailboxServer', true],
    ['DistinguishedName', serverDn(server)],
    ['Identity', typed('Microsoft.Exchange.Data.Directory.ADObjectId', server.name, { Name: server.name })],
    ['OriginatingServer', server.fqdn],
    ['IsValid', true],
    ['ObjectState', enumValue('ObjectState', 'Unchanged')],
  ]);
}
