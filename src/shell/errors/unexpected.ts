import { FlowSignal, StopUpstream } from '../evaluator/flow.ts';
import { PipelineStopped } from '../evaluator/stopping.ts';
import { errorInfo, ShellError } from './shell-error.ts';

/** Whatever was thrown, as an error of the script: a file that cannot be read, a recursion without end, a fault of
 *  ours. null: it is no error but a signal on its way. */
export function asShellError(thrown: unknown): ShellError | null {
  if (thrown instanceof ShellError) return thrown;
  if (thrown instanceof FlowSignal || thrown instanceof StopUpstream || thrown instanceof PipelineStopped)
    return null;
  if (thrown instanceof RangeError) return /call stack/i.test(thrown.message) ? tooDeep() : tooLarge();
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ShellError(
    errorInfo({ message, id: 'Exception', category: 'NotSpecified', reason: 'Exception' }),
  );
}

/** A string or an array beyond what the machine can hold: `"x" * 2000000000`. */
function tooLarge(): ShellError {
  return new ShellError(
    errorInfo({
      message: "Exception of type 'System.OutOfMemoryException' was thrown.",
      id: 'System.OutOfMemoryException',
      category: 'OperationStopped',
      reason: 'OutOfMemoryException',
    }),
  );
}

export function tooDeep(): ShellError {
  return new ShellError(
    errorInfo({
      message: 'The script failed due to call depth overflow.',
      id: 'CallDepthOverflow',
      reason: 'ScriptCallDepthException',
    }),
    { ends: 'script' },
  );
}
