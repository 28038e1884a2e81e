import type { ServerIdentity } from '../../config/organization.ts';
import type { AuditRow, ModifiedProperty } from '../../config/audit-row.ts';
import type { AdminObject, Value } from '../contract/values.ts';
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
    ['ModifiedProperties', list((row.modified ?? []).map(modifiedProperty))],
    ['Caller', row.caller],
    ['Succeeded', row.succeeded],
    ['Error', row.error ?? 'None'],
    ['RunDate', dateTime(row.runAt)],
    ['OriginatingServer', server.fqdn],
    ['ClientIP', row.address ?? ''],
    ['Identity', String(index)],
    ['IsValid', true],
    ['ObjectState', enumValue('ObjectState', 'New')],
  ]);
}

function modifiedProperty({ name, oldValue, newValue }: ModifiedProperty): Value {
  return typed('Microsoft.Exchange.Management.SystemConfigurationTasks.AdminAuditLogModifiedProperty', name, {
    Name: name,
    OldValue: oldValue,
    NewValue: newValue,
  });
}
