import { createHash, createHmac, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What a request is signed for. RFC 8555 §6.2 */
export type JwsContext = Readonly<{
  key: KeyObject;
  url: string;
  nonce: string;
  /** URL of the account; null: the key stands in the header, as for a new account. */
  account: string | null;
}>;

/** A signed request as JSON, ES256. RFC 7515 §7.2.2
 *  @param payload null: the body of a POST-as-GET. RFC 8555 §6.3 */
export function signRequest({ key, url, nonce, account }: JwsContext, payload: object | null): string {
  const who = account === null ? { jwk: publicJwk(key) } : { kid: account };
  const head = base64url(JSON.stringify({ alg: 'ES256', nonce, url, ...who }));
  const body = payload === null ? '' : base64url(JSON.stringify(payload));
  const signature = sign('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' });
  return JSON.stringify({ protected: head, payload: body, signature: signature.toString('base64url') });
}

/** An account at the authority's own customer service, to which a new account is bound. RFC 8555 §7.3.4 */
export type ExternalAccount = Readonly<{ keyId: string; macKey: Buffer }>;

/** Proof that who makes the account with this key has that external account, HS256.
 *  @param url of newAccount */
export function bindExternalAccount(key: KeyObject, url: string, { keyId, macKey }: ExternalAccount): object {
  const head = base64url(JSON.stringify({ alg: 'HS256', kid: keyId, url }));
  const body = base64url(JSON.stringify(publicJwk(key)));
  const signature = createHmac('sha256', macKey).update(`${head}.${body}`).digest('base64url');
  return { protected: head, payload: body, signature };
}

/** What the server shows at the place of a token. RFC 8555 §8.1 */
export function keyAuthorization(token: string, key: KeyObject): string {
  const { crv, kty, x, y } = publicJwk(key);
  // RFC 7638 §3: these members, in this order.
  const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return `${token}.${thumbprint}`;
}

function publicJwk(key: KeyObject): Readonly<{ crv: string; kty: string; x: string; y: string }> {
  const { crv = '', kty = '', x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  return { crv, kty, x, y };
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
