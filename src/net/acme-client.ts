import type { KeyObject } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { AcmeAnswer, AcmeHttp } from './acme-http.ts';
import { bindExternalAccount, keyAuthorization, signRequest } from './acme-jws.ts';
import type { ExternalAccount } from './acme-jws.ts';

export type AcmeOrder = Readonly<{
  directoryUrl: string;
  key: KeyObject;
  /** URL of the account; '' = it is to be made. */
  account: string;
  contacts: readonly string[];
  /** What a new account is bound to. */
  externalAccount: ExternalAccount | null;
  names: readonly string[];
  /** PKCS #10 request with these names. */
  request: Buffer;
}>;

export type AcmeMeans = Readonly<{
  http: AcmeHttp;
  /** Shows `content` at the place of the token from now on. RFC 8555 §8.3 */
  show: (token: string, content: string) => void;
  /** The account was made: it is kept, whatever comes after. */
  registered: (url: string) => Promise<void>;
  signal: AbortSignal;
  /** Between two looks at what is under way. Default 2000. */
  pollMs?: number;
}>;

/** What the authority says against it. */
export class AcmeProblem extends Error {
  override readonly name = 'AcmeProblem';
  /** `malformed`, `rateLimited` …; '' where the answer does not say. RFC 8555 §6.7 */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const MOST_POLLS = 60;
/** A nonce that the authority no longer knows is replaced by the one it sent along. RFC 8555 §6.5 */
const MOST_NONCES = 4;
const LONGEST_PAUSE_MS = 60_000;

/** Asks an authority for a certificate with challenges of HTTP. RFC 8555 §7
 *  @returns the certificate and its chain as PEM; rejects with an Error that says what stands in the way */
export async function orderCertificate(order: AcmeOrder, means: AcmeMeans): Promise<string> {
  return await new Ordering(order, means).run();
}

type Resource = Readonly<{ url: string; body: unknown; answer: AcmeAnswer }>;

class Ordering {
  readonly #order: AcmeOrder;
  readonly #means: AcmeMeans;
  #account: string;
  #nonce = '';
  #nonceUrl = '';

  constructor(order: AcmeOrder, means: AcmeMeans) {
    this.#order = order;
    this.#means = means;
    this.#account = order.account;
  }

  async run(): Promise<string> {
    const { directoryUrl, names, request } = this.#order;
    const directory = parsed(await this.#means.http(directoryUrl, { method: 'GET' }, this.#means.signal));
    this.#nonceUrl = textIn(directory, 'newNonce');
    if (this.#account === '')
      await this.#register(textIn(directory, 'newAccount'), demandsBinding(directory));
    const identifiers = names.map((value) => ({ type: 'dns', value }));
    const created = await this.#post(textIn(directory, 'newOrder'), { identifiers });
    const url = created.answer.headers['location'] ?? '';
    for (const authorization of listIn(created.body, 'authorizations'))
      await this.#authorize(String(authorization));
    await this.#post(textIn(created.body, 'finalize'), { csr: request.toString('base64url') });
    const ready = await this.#settled(url, ['valid']);
    const { answer } = await this.#post(textIn(ready.body, 'certificate'), null);
    return answer.text;
  }

  /** RFC 8555 §7.3: an account that this key has already is found again. */
  async #register(url: string, isBound: boolean): Promise<void> {
    const { externalAccount, contacts, key } = this.#order;
    if (isBound && externalAccount === null)
      throw new AcmeProblem(
        'externalAccountRequired',
        'externalAccountRequired: the authority makes accounts for its customers alone. Give the key identifier and the MAC key that you have from it: Set-AcmeConfig -ExternalAccountCredential (Get-Credential)',
      );
    const contact = contacts.map((address) => `mailto:${address}`);
    const { answer } = await this.#post(url, {
      termsOfServiceAgreed: true,
      ...(contact.length === 0 ? {} : { contact }),
      ...(externalAccount === null
        ? {}
        : { externalAccountBinding: bindExternalAccount(key, url, externalAccount) }),
    });
    this.#account = answer.headers['location'] ?? '';
    if (this.#account === '') throw new AcmeProblem('', 'the authority did not say where the account is');
    await this.#means.registered(this.#account);
  }

  /** RFC 8555 §7.5 */
  async #authorize(url: string): Promise<void> {
    const { body } = await this.#post(url, null);
    if (textIn(body, 'status') === 'valid') return;
    const challenge = listIn(body, 'challenges').find((one) => memberOf(one, 'type') === 'http-01');
    if (challenge === undefined)
      throw new AcmeProblem('', 'the authority offers no challenge of HTTP (http-01)');
    const token = textIn(challenge, 'token');
    if (!/^[A-Za-z0-9_-]{1,512}$/.test(token))
      throw new AcmeProblem('', 'the token of the authority is malformed');
    this.#means.show(token, keyAuthorization(token, this.#order.key));
    await this.#post(textIn(challenge, 'url'), {});
    await this.#settled(url, ['valid']);
  }

