import { runtimeError } from '../errors/shell-error.ts';
import { approximate, isNumber } from '../values/number.ts';
import type { PsValue } from '../values/value.ts';
import { listOf, numberOf, parameter, valueOf } from './arguments.ts';
import type { UtilityCall, UtilityCmdlet } from './utility.ts';

/** A number from -Minimum up to, but not including, -Maximum; or -Count of the objects that come in. */
export const getRandom: UtilityCmdlet = {
  name: 'Get-Random',
  parameters: [
    parameter('InputObject', 'object[]', { position: 0, pipeline: true }),
    parameter('Maximum', 'int'),
    parameter('Minimum', 'int'),
    parameter('Count', 'int'),
  ],
  start: (call) => {
    const pool: PsValue[] = [];
    return {
      process: (input) => {
        pool.push(input);
      },
      end: () => {
        if (!call.expectsInput) pool.push(...listOf(valueOf(call, 'InputObject')));
        // As in Windows PowerShell a lone number is the maximum.
        const [only] = pool;
        if (pool.length === 1 && isNumber(only) && !call.expectsInput)
          return emitNumber(call, approximate(only));
        return pool.length > 0 ? emitChosen(call, pool) : emitNumber(call, numberOf(call, 'Maximum'));
      },
    };
  },
};

function randomOf(call: UtilityCall): () => number {
  const { random } = call.io;
  if (random === undefined) throw runtimeError('There is no source of random numbers here.', 'NotSupported');
  return random;
}

function emitNumber(call: UtilityCall, maximum = 2_147_483_647): Promise<void> {
  const minimum = numberOf(call, 'Minimum') ?? 0;
  if (minimum >= maximum) {
    const message = `The Minimum value (${minimum}) cannot be greater than or equal to the Maximum value (${maximum}).`;
    throw runtimeError(message, 'MinGreaterThanOrEqualMax', {
      category: 'InvalidArgument',
      command: 'Get-Random',
    });
  }
  return call.emit(minimum + Math.floor(randomOf(call)() * (maximum - minimum)));
}

/** Each object at most once. */
async function emitChosen(call: UtilityCall, pool: PsValue[]): Promise<void> {
  const random = randomOf(call);
  const count = Math.min(numberOf(call, 'Count') ?? 1, pool.length);
  for (let taken = 0; taken < count; taken++) {
    const [chosen = null] = pool.splice(Math.floor(random() * pool.length), 1);
    await call.emit(chosen);
  }
}
