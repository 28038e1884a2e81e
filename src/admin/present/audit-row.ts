import type { ServerIdentity } from '../../config/organization.ts';
import type { AuditRow } from '../../config/snapshot.ts';
import type { AdminObject } from '../contract/values.ts';
import { adminObject, dateTime, enumValue, list, typed } from './values.ts';

/** One entry of the admin audit log. mail-flow.md §11.2 */
export function presentAuditRow(
  row: AuditRow,
  { server, index }: Readonly<{ server: ServerIdentity; index: number }>,
): AdminObject {
  const parameters = Object.entries(row.parameters).map(([Name, Value]) =>
    typed('Microsoft.Exchange.Management.SystemConfigurationTasks.AdminAuditLogCmdletParameter', Name, {
      Name,
      Value,
    }),
  );
  return adminObject('AdminAuditLogEvent', String(index), [
    ['ObjectModified', row.objectModified],
    ['CmdletName', row.command],
    ['CmdletParameters', list(parameters)],
    ['ModifiedProperties', list([])],
    ['Caller', row.caller],
    ['Succeeded', row.succeeded],
    ['Error', row.error ?? 'None'],
    ['RunDate', dateTime(row.runAt)],
    ['OriginatingServer', server.fqdn],
    ['Identity', String(index)],
    ['IsValid', true],
    ['ObjectState', enumValue('ObjectState', 'New')],
  ]);
}
