import { preference, reportError } from '../errors/report.ts';
import { ShellError } from '../errors/shell-error.ts';
import { asShellError } from '../errors/unexpected.ts';
import type { CommandElement, ExpressionElement, Pipeline } from '../parser/ast.ts';
import type { PsValue } from '../values/value.ts';
import type { Context, Emit } from './context.ts';
import { emitEach } from './emit.ts';
import { StopUpstream } from './flow.ts';
import { type Redirected, redirect } from './redirections.ts';
import { makeStage } from './stages/make-stage.ts';
import type { Stage } from './stages/stage.ts';

/** Runs a pipeline: objects flow one at a time from element to element. shell-language.md §6 */
export async function runPipeline(context: Context, pipeline: Pipeline): Promise<void> {
  const failures = context.session.failures;
  const [first] = pipeline.elements;
  const isPlain =
    pipeline.elements.length === 1 && first?.kind === 'expression' && first.redirections.length === 0;
  if (isPlain) await emitExpression(context, first);
  else await new RunningPipeline(context, pipeline).run();
  context.session.ok = context.session.failures === failures;
}

/** An expression as a statement: steps and calls that return nothing write nothing. */
async function emitExpression(context: Context, element: ExpressionElement): Promise<void> {
  const { expression } = element;
  const value = await context.interpreter.evaluate(context, expression);
  if (expression.kind === 'increment') return;
  if (value === null && (expression.kind === 'call' || isVoid(element))) return;
  await emitEach(context, value);
}

function isVoid({ expression }: ExpressionElement): boolean {
  return expression.kind === 'cast' && /^(?:system\.)?void$/i.test(expression.type);
}

type Slot = { stage: Stage | null; stopped: boolean; redirected: Redirected };

class RunningPipeline {
  readonly #context: Context;
  readonly #pipeline: Pipeline;
  readonly #id = Symbol('pipeline');
  readonly #slots: Slot[] = [];

  constructor(context: Context, pipeline: Pipeline) {
    this.#context = context;
    this.#pipeline = pipeline;
  }

  async run(): Promise<void> {
    let element: Context = this.#context;
    try {
      for (const [index, part] of this.#pipeline.elements.entries()) {
        const redirected = await redirect(
          { ...this.#context, emit: this.#emitTo(index + 1) },
          part.redirections,
        );
        element = redirected.context;
        this.#slots.push({ stage: null, stopped: false, redirected });
      }
      await this.#makeStages((context) => {
        element = context;
      });
      await this.#flow();
    } catch (error) {
      await this.#failed(error, element);
    }
    for (const slot of this.#slots) await slot.redirected.finish();
  }

  /** A statement's error goes to where the element's errors go. */
  async #failed(error: unknown, element: Context): Promise<void> {
    const own = error instanceof ShellError && error.ends === 'statement' && !this.#context.guarded;
    if (!own || element.streams === this.#context.streams) throw error;
    const action = preference(element, 'ErrorActionPreference');
    reportError(element, error.info, action);
    await Promise.resolve();
  }

  async #makeStages(entering: (context: Context) => void): Promise<void> {
    for (const [index, part] of this.#pipeline.elements.entries()) {
      const slot = this.#slots[index];
      if (slot === undefined || part.kind === 'expression') continue;
      entering(slot.redirected.context);
      slot.stage = await this.#at(index, this.#makeStage(slot, part, index));
    }
  }

  #makeStage(slot: Slot, element: CommandElement, index: number): Promise<Stage> {
    return makeStage({
      context: slot.redirected.context,
      element,
      extent: element.extent,
      expectsInput: index > 0,
      position: index + 1,
      stopUpstream: () => {
        slot.stopped = true;
      },
    });
  }

  /** Where the element before `index` writes to. */
  #emitTo(index: number): Emit {
    if (index >= this.#pipeline.elements.length) return this.#context.emit;
    return async (value: PsValue) => {
      const slot = this.#slots[index];
      if (slot === undefined || slot.stage === null) return this.#context.emit(value);
      if (slot.stopped) throw new StopUpstream(this.#id, index);
      await this.#at(index, slot.stage.process(value));
      if (slot.stopped) throw new StopUpstream(this.#id, index);
    };
  }

  async #flow(): Promise<void> {
    let from = 0;
    try {
      await this.#start();
    } catch (signal) {
      from = this.#stoppedAt(signal);
    }
    for (let index = from; index < this.#slots.length; index++) {
      try {
        await this.#at(index, this.#slots[index]?.stage?.end());
      } catch (signal) {
        index = this.#stoppedAt(signal) - 1;
      }
    }
  }

  async #start(): Promise<void> {
    const [first] = this.#pipeline.elements;
    const [slot] = this.#slots;
    if (first === undefined || slot === undefined) return;
    if (first.kind === 'expression') await emitExpression(slot.redirected.context, first);
    else await this.#at(0, slot.stage?.run());
  }

  /** An error that has no place of its own happened at its element. */
  async #at<T>(index: number, work: Promise<T>): Promise<T>;
  async #at<T>(index: number, work: Promise<T> | undefined): Promise<T | undefined>;
  async #at<T>(index: number, work: Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await work;
    } catch (caught) {
      const error = asShellError(caught);
      const extent = this.#pipeline.elements[index]?.extent;
      if (error === null || extent === undefined) throw caught;
      throw error.at(extent);
    }
  }

  /** @returns the element from which the pipeline goes on to its end */
  #stoppedAt(signal: unknown): number {
    if (signal instanceof StopUpstream && signal.pipeline === this.#id) return signal.index;
    throw signal;
  }
}
