import { readFile } from 'node:fs/promises';
import type { CertificateTools, CertificateWish } from '../admin/ports.ts';
import type { CertificateMaterial } from '../config/certificate.ts';
import { makeCertificate, makeKey, makeRequest } from './make-certificate.ts';
import { readPem, requestMaterial } from './read-certificate.ts';

/** Certificates are made and read with node:crypto alone. */
export function createCertificateTools(): CertificateTools {
  return { selfSigned, request, read, readFile: (path) => readFile(path) };
}

async function selfSigned(wish: CertificateWish): Promise<CertificateMaterial> {
  const key = await makeKey(wish.keySize);
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
  const text = Buffer.from(content).toString('latin1');
  if (text.includes('-----BEGIN ')) return readPem(text, password);
  throw new Error(
    'it is not PEM text; convert a PKCS #12 file with: openssl pkcs12 -in mail.pfx -nodes -out mail.pem',
  );
}
