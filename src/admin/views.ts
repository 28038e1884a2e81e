import { authorize } from './authorize.ts';
import type { AdminError } from './contract/errors.ts';
import type { Caller } from './ports.ts';

/** What the admin center shows beyond the objects of commands. */
export const VIEWS = ['overview', 'history', 'devices', 'dialogue', 'changes', 'drop'] as const;
export type View = (typeof VIEWS)[number];

/** A view is for those who may run the command that shows the same or more; `null` = for every administrator with a role. */
const COMMAND_OF: Readonly<Record<View, string | null>> = {
  overview: null,
  history: null,
  // Transport logs: receive-connectors.md §11 gives them to those who manage queues.
  devices: 'Get-Queue',
  dialogue: 'Get-Queue',
  changes: 'Search-AdminAuditLog',
  // The contents of mail: not for those who only view.
  drop: 'Export-Message',
};

/** @returns E23 where the caller lacks the role, else null */
export function authorizeView(caller: Caller, view: View): AdminError | null {
  const command = COMMAND_OF[view];
  if (command === null ? caller.roleGroups.length > 0 : authorize(caller, command) === null) return null;
  return {
    category: 'PermissionDenied',
    id: 'E23',
    message: `You don't have sufficient permissions to see ${view}.`,
    target: view,
  };
}
