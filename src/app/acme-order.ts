import { createPrivateKey, randomUUID } from 'node:crypto';
import type { AcmeAccount, AcmeConfig } from '../config/acme.ts';
import type { Certificate } from '../config/certificate.ts';
import { AcmeProblem, orderCertificate } from '../net/acme-client.ts';
import type { AcmeHttp } from '../net/acme-http.ts';
import type { ExternalAccount } from '../net/acme-jws.ts';
import { openChallengeListener } from '../net/challenge-listener.ts';
import { makeRequest } from '../net/make-certificate.ts';
import { KEY_BITS, makeKey } from '../net/make-key.ts';
import { readPem } from '../net/read-certificate.ts';
import { isOf } from './acme-certificates.ts';

export type AcmeWish = Readonly<{
  directoryUrl: string;
  account: AcmeAccount;
  externalAccount: AcmeConfig['externalAccount'];
  contacts: readonly string[];
  names: readonly string[];
  /** Where the authority's questions arrive. */
  bindings: readonly Readonly<{ address: string; port: number }>[];
}>;

export type AcmeHelp = Readonly<{
  http: AcmeHttp;
  /** null = the authority does not know the account. */
  keepAccount: (account: AcmeAccount | null) => Promise<void>;
  signal: AbortSignal;
  /** Between two looks at what the authority does. */
  pollMs?: number;
}>;

/** Asks for one certificate and answers the authority meanwhile. Only this loads what ACME needs. ADR-0022 */
export async function orderFromAuthority(wish: AcmeWish, help: AcmeHelp): Promise<Certificate> {
  const { directoryUrl, account, contacts, names } = wish;
  const key = await makeKey(KEY_BITS);
  const listener = await openChallengeListener(wish.bindings);
  try {
    const pem = await orderCertificate(
      {
        directoryUrl,
        key: createPrivateKey(account.privateKeyPem),
        account: account.url,
        contacts,
        externalAccount: externalAccountOf(wish),
        names,
        request: derOf(makeRequest({ subject: `CN=${names[0] ?? ''}`, dnsNames: names, key })),
      },
      {
        http: help.http,
        show: listener.show,
        registered: async (url) => await help.keepAccount({ ...account, url }),
        signal: help.signal,
        ...(help.pollMs === undefined ? {} : { pollMs: help.pollMs }),
      },
    );
    return certificateOf(pem, key.export({ type: 'pkcs8', format: 'pem' }).toString(), names);
  } catch (error) {
    if (error instanceof AcmeProblem && error.type === 'accountDoesNotExist') await help.keepAccount(null);
    throw error;
  } finally {
    await listener.close();
  }
}

function externalAccountOf({ externalAccount }: AcmeWish): ExternalAccount | null {
  if (externalAccount === null) return null;
  return { keyId: externalAccount.user, macKey: Buffer.from(externalAccount.password, 'base64url') };
}

/** What the authority sent is believed only as far as it is what was asked for. */
function certificateOf(pem: string, privateKeyPem: string, names: readonly string[]): Certificate {
  const certificate: Certificate = {
    ...readPem(`${privateKeyPem}${pem}`, null),
    guid: randomUUID(),
    services: ['SMTP'],
    friendlyName: 'ACME',
    privateKeyExportable: false,
    fromAcme: true,
  };
  if (!isOf(certificate, names))
    throw new Error('the certificate of the authority does not bear the names asked for');
  return certificate;
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
}
