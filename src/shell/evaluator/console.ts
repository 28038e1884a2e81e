import type { ShellIo } from '../io.ts';

/** Columns of the console; 120 where there is none. shell-language.md §9.1 */
export function consoleWidth(io: ShellIo): number {
  return io.width() ?? 120;
}
