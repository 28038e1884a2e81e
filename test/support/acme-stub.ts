import { createHash, createHmac, createPublicKey, randomBytes, verify, X509Certificate } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { get } from 'node:http';
import { createServer } from 'node:https';
import type { ServerResponse } from 'node:http';
import { issue } from './certificates.ts';
import type { Issued } from './certificates.ts';

export type AcmeStub = Readonly<{
  directoryUrl: string;
  /** Paths of requests, with the problem that they were answered with behind them. */
  requests: readonly string[];
  accounts: () => number;
  close: () => Promise<void>;
}>;

export type AcmeStubOptions = Readonly<{
  /** Signs what is asked for, and the stub's own certificate. */
  ca: Issued;
  /** Where names are checked: RFC 8555 has port 80. */
  challengePort: number;
  /** Every so many-th nonce is refused once. */
  refuseNonce?: number;
  /** Accounts are only made for who has this key. */
  externalAccount?: Readonly<{ keyId: string; macKey: Buffer }>;
  /** Certificates last so long. */
  lifeMs?: number;
  /** Answers instead of the usual one. */
  fail?: (path: string) => Readonly<{ status: number; type: string; detail: string }> | null;
}>;

type Signed = Readonly<{ path: string; payload: unknown; key: KeyObject; account: string | null }>;
type Order = { status: string; names: readonly string[]; authorizations: string[]; pem: string };
type Authorization = { status: string; name: string; token: string; error?: object };

class Problem extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, detail: string) {
    super(detail);
    this.status = status;
    this.type = type;
  }
}

/** An authority on loopback that takes nothing for granted: nonces count once, signatures and their addresses are checked,
 *  and names by a request of its own. RFC 8555 */
