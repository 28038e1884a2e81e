import type { PsValue } from '../values/value.ts';
import type { FormatItem } from './cell.ts';

/** What Format-List, Format-Table, Format-Wide put into the pipeline: a request to lay out objects in a shape.
 *  One of these in a pipeline's output means: do not choose a view yourself. */
export class FormatRequest {
  readonly shape: 'list' | 'table' | 'wide';
  readonly options: FormatOptions;
  readonly objects: readonly PsValue[];
  /** The objects with their named, calculated and grouping properties evaluated, one for each of `objects`. */
  readonly items: readonly FormatItem[];
  constructor(
    shape: FormatRequest['shape'],
    options: FormatOptions,
    objects: readonly PsValue[],
    items?: readonly FormatItem[],
  ) {
    this.shape = shape;
    this.options = options;
    this.objects = objects;
    this.items = items ?? objects.map((object) => ({ object, cells: null, group: null }));
  }
}

export type FormatOptions = Readonly<{
  /** Property names (wildcards allowed), script blocks, or calculated-property hashtables; empty = view or all. */
  properties: readonly PsValue[];
  autoSize?: boolean;
  wrap?: boolean;
  hideTableHeaders?: boolean;
  groupBy?: PsValue;
  column?: number;
}>;
