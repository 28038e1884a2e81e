import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { isOn, itemsOf, textOf } from '../../api/objects.ts';
import type { Command } from '../../api/commands.ts';
import type { Removal } from '../../frame/use-removal.tsx';

/** A Receive connector as the screens need it. */
export type Connector = Readonly<{
  guid: string;
  /** `EX1\Anonymous Relay` */
  identity: string;
  name: string;
  enabled: boolean;
  role: string;
  bindings: readonly string[];
  ranges: readonly string[];
  groups: readonly string[];
  mechanisms: readonly string[];
  object: AdminObject;
}>;

export const REMOVAL: Removal<Connector> = {
  command: 'Remove-ReceiveConnector',
  identity: ({ identity }) => identity,
  consequence: 'connector.removeConsequence',
};

export const GET_CONNECTORS: Command = { name: 'Get-ReceiveConnector', parameters: {} };

/** What lists and the picture of the ranges need of each: a thousand connectors with all their settings are megabytes. */
export const LISTED: readonly string[] = [
  'Guid',
  'Identity',
  'Name',
  'Enabled',
  'TransportRole',
  'Bindings',
  'RemoteIPRanges',
  'PermissionGroups',
  'AuthMechanism',
];

export function connectorOf(object: AdminObject): Connector {
  const ranges = itemsOf(object, 'RemoteIPRanges');
  return {
    guid: textOf(object, 'Guid'),
    identity: textOf(object, 'Identity'),
    name: textOf(object, 'Name'),
    enabled: isOn(object, 'Enabled'),
    role: textOf(object, 'TransportRole'),
    bindings: itemsOf(object, 'Bindings'),
    ranges,
    groups: itemsOf(object, 'PermissionGroups'),
    mechanisms: itemsOf(object, 'AuthMechanism'),
    object,
  };
}
