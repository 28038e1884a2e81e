/** PowerShell's ErrorCategory, those we use. */
export type ErrorCategory =
  | 'InvalidArgument'
  | 'InvalidData'
  | 'InvalidOperation'
  | 'ObjectNotFound'
  | 'ResourceExists'
  | 'PermissionDenied'
  | 'ResourceUnavailable'
  | 'LimitsExceeded'
  | 'ParserError'
  | 'NotSpecified';

/** A command's failure as a value. Nothing was changed. */
export type AdminError = Readonly<{
  category: ErrorCategory;
  /** Stable id, e.g. `E10`, `E22`. receive-connectors.md §1.10 */
  id: string;
  message: string;
  /** What it is about: an identity, a parameter's value. */
  target: string;
  /** The parameter to mend, where one can be named. */
  parameter?: string;
  /** Which server said so, and when; dispatch adds it. */
  raised?: Readonly<{ server: string; fqdn: string; requestId: string; at: string }>;
}>;

/** Tells a failure from the value that would have been there in its place. */
export function isAdminError(value: unknown): value is AdminError {
  return (
    typeof value === 'object' && value !== null && 'category' in value && 'id' in value && 'target' in value
  );
}
