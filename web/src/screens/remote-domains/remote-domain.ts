import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { textOf } from '../../api/objects.ts';
import type { Removal } from '../../frame/use-removal.tsx';
import type { Setting } from '../../settings/setting.ts';

export const GET_REMOTE_DOMAINS: Command = { name: 'Get-RemoteDomain', parameters: {} };

/** The one that holds for every domain without one of its own. mail-flow.md §2.5 */
export function isDefault(object: AdminObject): boolean {
  return textOf(object, 'DomainName') === '*';
}

export const REMOVAL: Removal<AdminObject> = {
  command: 'Remove-RemoteDomain',
  identity: (object) => textOf(object, 'Name'),
  consequence: 'remote.removeConsequence',
  isFixed: isDefault,
};

const NAME: Setting = { parameter: 'Name', name: 'connector.name', kind: 'text', required: true };

export const NEW: readonly Setting[] = [
  NAME,
  { parameter: 'DomainName', name: 'remote.domain', hint: 'remote.domainHint', kind: 'text', required: true },
];

export const EDIT: readonly Setting[] = [
  NAME,
  {
    parameter: 'DeliveryReportEnabled',
    name: 'remote.delivery',
    hint: 'remote.deliveryHint',
    kind: 'switch',
  },
  { parameter: 'NDREnabled', name: 'remote.ndr', hint: 'remote.ndrHint', kind: 'switch' },
  {
    parameter: 'NDRDiagnosticInfoEnabled',
    name: 'remote.diagnostics',
    hint: 'remote.diagnosticsHint',
    kind: 'switch',
  },
];
