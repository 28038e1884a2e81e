import type { ApiFailure } from '../../../src/admin/contract/api-answer.ts';

/** Where the API lies; the admin center is served by the same listener. */
const BASE = '/api/v1';

export type FailureDetails = Omit<ApiFailure, 'code' | 'message'>;

/** What the API answers instead of a result. `parameter` names the field to mend. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly parameter: string | null;
  /** All that the server told, for the shell's error record. */
  readonly about: FailureDetails;

  constructor(status: number, code: string, message: string, about: FailureDetails = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.parameter = about.parameter ?? null;
    this.about = about;
  }
}

/** The token that proves a change was asked for by this page. Set by a sign-in, gone with the page. */
let csrfToken = '';

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

export type Method = 'GET' | 'POST' | 'DELETE';
export type RequestOptions = Readonly<{ body?: unknown; signal?: AbortSignal }>;

/** Asks the API. @throws ApiError for any answer that is not a success, and `Unreachable` where there is none */
export async function request(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (options.body !== undefined) headers.set('content-type', 'application/json');
  if (method !== 'GET') headers.set('x-postern-csrf', csrfToken);
  const response = await fetch(`${BASE}${path}`, {
    method,
    headers,
    credentials: 'same-origin',
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }).catch((error: unknown) => {
    if (options.signal?.aborted === true) throw error;
    throw new ApiError(0, 'Unreachable', '');
  });
  if (!response.ok) throw await failureOf(response);
  return response;
}

type Failure = Readonly<{ error?: Partial<ApiFailure> }>;

async function failureOf(response: Response): Promise<ApiError> {
  const answer: Failure | null = await response.json().catch(() => null);
  const { code = `HTTP${response.status}`, message = '', ...about } = answer?.error ?? {};
  return new ApiError(response.status, code, message || response.statusText, about);
}
