import type { IncomingMessage } from 'node:http';
import { checkServerIdentity } from 'node:tls';
import type { FetchedPolicy, PolicyFetcher } from '../transport/mta-sts-port.ts';
import type { Resolver } from '../transport/resolver-port.ts';
import type { TlsResult } from '../transport/tls-result.ts';

export type PolicyFetcherOptions = Readonly<{
  /** Authorities that policy hosts may have their certificates from. */
  trustedRoots: () => readonly string[];
  /** Default 443, as RFC 8461 has it. */
  port?: number;
  /** For one policy, however many addresses its host has. Default 30000. */
  timeoutMs?: number;
}>;

/** Addresses of one policy host that are tried. */
const MOST_ADDRESSES = 4;
/** RFC 8461 §3.3 suggests a limit of this size. */
const LARGEST_OCTETS = 65_536;

type Failed = Extract<FetchedPolicy, { kind: 'failed' }>;

/** Fetches `https://mta-sts.<domain>/.well-known/mta-sts.txt`: certificate checked, no redirection, size and time bounded.
 *  RFC 8461 §3.3 */
export function createPolicyFetcher(options: PolicyFetcherOptions): PolicyFetcher {
  const { port = 443, timeoutMs = 30_000, trustedRoots } = options;
  return async (domain, resolver) => {
    const host = `mta-sts.${domain}`;
    const signal = AbortSignal.timeout(timeoutMs);
    const found = await addressesOf(host, resolver, signal);
    if (!Array.isArray(found)) return found;
    let failed = fetchFailed(`${host} has no address`);
    for (const address of found.slice(0, MOST_ADDRESSES)) {
      const fetched = await get({ host, address, port, ca: trustedRoots() }, signal);
      if (fetched.kind === 'found') return fetched;
      failed = fetched;
    }
    return failed;
  };
}

async function addressesOf(
  host: string,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<string[] | Failed> {
  const answer = await resolver.addresses(host, signal);
  if (answer.kind === 'found')
    return answer.records.toSorted((a, b) => a.family - b.family).map((one) => one.address);
  return fetchFailed(
    answer.kind === 'failed' ? `DNS query for ${host} failed: ${answer.reason}` : `${host} has no address`,
  );
}

type Place = Readonly<{ host: string; address: string; port: number; ca: readonly string[] }>;

async function get({ host, address, port, ca }: Place, signal: AbortSignal): Promise<FetchedPolicy> {
  try {
    const { request } = await import('node:https');
    return await new Promise<FetchedPolicy>((resolve, reject) => {
      const asked = request(
        {
          host: address,
          port,
          path: '/.well-known/mta-sts.txt',
          headers: { host, accept: 'text/plain' },
          servername: host,
          ca: [...ca],
          checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
          agent: false,
          signal,
        },
        (response) => void readPolicy(response, host).then(resolve, reject),
      );
      asked.on('error', reject);
      asked.end();
    });
  } catch (error) {
    return { kind: 'failed', finding: { result: resultOf(error), reason: `${host}: ${textOf(error)}` } };
  }
}

async function readPolicy(response: IncomingMessage, host: string): Promise<FetchedPolicy> {
  const { statusCode = 0, headers } = response;
  // RFC 8461 §3.3: a redirection is a failure too.
  const fault =
    statusCode !== 200
      ? `${host} answered ${statusCode}`
      : /^text\/plain\s*(?:;|$)/i.test(headers['content-type'] ?? '')
        ? null
        : `the policy of ${host} is not text/plain`;
  if (fault !== null) {
    response.destroy();
    return fetchFailed(fault);
  }
  const text = await readText(response);
  return text === null
    ? fetchFailed(`the policy of ${host} is larger than ${LARGEST_OCTETS} octets`)
    : { kind: 'found', text };
}

/** null: too large. */
async function readText(response: IncomingMessage): Promise<string | null> {
  response.setEncoding('utf8');
  let text = '';
  for await (const part of response) {
    text += String(part);
    if (text.length > LARGEST_OCTETS) return null;
  }
  return text;
}

function fetchFailed(reason: string): Failed {
  return { kind: 'failed', finding: { result: 'sts-policy-fetch-error', reason } };
}

const CERTIFICATE_ERRORS =
  /^(?:ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|HOSTNAME_MISMATCH)/;

/** RFC 8460 §4.3.2.3 */
function resultOf(error: unknown): TlsResult {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return CERTIFICATE_ERRORS.test(code) ? 'sts-webpki-invalid' : 'sts-policy-fetch-error';
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'TimeoutError' || error.name === 'AbortError' ? 'no answer in time' : error.message;
}
