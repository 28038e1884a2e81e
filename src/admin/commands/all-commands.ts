import type { Command } from '../command.ts';
import { addPermission } from './ad-permission/add.ts';
import { showPermissions } from './ad-permission/get.ts';
import { removePermission } from './ad-permission/remove.ts';
import { showReceiveConnectors } from './receive-connector/get.ts';
import { createReceiveConnector } from './receive-connector/new.ts';
import { deleteReceiveConnector } from './receive-connector/remove.ts';
import { changeReceiveConnector } from './receive-connector/set.ts';

/** How each command of allSpecs is carried out. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'New-ReceiveConnector': { kind: 'change', change: createReceiveConnector },
  'Set-ReceiveConnector': { kind: 'change', change: changeReceiveConnector },
  'Get-ReceiveConnector': { kind: 'query', query: showReceiveConnectors },
  'Remove-ReceiveConnector': { kind: 'change', change: deleteReceiveConnector },
  'Add-ADPermission': { kind: 'change', change: addPermission },
  'Get-ADPermission': { kind: 'query', query: showPermissions },
  'Remove-ADPermission': { kind: 'change', change: removePermission },
};
