/** The server cannot start. `message` is one line that says what is wrong and what to do. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