  /** Looks again until it is in one of these states. RFC 8555 §7.1.6 */
  async #settled(url: string, states: readonly string[]): Promise<Resource> {
    for (let poll = 0; poll < MOST_POLLS; poll += 1) {
      const resource = await this.#post(url, null);
      const status = textIn(resource.body, 'status');
      if (states.includes(status)) return resource;
      if (['invalid', 'deactivated', 'expired', 'revoked'].includes(status))
        throw failureIn(resource.body, status);
      await delay(pauseOf(resource.answer, this.#means.pollMs ?? 2000), undefined, {
        signal: this.#means.signal,
      });
    }
    throw new AcmeProblem('', 'the authority does not come to an end');
  }

  async #post(url: string, payload: object | null): Promise<Resource> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#send(url, payload);
      if (answer.status < 300) return { url, body: parsedOrText(answer), answer };
      const problem = problemIn(answer);
      if (problem.type !== 'badNonce' || attempt >= MOST_NONCES) throw problem;
    }
  }

  async #send(url: string, payload: object | null): Promise<AcmeAnswer> {
    const { http, signal } = this.#means;
    if (!url.startsWith('https://'))
      throw new AcmeProblem('', `the authority named an address without TLS: "${url}"`);
    if (this.#nonce === '')
      this.#nonce = (await http(this.#nonceUrl, { method: 'HEAD' }, signal)).headers['replay-nonce'] ?? '';
    const account = this.#account === '' ? null : this.#account;
    const body = signRequest({ key: this.#order.key, url, nonce: this.#nonce, account }, payload);
    const answer = await http(url, { method: 'POST', body }, signal);
    this.#nonce = answer.headers['replay-nonce'] ?? '';
    return answer;
  }
}

/** RFC 8555 §7.5.1: in seconds, or a date, which is not read. */
function pauseOf({ headers }: AcmeAnswer, usual: number): number {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0) * 1000, LONGEST_PAUSE_MS) : usual;
}

function problemIn(answer: AcmeAnswer): AcmeProblem {
  const body = parsedOrText(answer);
  const type = problemType(body);
  const detail = memberOf(body, 'detail');
  const said = typeof detail === 'string' ? detail : `answer ${answer.status}`;
  return new AcmeProblem(type, type === '' ? said : `${type}: ${said}`);
}

/** The error of the challenge that failed, or of the order. */
function failureIn(body: unknown, status: string): AcmeProblem {
  const challenges = memberOf(body, 'challenges');
  const errors = [
    memberOf(body, 'error'),
    ...(Array.isArray(challenges) ? challenges : []).map((one) => memberOf(one, 'error')),
  ];
  const error = errors.find((one) => one !== undefined);
  const type = problemType(error);
  const detail = memberOf(error, 'detail');
  const name = memberOf(memberOf(body, 'identifier'), 'value');
  const about = typeof name === 'string' ? ` for ${name}` : '';
  return new AcmeProblem(
    type,
    `${type || status}${about}: ${typeof detail === 'string' ? detail : 'no reason given'}`,
  );
}

/** RFC 8555 §7.1.1 */
function demandsBinding(directory: unknown): boolean {
  return memberOf(memberOf(directory, 'meta'), 'externalAccountRequired') === true;
}

/** RFC 8555 §6.7 */
function problemType(problem: unknown): string {
  const type = memberOf(problem, 'type');
  return typeof type === 'string' ? type.replace('urn:ietf:params:acme:error:', '') : '';
}

function parsed(answer: AcmeAnswer): unknown {
  if (answer.status !== 200) throw problemIn(answer);
  const body: unknown = JSON.parse(answer.text);
  return body;
}

function parsedOrText(answer: AcmeAnswer): unknown {
  try {
    const body: unknown = JSON.parse(answer.text);
    return body;
  } catch {
    return answer.text;
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = Object.entries(value).find(([key]) => key === name);
  return found?.[1];
}

function textIn(value: unknown, name: string): string {
  const text = memberOf(value, name);
  if (typeof text !== 'string') throw new AcmeProblem('', `the answer of the authority has no ${name}`);
  return text;
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = memberOf(value, name);
  if (!Array.isArray(list)) throw new AcmeProblem('', `the answer of the authority has no ${name}`);
  return list;
}
