import { X509Certificate } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Logger } from '../transport/events.ts';
import { makeSelfSigned } from './self-signed.ts';

/** The certificate that STARTTLS shows, ready for use. */
export type ServerTls = Readonly<{
  context: SecureContext;
  /** Key and certificates as they are in the file, for servers that make a context of their own. */
  pem: string;
  /** SHA-1 in hex without colons, as Exchange shows it. */
  thumbprint: string;
  subject: string;
  issuer: string;
  /** Epoch ms */
  notAfter: number;
  dnsNames: readonly string[];
}>;

export type ServerTlsOptions = Readonly<{
  /** `DATA/tls`; made when missing, mode 0700. */
  folder: string;
  /** Names of the certificate, the first as its common name. */
  names: readonly string[];
  now: number;
  logger: Logger;
}>;

const DAY_MS = 86_400_000;

/** Exchange gives its self-signed certificate five years. */
const VALIDITY_MS = 5 * 365 * DAY_MS;

/** Key and certificate in one file, so that a crash never leaves one without the other. */
const FILE_NAME = 'server.pem';

/** Reads the server's certificate, or makes a self-signed one at the first start and after it expired.
 *  A certificate that somebody else issued is never replaced. Rejects when the folder cannot be read or written. */
export async function openServerTls(options: ServerTlsOptions): Promise<ServerTls> {
  const path = join(options.folder, FILE_NAME);
  const stored = await readIfThere(path);
  if (stored !== null) {
    const tls = fromPem(stored);
    const expired = tls.notAfter <= options.now;
    if (!expired || tls.subject !== tls.issuer) {
      if (expired) options.logger.warn('The TLS certificate has expired', { file: path });
      return tls;
    }
    options.logger.warn('The self-signed TLS certificate had expired and was replaced', { file: path });
  }
  const pem = makeSelfSigned(options.names, options.now - DAY_MS, options.now + VALIDITY_MS);
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  await writeWhole(path, pem);
  return fromPem(pem);
}

/** Key and certificate of a PEM text. Throws when it holds no pair that fits together.
 *  TLS 1.2 is the floor: RFC 8996 retired what is older. */
export function fromPem(pem: string): ServerTls {
  const certificate = new X509Certificate(pem.slice(pem.indexOf('-----BEGIN CERTIFICATE-----')));
  return {
    context: createSecureContext({ key: pem, cert: pem, minVersion: 'TLSv1.2' }),
    pem,
    thumbprint: certificate.fingerprint.replaceAll(':', ''),
    subject: certificate.subject,
    issuer: certificate.issuer,
    notAfter: certificate.validToDate.getTime(),
    dnsNames: (certificate.subjectAltName ?? '')
      .split(', ')
      .filter((name) => name.startsWith('DNS:'))
      .map((name) => name.slice(4)),
  };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.new`;
  const file = await open(part, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}
