import { FormatRequest } from '../format/renderer.ts';
import type { PsValue } from '../values/value.ts';
import type { UtilityCall } from './utility.ts';

/** Output of a Format- cmdlet is for the console; a cmdlet that wants objects says so instead of writing nonsense. */
export function isFormatting(call: UtilityCall, input: PsValue): boolean {
  if (!(input instanceof FormatRequest)) return false;
  call.warn(
    'The input is the output of a Format- cmdlet, which only the console, Out-String and Out-File can use. Use Select-Object to choose properties instead.',
  );
  return true;
}
