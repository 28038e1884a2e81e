const CODES = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Whether the system refused a write because there is no space for it. */
export function isNoSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CODES.has(String(error.code));
}
