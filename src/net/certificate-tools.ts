import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { CertificateTools, CertificateWish } from '../admin/ports.ts';
import type { CertificateMaterial } from '../config/certificate.ts';
import { makeCertificate, makeRequest } from './make-certificate.ts';
import { makeKey } from './make-key.ts';
import { isPkcs12, pkcs12ToPem } from './pkcs12.ts';
import { readPem, requestMaterial } from './read-certificate.ts';

/** Certificates are made and read with node:crypto alone. */
export function createCertificateTools(): CertificateTools {
  return { selfSigned, request, read, readFile: (path) => readFile(path) };
}

async function selfSigned(wish: CertificateWish, made?: KeyObject): Promise<CertificateMaterial> {
  const key = made ?? (await makeKey(wish.keySize));
  const pem = makeCertificate({ ...wish, key });
  return readPem(`${key.export({ type: 'pkcs8', format: 'pem' }).toString()}${pem}`, null);
}

async function request(wish: CertificateWish): Promise<CertificateMaterial> {
  const key = await makeKey(wish.keySize);
  const { subject, dnsNames, keySize: publicKeySize, notBefore } = wish;
  const pem = makeRequest({ subject, dnsNames, key });
  const privateKeyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return requestMaterial(pem, { subject, dnsNames, publicKeySize, privateKeyPem, notBefore });
}

function read(content: Uint8Array, password: string | null): CertificateMaterial {
  const octets = Buffer.from(content);
  const text = octets.toString('latin1');
  if (text.includes('-----BEGIN ')) return readPem(text, password);
  if (isPkcs12(octets)) return readPem(pkcs12ToPem(octets, password), null);
  throw new Error('it is neither PEM text nor a PKCS #12 file (.pfx, .p12)');
}
