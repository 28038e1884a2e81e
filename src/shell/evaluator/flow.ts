import type { PsValue } from '../values/value.ts';

/** break, continue, return and exit on their way to what they leave. */
export class FlowSignal extends Error {
  override readonly name = 'FlowSignal';
  readonly kind: 'break' | 'continue' | 'return' | 'exit';
  readonly label: string | null;
  /** Of exit. */
  readonly value: PsValue;

  constructor(kind: FlowSignal['kind'], label: string | null = null, value: PsValue = null) {
    super(kind);
    this.kind = kind;
    this.label = label;
    this.value = value;
  }
}

/** A command of a pipeline wants no more input: the ones before it end. shell-language.md §6 */
export class StopUpstream extends Error {
  override readonly name = 'StopUpstream';
  /** Which pipeline. */
  readonly pipeline: symbol;
  /** Which of its elements wants no more. */
  readonly index: number;

  constructor(pipeline: symbol, index: number) {
    super('upstream stopped');
    this.pipeline = pipeline;
    this.index = index;
  }
}
