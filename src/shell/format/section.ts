import type { Cell, FormatItem } from './cell.ts';
import { longDate } from './dotnet-date.ts';
import { listLines } from './list.ts';
import { propertyNames, propertyOf } from './properties.ts';
import { headerLines, layOutTable, rowLines, type TableLayout, type TableOptions } from './table.ts';
import type { TablePlan } from './table-plan.ts';
import { cellText, singleText } from './value-text.ts';
import { wideLines, type WideOptions } from './wide.ts';
import { PsDateTime, type PsValue } from '../values/value.ts';

/** Objects laid out together: what stands between a format's first and last empty line. */
export interface Section {
  add(item: FormatItem): void;
  /** Writes what was held back to measure it. */
  flush(): void;
  close(): void;
}

export type Sink = Readonly<{ line: (text: string) => void; limit: number }>;

/** `   Name: value` between empty lines. */
function groupLines(group: Cell, limit: number): string[] {
  return ['', `   ${group.label}: ${cellText(group.value, { limit })}`, ''];
}

function groupKey(item: FormatItem, limit: number): string {
  return item.group === null ? '' : cellText(item.group.value, { limit });
}

export class TableSection implements Section {
  readonly #plan: TablePlan;
  readonly #options: TableOptions;
  readonly #sink: Sink;
  #held: { item: FormatItem; texts: readonly string[] }[] = [];
  #layout: TableLayout | null = null;
  #group: string | null = null;

  constructor(plan: TablePlan, options: TableOptions, sink: Sink) {
    this.#plan = plan;
    this.#options = options;
    this.#sink = sink;
  }

  add(item: FormatItem): void {
    for (const texts of this.#plan.rows(item, this.#sink.limit)) this.#held.push({ item, texts });
  }

  flush(): void {
    const rows = this.#held;
    this.#held = [];
    if (rows.length === 0) return;
    const layout = this.#layout ?? this.#start(rows.map((row) => row.texts));
    for (const row of rows) {
      this.#enterGroup(row.item, layout);
      for (const line of rowLines(row.texts, layout)) this.#sink.line(line);
    }
  }

  close(): void {
    this.flush();
    if (this.#layout === null) return;
    this.#sink.line('');
    this.#sink.line('');
  }

  #start(rows: readonly (readonly string[])[]): TableLayout {
    this.#layout = layOutTable(this.#plan.columns, rows, this.#options);
    this.#sink.line('');
    return this.#layout;
  }

  #enterGroup(item: FormatItem, layout: TableLayout): void {
    const key = groupKey(item, this.#sink.limit);
    if (key === this.#group) return;
    if (this.#group !== null) this.#sink.line('');
    this.#group = key;
    if (item.group !== null) {
      for (const line of groupLines(item.group, this.#sink.limit)) this.#sink.line(line);
    }
    if (this.#options.hideHeaders) return;
    for (const line of headerLines(layout)) this.#sink.line(line);
  }
}

export class ListSection implements Section {
  readonly #width: number;
  readonly #sink: Sink;
  #group: string | null = null;

  constructor(width: number, sink: Sink) {
    this.#width = width;
    this.#sink = sink;
  }

  add(item: FormatItem): void {
    this.#enterGroup(item);
    const cells = item.cells ?? allCells(item.object);
    for (const line of listLines(cells, { width: this.#width, limit: this.#sink.limit }))
      this.#sink.line(line);
    this.#sink.line('');
  }

  flush(): void {}

  close(): void {
    if (this.#group === null) return;
    this.#sink.line('');
    this.#sink.line('');
  }

  #enterGroup(item: FormatItem): void {
    const key = groupKey(item, this.#sink.limit);
    if (key === this.#group) return;
    this.#sink.line('');
    this.#group = key;
    if (item.group !== null) {
      for (const line of groupLines(item.group, this.#sink.limit)) this.#sink.line(line);
    }
    this.#sink.line('');
  }
}

function allCells(object: PsValue): Cell[] {
  return propertyNames(object).map((label) => ({
    label,
    value: propertyOf(object, label) ?? null,
    present: true,
  }));
}

export class WideSection implements Section {
  readonly #options: WideOptions;
  readonly #sink: Sink;
  readonly #texts: string[] = [];

  constructor(options: WideOptions, sink: Sink) {
    this.#options = options;
    this.#sink = sink;
  }

  add(item: FormatItem): void {
    const cell = item.cells === null ? nameCell(item.object) : item.cells[0];
    this.#texts.push(cellText(cell?.value ?? null, { limit: this.#sink.limit, format: cell?.format }));
  }

  flush(): void {}

  close(): void {
    if (this.#texts.length === 0) return;
    for (const line of ['', '', ...wideLines(this.#texts, this.#options), '', '']) this.#sink.line(line);
  }
}

/** What stands for the whole object: a property named like a name, else the first one. */
function nameCell(object: PsValue): Cell | undefined {
  const cells = allCells(object);
  return (
    cells.find((cell) => cell.label.toLowerCase() === 'name') ??
    cells.find((cell) => /(?:name|id|identity|key)$/i.test(cell.label)) ??
    cells[0]
  );
}

/** Values that are one line of text each, set apart: `Monday, March 2, 2026 9:14:07 AM`. */
export class TextSection implements Section {
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
    sink.line('');
  }

  add(item: FormatItem): void {
    const { object } = item;
    this.#sink.line(object instanceof PsDateTime ? longDate(object.ms) : singleText(object));
  }

  flush(): void {}

  close(): void {
    this.#sink.line('');
    this.#sink.line('');
  }
}
