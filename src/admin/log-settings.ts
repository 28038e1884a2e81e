import type { LogLimits } from '../config/log-settings.ts';
import { type Arguments, booleanOf, numberOf, unlimitedOf } from './contract/arguments.ts';
import type { AdminError } from './contract/errors.ts';
import { formatSize, formatTimeSpan } from './contract/value-text.ts';
import type { Value } from './contract/values.ts';
import { timeSpan, unlimitedSize } from './present/values.ts';
import { badValue, checkRange } from './snapshot-change.ts';

/** 24855.03:14:07. mail-flow.md §6.1 */
const MOST_AGE_MS = 2_147_483_647_000;

type Limits = LogLimits & Readonly<{ enabled?: boolean }>;

/** Lays `<prefix>Enabled`, `<prefix>MaxAge` and the sizes over one series' settings. */
export function withLogSettings<T extends Limits>(log: T, prefix: string, args: Arguments): T {
  const enabled = 'enabled' in log ? booleanOf(args, `${prefix}Enabled`) : undefined;
  const directory = unlimitedOf(args, `${prefix}MaxDirectorySize`);
  const file = unlimitedOf(args, `${prefix}MaxFileSize`);
  return {
    ...log,
    ...(enabled === undefined ? {} : { enabled }),
    maxAgeMs: numberOf(args, `${prefix}MaxAge`) ?? log.maxAgeMs,
    maxDirectoryBytes: directory === undefined ? log.maxDirectoryBytes : directory,
    maxFileBytes: file === undefined ? log.maxFileBytes : file,
  };
}

/** Ranges of what was given, and that a file is not larger than its folder. mail-flow.md §6.1 */
export function checkLogSettings(next: LogLimits, prefix: string, args: Arguments): AdminError | null {
  const sizes = { min: 1, max: Number.MAX_SAFE_INTEGER, unlimited: true, show: formatSize };
  const ages = { min: 0, max: MOST_AGE_MS, show: formatTimeSpan };
  const problem =
    checkRange(`${prefix}MaxAge`, numberOf(args, `${prefix}MaxAge`), ages) ??
    checkRange(`${prefix}MaxDirectorySize`, unlimitedOf(args, `${prefix}MaxDirectorySize`), sizes) ??
    checkRange(`${prefix}MaxFileSize`, unlimitedOf(args, `${prefix}MaxFileSize`), sizes);
  if (problem !== null) return problem;
  const { maxFileBytes, maxDirectoryBytes } = next;
  if (maxDirectoryBytes === null || (maxFileBytes !== null && maxFileBytes <= maxDirectoryBytes)) return null;
  const shown = maxFileBytes === null ? 'unlimited' : formatSize(maxFileBytes);
  const message = `${prefix}MaxFileSize (${shown}) must not be greater than ${prefix}MaxDirectorySize (${formatSize(maxDirectoryBytes)}).`;
  return badValue('E09', `${prefix}MaxFileSize`, message, shown);
}

/** The series' settings as properties. The folder is fixed below the data folder. */
export function presentLog(
  prefix: string,
  log: Limits,
  folder: string,
): readonly (readonly [string, Value])[] {
  return [
    ...(log.enabled === undefined ? [] : [[`${prefix}Enabled`, log.enabled] as const]),
    [`${prefix}MaxAge`, timeSpan(log.maxAgeMs)],
    [`${prefix}MaxDirectorySize`, unlimitedSize(log.maxDirectoryBytes)],
    [`${prefix}MaxFileSize`, unlimitedSize(log.maxFileBytes)],
    [`${prefix}Path`, folder],
  ];
}
