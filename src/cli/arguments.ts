import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { HELP } from './help.ts';
import { UsageError } from './usage-error.ts';

type OptionTypes = Readonly<Record<string, Readonly<{ type: 'string' | 'boolean'; short?: string }>>>;

export type Arguments = Readonly<{
  text: (name: string) => string | undefined;
  flag: (name: string) => boolean;
  positionals: readonly string[];
}>;

/** Reads a command line. An unknown option or a missing value is a UsageError that names it. */
export function readArguments(
  command: keyof typeof HELP,
  argv: readonly string[],
  options: OptionTypes,
): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options,
      allowPositionals: true,
      strict: true,
    });
    const all: Record<string, unknown> = values;
    return {
      text: (name) => (typeof all[name] === 'string' ? all[name] : undefined),
      flag: (name) => all[name] === true,
      positionals,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UsageError(`${reason}. See: postern ${command} --help`, 2);
  }
}

export function dataFolder(given: string | undefined): string {
  return resolve(given ?? 'postern-data');
}

/** An integer option within its range, else a UsageError. */
export function integerOption(
  name: string,
  text: string | undefined,
  range: Readonly<{ from: number; to: number; default: number }>,
): number {
  if (text === undefined) return range.default;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= range.from && value <= range.to) return value;
  throw new UsageError(`--${name} takes a whole number from ${range.from} to ${range.to}, not "${text}".`, 2);
}
