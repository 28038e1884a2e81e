import { X509Certificate, createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Certificate, CertificateMaterial } from '../config/certificate.ts';
import { windowsName } from './distinguished-name.ts';
import { thumbprintOf } from './make-certificate.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----[^-]+-----END [A-Z ]+-----/;

/** Reads PEM text with a certificate, what links it to a root, and perhaps its key, in any order.
 *  Throws an Error that says what is wrong with it.
 *  @param password of an encrypted key */
export function readPem(pem: string, password: string | null): CertificateMaterial {
  const blocks = pem.match(CERTIFICATE) ?? [];
  const certificates = blocks.map((block) => ({ block, parsed: new X509Certificate(block) }));
  const keyText = PRIVATE_KEY.exec(pem)?.[0];
  const key = keyText === undefined ? null : readKey(keyText, password);
  const own =
    key === null
      ? (certificates.find(({ parsed }) => !parsed.ca) ?? certificates[0])
      : certificates.find(({ parsed }) => parsed.checkPrivateKey(key));
  if (own === undefined) {
    throw new Error(
      certificates.length === 0
        ? 'it holds no certificate'
        : 'its private key belongs to another certificate',
    );
  }
  const others = certificates.filter((one) => one !== own).map(({ block }) => block);
  return materialOf(own.parsed, [own.block, ...others].join('\n'), key);
}

function readKey(pem: string, password: string | null): KeyObject {
  try {
    return createPrivateKey({
      key: pem,
      format: 'pem',
      ...(password === null ? {} : { passphrase: password }),
    });
  } catch (error) {
    throw new Error('its private key cannot be read: the password is missing or wrong', { cause: error });
  }
}

export function materialOf(
  parsed: X509Certificate,
  chainPem: string,
  key: KeyObject | null,
): CertificateMaterial {
  const { asymmetricKeyDetails, asymmetricKeyType } = parsed.publicKey;
  return {
    thumbprint: parsed.fingerprint.replaceAll(':', ''),
    chainPem: `${chainPem.trim()}\n`,
    privateKeyPem: key === null ? '' : key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    isRequest: false,
    subject: windowsName(parsed.subject),
    issuer: windowsName(parsed.issuer),
    serialNumber: parsed.serialNumber,
    notBefore: parsed.validFromDate.getTime(),
    notAfter: parsed.validToDate.getTime(),
    dnsNames: dnsNamesOf(parsed),
    publicKeySize: asymmetricKeyDetails?.modulusLength ?? (asymmetricKeyType === 'ec' ? 256 : 0),
  };
}

/** A request that waits for its answer, with the key that it was made with. */
export function requestMaterial(
  pem: string,
  facts: Pick<Certificate, 'subject' | 'dnsNames' | 'publicKeySize' | 'privateKeyPem' | 'notBefore'>,
): CertificateMaterial {
  const { subject, notBefore } = facts;
  return {
    ...facts,
    thumbprint: thumbprintOf(pem),
    chainPem: pem,
    isRequest: true,
    issuer: subject,
    serialNumber: '',
    notAfter: notBefore + 365 * 86_400_000,
  };
}

/** RFC 6125 §6.4.4: the common name counts only where there is no alternative name. */
function dnsNamesOf(parsed: X509Certificate): readonly string[] {
  const alternatives = (parsed.subjectAltName ?? '')
    .split(', ')
    .filter((name) => name.startsWith('DNS:'))
    .map((name) => name.slice(4).toLowerCase());
  if (alternatives.length > 0) return alternatives;
  const common = /(?:^|\n)CN=([^\n]+)/.exec(parsed.subject)?.[1];
  return common === undefined ? [] : [common.toLowerCase()];
}
