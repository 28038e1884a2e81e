import type { Extent } from '../lexer/source.ts';

/** What an error record says. shell-language.md §12 */
export type ErrorInfo = Readonly<{
  message: string;
  /** First part of FullyQualifiedErrorId. */
  id: string;
  /** PowerShell's ErrorCategory. */
  category: string;
  /** What it is about, as text; '' where unknown. */
  target: string;
  targetType: string;
  /** Name of the exception: the last part of CategoryInfo. */
  reason: string;
  /** The exception of .NET behind it, which a `catch` finds too; null: there is none. */
  inner: string | null;
  /** The command that raised it; null: an expression did. */
  command: string | null;
  /** Where; null until the evaluator knows. */
  extent: Extent | null;
  /** The server's answer: shown without prefix and position at the prompt. */
  fromServer: boolean;
  /** Shown before the message; null: the command. */
  prefix: string | null;
  /** The server that raised it; null: it was raised here. */
  computer: string | null;
  /** A line of help below the record. */
  hint: string | null;
}>;

/** A terminating error on its way to a `catch`, to the end of its statement or to the end of the script. */
export class ShellError extends Error {
  override readonly name = 'ShellError';
  readonly info: ErrorInfo;
  /** `statement`: the script goes on with the next one. `script`: `throw`, or -ErrorAction Stop. */
  readonly ends: 'statement' | 'script';
  /** Raised by an action preference of Stop, which the uncaught form says. */
  readonly stopped: boolean;

  constructor(info: ErrorInfo, options: Readonly<{ ends?: 'statement' | 'script'; stopped?: boolean }> = {}) {
    super(info.message);
    this.info = info;
    this.ends = options.ends ?? 'statement';
    this.stopped = options.stopped ?? false;
  }

  /** The same error at a place, unless it has one. */
  at(extent: Extent): ShellError {
    if (this.info.extent !== null) return this;
    return new ShellError({ ...this.info, extent }, { ends: this.ends, stopped: this.stopped });
  }
}

const RUNTIME: ErrorInfo = {
  message: '',
  id: 'RuntimeException',
  category: 'InvalidOperation',
  target: '',
  targetType: '',
  reason: 'RuntimeException',
  inner: null,
  command: null,
  extent: null,
  fromServer: false,
  prefix: null,
  computer: null,
  hint: null,
};

/** @returns the error's data with PowerShell's defaults for what is not given */
export function errorInfo(given: Partial<ErrorInfo> & Readonly<{ message: string }>): ErrorInfo {
  return { ...RUNTIME, ...given };
}

/** An error of the language: a conversion, an operator, a method. */
export function runtimeError(
  message: string,
  id = 'RuntimeException',
  more: Partial<ErrorInfo> = {},
): ShellError {
  return new ShellError(errorInfo({ ...more, message, id }));
}

export function conversionError(message: string): ShellError {
  return runtimeError(message, 'InvalidCast', {
    category: 'InvalidArgument',
    reason: 'RuntimeException',
    inner: 'PSInvalidCastException',
  });
}
