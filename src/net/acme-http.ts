import type { IncomingMessage } from 'node:http';

export type AcmeAnswer = Readonly<{
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}>;

/** How the authority is asked. */
export type AcmeHttp = (
  url: string,
  asked: Readonly<{ method: 'GET' | 'HEAD' | 'POST'; body?: string }>,
  signal: AbortSignal,
) => Promise<AcmeAnswer>;

const LARGEST_OCTETS = 1_048_576;
const TIMEOUT_MS = 30_000;

/** Over HTTPS alone, whose certificate is checked. Size and time are bounded; redirections are not followed.
 *  RFC 8555 §6.1
 *  @param agent name and version for User-Agent */
export function createAcmeHttp(trustedRoots: () => readonly string[], agent: string): AcmeHttp {
  return async (url, { method, body }, signal) => {
    const { request } = await import('node:https');
    return await new Promise<AcmeAnswer>((resolve, reject) => {
      const headers = {
        'user-agent': agent,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/jose+json', 'content-length': Buffer.byteLength(body) }),
      };
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const asked = request(
        url,
        { method, headers, ca: [...trustedRoots()], agent: false, signal: bounded },
        (response) => void answerOf(response).then(resolve, reject),
      );
      asked.on('error', reject);
      asked.end(body);
    });
  };
}

async function answerOf(response: IncomingMessage): Promise<AcmeAnswer> {
  response.setEncoding('utf8');
  let text = '';
  for await (const part of response) {
    text += String(part);
    if (text.length > LARGEST_OCTETS) throw new Error('the answer is too large');
  }
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
  );
  return { status: response.statusCode ?? 0, headers, text };
}
