import { randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { selectCertificate } from '../access/select-certificate.ts';
import type { CertificateTools } from '../admin/ports.ts';
import { certificateName, certificateStatus, isSelfSigned } from '../config/certificate.ts';
import type { Certificate } from '../config/certificate.ts';
import type { ConfigSnapshot, ConfigStore } from '../config/snapshot.ts';
import { KEY_BITS } from '../net/make-key.ts';
import type { Logger } from '../transport/events.ts';
import { addCertificate } from './add-certificate.ts';

const DAY_MS = 86_400_000;
/** Exchange gives its self-signed certificate five years. */
const VALIDITY_MS = 5 * 365 * DAY_MS;
/** From here on the operator's log warns once a day. */
const WARNING_MS = 30 * DAY_MS;

type World = Readonly<{
  config: ConfigStore;
  /** Loaded where a certificate is to be made. */
  tools: () => Promise<CertificateTools>;
  logger: Logger;
  now: () => number;
  /** A key of KEY_BITS that is being made, for a folder that has no certificate. */
  key?: Promise<KeyObject> | undefined;
}>;

/** Sees to it that the server has a certificate for its name: makes a self-signed one where there is none or the only ones
 *  are self-signed and have expired. A certificate of an authority is never replaced. */
export async function ensureCertificate(world: World): Promise<void> {
  const { config, tools, now, logger } = world;
  const { certificates, server } = config.current;
  const current = selectCertificate(certificates, { tlsCertificateName: null, fqdn: server.fqdn }, now());
  if (current !== null && (certificateStatus(current, now()) === 'Valid' || !isSelfSigned(current))) return;
  const made = await tools();
  const wish = {
    subject: `CN=${server.name}`,
    dnsNames: [...new Set([server.fqdn.toLowerCase(), server.name.toLowerCase()])],
    keySize: KEY_BITS,
    notBefore: now() - DAY_MS,
    notAfter: now() + VALIDITY_MS,
  };
  const material = await made.selfSigned(wish, await world.key);
  if (current !== null) logger.warn('The self-signed TLS certificate had expired and was replaced');
  const services = ['IMAP', 'POP', 'SMTP'] as const;
  const use = { guid: randomUUID(), services, friendlyName: 'Postern', privateKeyExportable: false };
  await addCertificate({ ...material, ...use }, { config, now });
}

/** Key and chain in PEM of the certificate that bears the server's name, for the admin center; '' where there is none. */
export function adminCertificate({ certificates, server }: ConfigSnapshot, now: number): string {
  const found = selectCertificate(certificates, { tlsCertificateName: null, fqdn: server.fqdn }, now);
  return found === null ? '' : `${found.privateKeyPem.trimEnd()}\n${found.chainPem}`;
}

/** What an operator should know of the certificates in use: soon over, over (Exchange: event 12016), or missing for a
 *  connector that offers TLS (Exchange: event 12014). Looked at once at start and once a day. */
export function reportCertificates(snapshot: ConfigSnapshot, now: number, logger: Logger): void {
  const { certificates, receiveConnectors, server } = snapshot;
  for (const one of endingSoon(snapshot, now)) {
    const about = {
      thumbprint: one.thumbprint,
      subject: one.subject,
      notAfter: new Date(one.notAfter).toISOString(),
    };
    if (one.notAfter <= now) logger.warn('A TLS certificate has expired', { event: 12_016, ...about });
    else logger.warn('A TLS certificate expires soon', { event: 12_017, ...about });
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

/** The same of their end for `postern status` and the overview, with the remedy. */
export function certificateWarnings(snapshot: ConfigSnapshot, now: number): readonly string[] {
  return endingSoon(snapshot, now).map(({ subject, thumbprint, notAfter }) => {
    const [verb, day] = [
      notAfter <= now ? 'expired' : 'expires',
      new Date(notAfter).toISOString().slice(0, 10),
    ];
    return `The TLS certificate ${subject} (${thumbprint}) ${verb} on ${day}. Replace it: Import-ExchangeCertificate or New-ExchangeCertificate; then Remove-ExchangeCertificate`;
  });
}

/** Those that are in use for SMTP: one whose names a longer-lived one bears too is not, unless a connector names it. */
function endingSoon(snapshot: ConfigSnapshot, now: number): readonly Certificate[] {
  const inUse = snapshot.certificates.filter(
    ({ services, isRequest, privateKeyPem }) =>
      services.includes('SMTP') && !isRequest && privateKeyPem !== '',
  );
  const [ending, lasting] = [inUse.filter(ends), inUse.filter((one) => !ends(one))];
  const { receiveConnectors, sendConnectors } = snapshot;
  const named = new Set([...receiveConnectors, ...sendConnectors].map((one) => one.tlsCertificateName));
  return ending.filter(
    (one) =>
      !lasting.some(
        (other) =>
          one.dnsNames.every((name) => other.dnsNames.includes(name)) &&
          (certificateName(other) === certificateName(one) || !named.has(certificateName(one))),
      ),
  );

  function ends({ notAfter }: Certificate): boolean {
    return notAfter - now <= WARNING_MS;
  }
}
