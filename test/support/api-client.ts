export type CallOptions = Readonly<{
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
}>;

export type ApiAnswer = Readonly<{
  status: number;
  text: string;
  cookie: string;
  /** Its shape is what each test looks at. */
  json: ReturnType<typeof JSON.parse>;
}>;

/** One request to the API. */
export async function request(
  url: string,
  { method = 'GET', headers = {}, body }: CallOptions = {},
): Promise<ApiAnswer> {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(url, { method, headers: { ...type, ...headers }, ...sent });
  const text = await response.text();
  const json: unknown = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : null;
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { status: response.status, text, cookie, json };
}
