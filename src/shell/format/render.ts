import { PsDateTime, PsHashtable, PsObject, type PsValue } from '../values/value.ts';
import type { FormatItem } from './cell.ts';
import { isOneText, itemsOf, viewName } from './kinds.ts';
import { propertyNames, propertyOf } from './properties.ts';
import { FormatRequest, type FormatOptions } from './renderer.ts';
import { ListSection, type Section, type Sink, TableSection, TextSection, WideSection } from './section.ts';
import { planOfCells, planOfProperties, planOfView, type TablePlan } from './table-plan.ts';
import { DEFAULT_LIMIT, singleText } from './value-text.ts';
import { viewOf } from './views.ts';

export type RenderOptions = Readonly<{
  /** Columns of the console minus one. shell-language.md §9.1 */
  width: number;
  write: (text: string) => void;
  /** $FormatEnumerationLimit */
  enumerationLimit?: () => number;
}>;

const PLAIN: FormatOptions = { properties: [] };

/** Lays out all output of one submission. Objects that come one after the other share a table or list; where the
 *  first of them had a view, another type begins a new one, where it had none, later objects are squeezed into its
 *  columns. Text is printed as it comes. shell-language.md §9.6 */
export class Renderer {
  readonly #width: number;
  readonly #sink: Sink;
  #section: Section | null = null;
  /** View of the open section; null: it was begun from properties and takes any object. */
  #view: string | null = null;

  constructor(options: RenderOptions) {
    this.#width = options.width;
    this.#sink = {
      line: (text) => options.write(`${text}\n`),
      get limit() {
        return options.enumerationLimit?.() ?? DEFAULT_LIMIT;
      },
    };
  }

  add(value: PsValue): void {
    if (value === null) return;
    if (value instanceof FormatRequest) {
      this.#request(value);
      return;
    }
    const items = itemsOf(value);
    if (items === null) this.#object(value);
    else for (const item of items) this.add(item);
  }

  end(): void {
    this.#section?.close();
    this.#section = null;
  }

  #object(object: PsValue): void {
    if (isPlain(object)) {
      this.#section?.flush();
      this.#sink.line(singleText(object));
      return;
    }
    if (object instanceof PsHashtable && object.size === 0) return;
    const item: FormatItem = { object, cells: null, group: viewGroup(object) };
    const section = this.#accepting(object) ?? this.#open(item);
    section.add(item);
  }

  #accepting(object: PsValue): Section | null {
    return this.#view === null || this.#view === viewKey(object) ? this.#section : null;
  }

  #open(item: FormatItem): Section {
    this.end();
    const key = viewKey(item.object);
    this.#view = key;
    const section = this.#defaultSection(item.object, key);
    this.#section = section;
    return section;
  }

  #defaultSection(object: PsValue, key: string | null): Section {
    const view = key === null ? null : viewOf(key);
    if (view?.shape === 'text') return new TextSection(this.#sink);
    if (view?.shape === 'table') return this.#table(planOfView(view), PLAIN);
    if (view === null && propertyNames(object).length <= MOST_TABLE_PROPERTIES) {
      return this.#table(planOfProperties(object), PLAIN);
    }
    return new ListSection(this.#width, this.#sink);
  }

  #table(plan: TablePlan, options: FormatOptions): Section {
    return new TableSection(
      plan,
      {
        width: this.#width,
        autoSize: options.autoSize ?? false,
        wrap: options.wrap ?? false,
        hideHeaders: options.hideTableHeaders ?? false,
      },
      this.#sink,
    );
  }

  /** What a Format- cmdlet asked for stands on its own: it ends what was open before. */
  #request(request: FormatRequest): void {
    this.end();
    this.#view = null;
    for (const item of request.items) this.#requested(item, request);
    this.end();
  }

  #requested(item: FormatItem, request: FormatRequest): void {
    if (item.cells === null && isPlain(item.object)) {
      this.#section?.flush();
      this.#sink.line(singleText(item.object));
      return;
    }
    const key = item.cells === null && request.shape === 'table' ? viewKey(item.object) : null;
    if (this.#section === null || this.#view !== key) {
      this.end();
      this.#view = key;
      this.#section = this.#requestedSection(item, request);
    }
    this.#section.add(item);
  }

  #requestedSection(item: FormatItem, request: FormatRequest): Section {
    if (request.shape === 'list') return new ListSection(this.#width, this.#sink);
    if (request.shape === 'table') return this.#table(requestedPlan(item), request.options);
    const { autoSize = false, column } = request.options;
    return new WideSection({ width: this.#width, autoSize, column }, this.#sink);
  }
}

/** More of them make a list. shell-language.md §9 */
const MOST_TABLE_PROPERTIES = 4;

function requestedPlan(item: FormatItem): TablePlan {
  if (item.cells !== null) return planOfCells(item.cells);
  const view = viewOf(viewKey(item.object) ?? '');
  return view?.shape === 'table' ? planOfView(view) : planOfProperties(item.object);
}

/** What the view groups its rows by. */
function viewGroup(object: PsValue): FormatItem['group'] {
  const view = viewOf(viewKey(object) ?? '');
  if (view?.shape !== 'table' || view.groupBy === undefined) return null;
  return { label: view.groupBy, value: propertyOf(object, view.groupBy) ?? null, present: true };
}

/** Values without view and properties are one line of text each. */
function isPlain(object: PsValue): boolean {
  if (object instanceof PsDateTime) return false;
  if (isOneText(object)) return true;
  return viewKey(object) === null && propertyNames(object).length === 0;
}

/** The name of the value's view, null where it has none. What was read from a file looks as it did live. */
function viewKey(object: PsValue): string | null {
  if (object instanceof PsDateTime) return 'DateTime';
  const name = viewName(object).replace(/^Deserialized\./, '');
  if (object instanceof PsObject && object.names().length === 0) return null;
  return viewOf(name) === null ? null : name;
}
