import type { PsValue } from '../values/value.ts';

/** What Format-List, Format-Table, Format-Wide put into the pipeline: a request to lay out objects in a shape.
 *  One of these in a pipeline's output means: do not choose a view yourself. */
export class FormatRequest {
  readonly shape: 'list' | 'table' | 'wide';
  readonly options: FormatOptions;
  readonly objects: readonly PsValue[];
  constructor(shape: FormatRequest['shape'], options: FormatOptions, objects: readonly PsValue[]) {
    this.shape = shape;
    this.options = options;
    this.objects = objects;
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
