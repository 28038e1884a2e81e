import type { PsValue } from '../values/value.ts';
import type { Alignment } from './widths.ts';

/** One named value of an object on its way to a layout. */
export type Cell = Readonly<{
  label: string;
  value: PsValue;
  /** false: the object has no such property; a list leaves the line out, a table the cell blank. */
  present: boolean;
  format?: string | undefined;
  width?: number | undefined;
  align?: Alignment | undefined;
}>;

/** An object as a Format- cmdlet evaluated it, script blocks already run. */
export type FormatItem = Readonly<{
  object: PsValue;
  /** null: no properties were named, a view or all properties are shown. */
  cells: readonly Cell[] | null;
  /** Label and value of -GroupBy. */
  group: Cell | null;
}>;
