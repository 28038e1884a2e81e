import { randomUUID } from 'node:crypto';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { selectCertificate } from '../access/select-certificate.ts';
import type { CertificateTools } from '../admin/ports.ts';
import { certificateStatus, isSelfSigned } from '../config/certificate.ts';
import type { Certificate, CertificateMaterial } from '../config/certificate.ts';
import type { ConfigSnapshot, ConfigStore } from '../config/snapshot.ts';
import type { Logger } from '../transport/events.ts';
import { errorCode } from './startup-error.ts';

const DAY_MS = 86_400_000;
/** Exchange gives its self-signed certificate five years. */
const VALIDITY_MS = 5 * 365 * DAY_MS;
/** From here on the operator's log warns once a day. */
const WARNING_MS = 30 * DAY_MS;

type World = Readonly<{
  config: ConfigStore;
  /** Loaded where a certificate is to be made or read. */
  tools: () => Promise<CertificateTools>;
  /** `DATA/tls` */
  folder: string;
  logger: Logger;
  now: () => number;
}>;

/** Sees to it that the server has a certificate for its name: takes in what earlier programs kept in a file, and makes a
 *  self-signed one where there is none or the only ones are self-signed and have expired. A certificate of an authority
 *  is never replaced. */
export async function ensureCertificate(world: World): Promise<void> {
  await takeFile(world);
  const { config, now, logger } = world;
  const { certificates, server } = config.current;
  const current = selectCertificate(certificates, { tlsCertificateName: null, fqdn: server.fqdn }, now());
  if (current !== null && (certificateStatus(current, now()) === 'Valid' || !isSelfSigned(current))) return;
  const tools = await world.tools();
  const material = await tools.selfSigned({
    subject: `CN=${server.name}`,
    dnsNames: [...new Set([server.fqdn.toLowerCase(), server.name.toLowerCase()])],
    keySize: 2048,
    notBefore: now() - DAY_MS,
    notAfter: now() + VALIDITY_MS,
  });
  if (current !== null) logger.warn('The self-signed TLS certificate had expired and was replaced');
  const services = ['IMAP', 'POP', 'SMTP'] as const;
  await add(world, {
    ...material,
    guid: randomUUID(),
    services,
    friendlyName: 'Postern',
    privateKeyExportable: false,
  });
}

/** Key and chain in PEM of the certificate that bears the server's name, for the admin center; '' where there is none. */
export function adminCertificate({ certificates, server }: ConfigSnapshot, now: number): string {
  const found = selectCertificate(certificates, { tlsCertificateName: null, fqdn: server.fqdn }, now);
  return found === null ? '' : `${found.privateKeyPem.trimEnd()}\n${found.chainPem}`;
}

/** Earlier programs kept one certificate in `DATA/tls/server.pem`, where administrators could put theirs. */
async function takeFile(world: World): Promise<void> {
  const path = join(world.folder, 'server.pem');
  const text = await readIfThere(path);
  if (text === null) return;
  const material = readMaterial(text, path, await world.tools(), world.logger);
  if (material === null) return;
  const isKnown = world.config.current.certificates.some(
    ({ thumbprint }) => thumbprint === material.thumbprint,
  );
  if (!isKnown) {
    const services = ['SMTP'] as const;
    await add(world, {
      ...material,
      guid: randomUUID(),
      services,
      friendlyName: 'server.pem',
      privateKeyExportable: false,
    });
  }
  await rename(path, `${path}.imported`);
}

function readMaterial(
  text: string,
  path: string,
  tools: CertificateTools,
  logger: Logger,
): CertificateMaterial | null {
  try {
    const material = tools.read(Buffer.from(text), null);
    if (material.privateKeyPem !== '') return material;
    logger.warn('A certificate file has no private key and was left alone', { path });
  } catch (error) {
    logger.warn('A certificate file cannot be read and was left alone', { path, error: String(error) });
  }
  return null;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function add({ config, now }: World, certificate: Certificate): Promise<void> {
  const { current } = config;
  const next = {
    ...current,
    version: current.version + 1,
    certificates: [...current.certificates, certificate],
  };
  await config.commit(current.version, next, {
    runAt: new Date(now()).toISOString(),
    caller: 'Postern',
    command: 'New-ExchangeCertificate',
    parameters: { SubjectName: certificate.subject },
    objectModified: certificate.thumbprint,
    succeeded: true,
    error: null,
  });
}

/** What an operator should know of the certificates in use: soon over, over (Exchange: event 12016), or missing for a
 *  connector that offers TLS (Exchange: event 12014). Looked at once at start and once a day. */
export function reportCertificates(snapshot: ConfigSnapshot, now: number, logger: Logger): void {
  const { certificates, receiveConnectors, server } = snapshot;
  for (const one of certificates.filter(
    ({ services, isRequest }) => services.includes('SMTP') && !isRequest,
  )) {
    const about = {
      thumbprint: one.thumbprint,
      subject: one.subject,
      notAfter: new Date(one.notAfter).toISOString(),
    };
    if (one.notAfter <= now) logger.warn('A TLS certificate has expired', { event: 12_016, ...about });
    else if (one.notAfter - now <= WARNING_MS)
      logger.warn('A TLS certificate expires soon', { event: 12_017, ...about });
  }
  for (const connector of receiveConnectors) {
    if (!connector.enabled || !connector.authMechanism.includes('Tls')) continue;
    const { tlsCertificateName, fqdn } = connector;
    const wish = { tlsCertificateName, fqdn: fqdn ?? server.fqdn };
    if (selectCertificate(certificates, wish, now) !== null) continue;
    const message = 'No certificate fits a Receive connector: it does not offer STARTTLS';
    logger.warn(message, { event: 12_014, connector: connector.name, name: tlsCertificateName ?? wish.fqdn });
  }
}
