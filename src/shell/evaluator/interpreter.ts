import type { Interpreter } from './context.ts';
import { evaluate } from './expressions.ts';
import { EvaluatedBlock } from './script-block.ts';
import { execute, valueOfStatement } from './statements.ts';

/** The evaluator: an asynchronous walk over the tree. */
export const INTERPRETER: Interpreter = {
  evaluate,
  execute,
  valueOf: valueOfStatement,
  makeBlock: (context, block) => new EvaluatedBlock(block, context),
};