export async function startAcmeStub(options: AcmeStubOptions): Promise<AcmeStub> {
  const host = issue(['localhost'], { issuer: options.ca });
  const stub = new Stub(options);
  const server = createServer({ key: host.pem, cert: host.pem }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void stub.answer(request.method ?? '', request.url ?? '', {
        body: Buffer.concat(chunks).toString(),
        type: request.headers['content-type'] ?? '',
        response,
      });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The stub has no port.');
  stub.base = `https://localhost:${address.port}`;
  return {
    directoryUrl: `${stub.base}/directory`,
    requests: stub.requests,
    accounts: () => stub.accounts.size,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

class Stub {
  base = '';
  readonly requests: string[] = [];
  readonly accounts = new Map<string, KeyObject>();
  readonly #options: AcmeStubOptions;
  readonly #nonces = new Set<string>();
  readonly #orders: Order[] = [];
  readonly #authorizations: Authorization[] = [];
  #signed = 0;

  constructor(options: AcmeStubOptions) {
    this.#options = options;
  }

  async answer(
    method: string,
    path: string,
    given: Readonly<{ body: string; type: string; response: ServerResponse }>,
  ): Promise<void> {
    const { response } = given;
    response.setHeader('replay-nonce', this.#newNonce());
    try {
      const failure = this.#options.fail?.(path) ?? null;
      if (failure !== null) throw new Problem(failure.status, failure.type, failure.detail);
      if (path === '/directory') return this.#json(response, 200, this.#directory());
      if (path === '/nonce' && method === 'HEAD') return void response.writeHead(200).end();
      if (method !== 'POST') throw new Problem(405, 'malformed', 'only signed requests');
      if (given.type !== 'application/jose+json') throw new Problem(415, 'malformed', 'the content type');
      await this.#handle(this.#check(path, given.body), response);
      this.requests.push(path);
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(500, 'serverInternal', String(error));
      this.requests.push(`${path} ${problem.type}`);
      this.#json(response, problem.status, {
        type: `urn:ietf:params:acme:error:${problem.type}`,
        detail: problem.message,
      });
    }
  }

  #newNonce(): string {
    const nonce = randomBytes(16).toString('base64url');
    this.#nonces.add(nonce);
    return nonce;
  }

  #directory(): object {
    const { base } = this;
    const meta = { externalAccountRequired: this.#options.externalAccount !== undefined };
    return { newNonce: `${base}/nonce`, newAccount: `${base}/account`, newOrder: `${base}/order`, meta };
  }

  #json(response: ServerResponse, status: number, body: object, location?: string): void {
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(location === undefined ? {} : { location }),
    });
    response.end(JSON.stringify(body));
  }

  /** RFC 8555 §6.2 to §6.5 */
  #check(path: string, body: string): Signed {
    const jws = objectOf(JSON.parse(body));
    const [head, payload, signature] = ['protected', 'payload', 'signature'].map((name) => String(jws[name]));
    if (head === undefined || payload === undefined || signature === undefined) throw new TypeError('no JWS');
    const header = objectOf(JSON.parse(Buffer.from(head, 'base64url').toString()));
    if (header['alg'] !== 'ES256') throw new Problem(400, 'badSignatureAlgorithm', 'ES256 only');
    if (header['url'] !== `${this.base}${path}`)
      throw new Problem(401, 'unauthorized', 'signed for another address');
    const isKnown = this.#nonces.delete(String(header['nonce']));
    this.#signed += 1;
    const { refuseNonce = 0 } = this.#options;
    if (!isKnown || (refuseNonce > 0 && this.#signed % refuseNonce === 0))
      throw new Problem(400, 'badNonce', 'the nonce is not known');
    if ('jwk' in header === 'kid' in header) throw new Problem(400, 'malformed', 'either jwk or kid');
    if ('jwk' in header !== (path === '/account'))
      throw new Problem(400, 'malformed', 'jwk or kid in the wrong place');
    const account = 'kid' in header ? String(header['kid']) : null;
    const key =
      account === null
        ? createPublicKey({ key: jwkOf(header['jwk']), format: 'jwk' })
        : this.accounts.get(account);
    if (key === undefined) throw new Problem(400, 'accountDoesNotExist', 'no such account');
    const isSigned = verify(
      'sha256',
      Buffer.from(`${head}.${payload}`),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    if (!isSigned) throw new Problem(401, 'unauthorized', 'the signature is wrong');
    const text = Buffer.from(payload, 'base64url').toString();
    return { path, payload: text === '' ? null : JSON.parse(text), key, account };
  }

  async #handle(signed: Signed, response: ServerResponse): Promise<void> {
    const [, kind = '', index = '0'] = signed.path.split('/');
    if (kind === 'account') return this.#account(signed, response);
    if (signed.path === '/order') return this.#newOrder(signed, response);
    const order = this.#orders[Number(index)];
    const authorization = this.#authorizations[Number(index)];
    if (kind === 'order' && order !== undefined)
      return this.#json(response, 200, this.#orderBody(order, Number(index)));
    if (kind === 'finalize' && order !== undefined)
      return this.#finalize(order, Number(index), { signed, response });
    if (kind === 'certificate' && order !== undefined) return void response.writeHead(200).end(order.pem);
    if (kind === 'authorization' && authorization !== undefined)
      return this.#json(response, 200, this.#authorizationBody(authorization, index));
    if (kind === 'challenge' && authorization !== undefined) {
      if (JSON.stringify(signed.payload) !== '{}')
        throw new Problem(400, 'malformed', 'the payload is not {}');
      this.#json(response, 200, { type: 'http-01', status: 'processing' });
      await this.#validate(authorization, signed.key);
      return;
    }
    throw new Problem(404, 'malformed', 'no such resource');
  }

  #account({ payload, key }: Signed, response: ServerResponse): void {
    if (objectOf(payload)['termsOfServiceAgreed'] !== true)
      throw new Problem(403, 'userActionRequired', 'the terms were not agreed to');
    this.#checkBinding(objectOf(payload)['externalAccountBinding'], key);
    const known = [...this.accounts].find(([, one]) => one.equals(key))?.[0];
    const url = known ?? `${this.base}/account/${this.accounts.size}`;
    this.accounts.set(url, key);
    this.#json(response, known === undefined ? 201 : 200, { status: 'valid' }, url);
  }

  /** RFC 8555 §7.3.4 */
  #checkBinding(binding: unknown, key: KeyObject): void {
    const { externalAccount } = this.#options;
    if (externalAccount === undefined) return;
    const { protected: head, payload, signature } = objectOf(binding);
    const header = objectOf(JSON.parse(Buffer.from(String(head), 'base64url').toString() || '{}'));
    const jwk: unknown = JSON.parse(Buffer.from(String(payload), 'base64url').toString() || '{}');
    const mac = createHmac('sha256', externalAccount.macKey).update(`${String(head)}.${String(payload)}`);
    const isBound =
      header['alg'] === 'HS256' &&
      header['kid'] === externalAccount.keyId &&
      header['url'] === `${this.base}/account` &&
      !('nonce' in header) &&
      mac.digest('base64url') === signature &&
      createPublicKey({ key: jwkOf(jwk), format: 'jwk' }).equals(key);
    if (!isBound) throw new Problem(401, 'unauthorized', 'the external account is not known');
  }

  #newOrder({ payload }: Signed, response: ServerResponse): void {
    const identifiers = objectOf(payload)['identifiers'];
    const names = (Array.isArray(identifiers) ? identifiers : []).map((one) =>
      String(objectOf(one)['value']),
    );
    if (names.length === 0) throw new Problem(400, 'malformed', 'no identifiers');
    const authorizations = names.map((name) => {
      this.#authorizations.push({ status: 'pending', name, token: randomBytes(16).toString('base64url') });
      return `${this.base}/authorization/${this.#authorizations.length - 1}`;
    });
    const order = { status: 'pending', names, authorizations, pem: '' };
    const index = this.#orders.push(order) - 1;
    this.#json(response, 201, this.#orderBody(order, index), `${this.base}/order/${index}`);
  }

  #orderBody({ status, authorizations }: Order, index: number): object {
    const certificate = status === 'valid' ? { certificate: `${this.base}/certificate/${index}` } : {};
    return { status, authorizations, finalize: `${this.base}/finalize/${index}`, ...certificate };
  }

  #authorizationBody({ status, name, token, error }: Authorization, index: string): object {
    const challenge = {
      type: 'http-01',
      url: `${this.base}/challenge/${index}`,
      token,
      status,
      ...(error === undefined ? {} : { error }),
    };
    const other = { type: 'dns-01', url: `${this.base}/none`, token: 'x', status: 'pending' };
    return { identifier: { type: 'dns', value: name }, status, challenges: [other, challenge] };
  }

  /** RFC 8555 §8.3 */
  async #validate(authorization: Authorization, key: KeyObject): Promise<void> {
    const jwk = key.export({ format: 'jwk' });
    const canonical = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y });
    const thumbprint = createHash('sha256').update(canonical).digest('base64url');
    const path = `/.well-known/acme-challenge/${authorization.token}`;
    const found = await fetched(this.#options.challengePort, path, authorization.name);
    authorization.status = found === `${authorization.token}.${thumbprint}` ? 'valid' : 'invalid';
    if (authorization.status === 'invalid')
      authorization.error = {
        type: 'urn:ietf:params:acme:error:unauthorized',
        detail: `the answer was "${found}"`,
      };
  }

  #finalize(
    order: Order,
    index: number,
    { signed, response }: Readonly<{ signed: Signed; response: ServerResponse }>,
  ): void {
    const open = order.authorizations.map((url) => this.#authorizations[Number(url.split('/').at(-1))]);
    if (open.some((one) => one?.status !== 'valid'))
      throw new Problem(403, 'orderNotReady', 'not all names are checked');
    const csr = Buffer.from(String(objectOf(signed.payload)['csr']), 'base64url');
    if (order.names.some((name) => !csr.includes(Buffer.from(name))))
      throw new Problem(400, 'badCSR', 'a name is missing');
    order.pem = this.#certificate(order.names, csr);
    order.status = 'valid';
    this.#json(response, 200, { ...this.#orderBody(order, index), status: 'processing' });
  }

  /** For the key of the request, which the support code's issuer cannot read: the key lies in it as SubjectPublicKeyInfo. */
  #certificate(names: readonly string[], csr: Buffer): string {
    const { ca, lifeMs = 90 * 86_400_000 } = this.#options;
    const start = csr.indexOf(Buffer.from('30820122300d06092a864886f70d01010105000382010f00', 'hex'));
    const spki = csr.subarray(start, start + 0x122 + 4);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const made = issue(names, {
      issuer: ca,
      notAfter: Date.now() + lifeMs,
      notBefore: Date.now() - 1000,
      publicKey: key,
    });
    if (!new X509Certificate(made.certificatePem).publicKey.equals(key)) throw new TypeError('another key');
    return `${made.certificatePem}${ca.certificatePem}`;
  }
}

async function fetched(port: number, path: string, name: string): Promise<string> {
  return await new Promise<string>((resolve) => {
    const asked = get(
      { host: '127.0.0.1', port, path, headers: { host: name }, timeout: 2000 },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
        });
        response.on('end', () =>
          resolve(response.statusCode === 200 ? text : `status ${response.statusCode}`),
        );
      },
    );
    asked.on('error', (error) => resolve(error.message));
  });
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function jwkOf(value: unknown): JsonWebKey {
  const { kty, crv, x, y } = objectOf(value);
  return { kty: String(kty), crv: String(crv), x: String(x), y: String(y) };
}
