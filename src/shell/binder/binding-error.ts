import { type ErrorInfo, errorInfo, ShellError } from '../errors/shell-error.ts';
import type { Extent } from '../lexer/source.ts';

/** A failure of binding ends its statement. shell-language.md §12 */
export function bindingError(
  command: string,
  extent: Extent | null,
  given: Partial<ErrorInfo> & Readonly<{ message: string; id: string }>,
): ShellError {
  return new ShellError(
    errorInfo({
      category: 'InvalidArgument',
      reason: 'ParameterBindingException',
      command,
      extent,
      ...given,
    }),
  );
}
