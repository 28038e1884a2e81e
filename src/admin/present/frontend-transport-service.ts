import type { ServiceLogs } from '../../config/log-settings.ts';
import type { ServerIdentity } from '../../config/organization.ts';
import type { AdminObject } from '../contract/values.ts';
import { serverDn } from './distinguished-name.ts';
import { presentServiceLogs } from './service-logs.ts';
import { adminObject, enumValue, typed } from './values.ts';

/** Name first, then the settings by name. shell-language.md §9.5 */
export function presentFrontendTransportService(logs: ServiceLogs, server: ServerIdentity): AdminObject {
  return adminObject('FrontendTransportServer', server.name, [
    ['Name', server.name],
    ...presentServiceLogs(logs, 'FrontEnd').toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ['DistinguishedName', serverDn(server)],
    ['Identity', typed('Microsoft.Exchange.Data.Directory.ADObjectId', server.name, { Name: server.name })],
    ['OriginatingServer', server.fqdn],
    ['IsValid', true],
    ['ObjectState', enumValue('ObjectState', 'Unchanged')],
  ]);
}
