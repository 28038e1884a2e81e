import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { errorCode, StartupError } from './startup-error.ts';

/** Makes the data folder with mode 0700, or checks that an existing one can be used. */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    if ((statSync(folder).mode & 0o022) !== 0) {
      throw new StartupError(
        `The data folder ${folder} may be written by others, who could read mail and command the server; run: chmod go-w ${folder}`,
      );
    }
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(folderProblem(folder, error), { cause: error });
  }
}

function folderProblem(folder: string, error: unknown): string {
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return `The data folder ${folder} cannot be read and written by this user; run: chown -R ${userName()} ${folder} or choose another with --data`;
    case 'EEXIST':
    case 'ENOTDIR':
      return `${folder} is not a folder; choose another with --data`;
    case 'EROFS':
      return `${folder} lies on a read-only file system; choose another with --data`;
    case 'ENOSPC':
      return `There is no space left for the data folder ${folder}; free some, or choose another with --data`;
    default:
      return `The data folder ${folder} cannot be used (${error instanceof Error ? error.message : String(error)}); choose another with --data`;
  }
}

function userName(): string {
  return process.env['USER'] ?? String(process.getuid?.() ?? '');
}
