import { invalid, type Problem } from './problem.ts';
import type { TransportService } from './organization.ts';
import type { ForeignSettings, SendConnector } from './send-connector.ts';
import type { ConfigSnapshot } from './snapshot.ts';

/** A Send connector whose messages become files for another system. mail-flow.md §1.10, §3.9 */
export type ForeignConnector = SendConnector & Readonly<{ dropDirectory: string; foreign: ForeignSettings }>;

export function isForeign(connector: SendConnector): connector is ForeignConnector {
  return connector.foreign !== undefined && connector.dropDirectory !== null;
}

export function foreignConnectors(connectors: readonly SendConnector[]): readonly ForeignConnector[] {
  return connectors.filter(isForeign);
}

/** Send connectors as New-SendConnector makes them. */
export function smtpConnectors(connectors: readonly SendConnector[]): readonly SendConnector[] {
  return connectors.filter((connector) => !isForeign(connector));
}

/** Where drop directories lie while RootDropDirectoryPath is blank; below the data folder. */
const OWN_ROOT = 'TransportRoles/Drop';

/** The folder that a connector writes its files into: absolute, or below the data folder. Null where it writes none. */
export function dropFolderOf(
  connector: SendConnector,
  { rootDropDirectoryPath: root }: Pick<TransportService, 'rootDropDirectoryPath'>,
): string | null {
  const { dropDirectory } = connector;
  if (dropDirectory === null || !isForeign(connector)) return dropDirectory;
  if (root !== null) return `${root}/${dropDirectory}`;
  return isAbsolutePath(dropDirectory) ? dropDirectory : `${OWN_ROOT}/${dropDirectory}`;
}

/** On either kind of system; the folder of all folders is none. */
export function isAbsolutePath(path: string): boolean {
  return (path.startsWith('/') && path !== '/') || /^[A-Za-z]:[\\/]./.test(path);
}

const INT32 = 2_147_483_647;

/** @returns the first problem of a Foreign connector as it would be, or null. Its name is judged with those of the others */
export function validateForeignConnector(next: ForeignConnector, snapshot: ConfigSnapshot): Problem | null {
  if (next.addressSpaces.length === 0)
    return invalid('E25', 'AddressSpaces', "The value of AddressSpaces isn't valid: at least one is needed.");
  const { dropDirectoryQuotaBytes: quota } = next.foreign;
  const numbers = [
    ['MaxMessageSize', next.maxMessageSize ?? 0, 0],
    ['DropDirectoryQuota', quota ?? 1, 1],
  ] as const;
  for (const [parameter, value, min] of numbers) {
    if (value >= min && value <= INT32) continue;
    const message = `The value ${value} of ${parameter} is out of range. Valid values are ${min} to ${INT32}, or unlimited.`;
    return invalid('E09', parameter, message, String(value));
  }
  return checkDirectory(next, snapshot.transportService);
}

function checkDirectory(
  { name, dropDirectory }: ForeignConnector,
  { rootDropDirectoryPath: root }: TransportService,
): Problem | null {
  const isAbsolute = isAbsolutePath(dropDirectory);
  if (isAbsolute && root !== null) {
    const message = `DropDirectory "${dropDirectory}" of Foreign connector "${name}" is an absolute path: it requires that RootDropDirectoryPath of Set-TransportService is $null.`;
    return invalid('E25', 'DropDirectory', message, dropDirectory);
  }
  const parts = dropDirectory.split(/[\\/]/);
  const isName = parts.every((part) => part.trim() !== '' && part !== '.' && part !== '..');
  if (!dropDirectory.includes('\0') && (isAbsolute ? !parts.includes('..') : isName)) return null;
  const message = `"${dropDirectory}" isn't a valid drop directory. Use a name such as Fax, or an absolute path.`;
  return invalid('E06', 'DropDirectory', message, dropDirectory);
}
