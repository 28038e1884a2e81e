import { isAbsolutePath } from '../../../config/foreign-connector.ts';
import type { TransportService } from '../../../config/organization.ts';
import { type Arguments, isGiven, textOf } from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { badText } from '../../snapshot-change.ts';

const FOLDERS = [
  ['PickupDirectoryPath', 'pickupDirectoryPath'],
  ['ReplayDirectoryPath', 'replayDirectoryPath'],
] as const;

/** What a path that is not absolute begins with: these folders are the server's own. */
const OWN = 'TransportRoles/';

/** Exchange: Set-TransportService -PickupDirectoryPath, -ReplayDirectoryPath, -RootDropDirectoryPath; mail-flow.md §1.7, §1.8, §1.10 */
export function applyFolders(service: TransportService, args: Arguments): TransportService {
  let next = service;
  for (const [parameter, field] of FOLDERS) {
    const path = textOf(args, parameter);
    if (path !== undefined) next = { ...next, [field]: path === null ? null : withoutEndingSlash(path) };
  }
  const root = textOf(args, 'RootDropDirectoryPath');
  if (root === undefined) return next;
  return { ...next, rootDropDirectoryPath: root === null || root === '' ? null : withoutEndingSlash(root) };
}

/** Whether a folder is there and safe is seen when it is opened: it may be made after the setting. */
export function checkFolders(next: TransportService): AdminError | null {
  for (const [parameter, field] of FOLDERS) {
    const path = next[field];
    if (path === null || isUsable(path)) continue;
    const reason = `"${path}" is neither an absolute path nor one that begins with ${OWN} (below the data folder)`;
    return badText(parameter, reason, path);
  }
  const { pickupDirectoryPath: pickup, replayDirectoryPath: replay, rootDropDirectoryPath: root } = next;
  if (root !== null && (!isAbsolutePath(root) || root.split(/[\\/]/).includes('..') || root.includes('\0')))
    return badText('RootDropDirectoryPath', `"${root}" is no absolute path`, root);
  if (pickup === null || replay === null || !isSameOrInside(pickup, replay)) return null;
  return badText(
    'ReplayDirectoryPath',
    'it must not be, hold or lie in the folder of PickupDirectoryPath',
    replay,
  );
}

/** No Receive connector stands before these folders. mail-flow.md §1.9 */
export function folderWarnings(next: TransportService, args: Arguments): readonly string[] {
  return FOLDERS.filter(([parameter, field]) => isGiven(args, parameter) && next[field] !== null).map(
    ([parameter, field]) =>
      `Whoever can write into the folder ${next[field] ?? ''} can send mail to anybody, as anybody: none of the checks of Receive connectors apply to it. Keep ${parameter} closed to others.`,
  );
}

function withoutEndingSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

function isUsable(path: string): boolean {
  const parts = path.split('/');
  if (parts.includes('..') || path.includes('\0')) return false;
  return isAbsolutePath(path) || path.startsWith(OWN);
}

function isSameOrInside(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
}
