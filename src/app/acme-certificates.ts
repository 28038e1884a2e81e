import { certificateWishes } from '../config/acme.ts';
import { certificateName } from '../config/certificate.ts';
import type { Certificate } from '../config/certificate.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';

/** Whether a certificate came from the authority for just these names. */
export function isOf({ fromAcme, dnsNames, privateKeyPem }: Certificate, names: readonly string[]): boolean {
  const isComplete = privateKeyPem !== '' && dnsNames.length === names.length;
  return fromAcme === true && isComplete && names.every((name) => dnsNames.includes(name));
}

/** The new certificate takes the place of its predecessors: their services are its own, and connectors that name one of
 *  them name it. */
export function withCertificate(
  current: ConfigSnapshot,
  made: Certificate,
  wish: readonly string[],
): ConfigSnapshot {
  const replaced = current.certificates.filter((one) => isReplaced(one, current, wish));
  const services = [...new Set([...made.services, ...replaced.flatMap((one) => one.services)])];
  const names = new Set(replaced.map(certificateName));
  const renamed = <T extends Readonly<{ tlsCertificateName: string | null }>>(connector: T): T =>
    connector.tlsCertificateName !== null && names.has(connector.tlsCertificateName)
      ? { ...connector, tlsCertificateName: certificateName(made) }
      : connector;
  return {
    ...current,
    certificates: [...current.certificates.filter((one) => !replaced.includes(one)), { ...made, services }],
    receiveConnectors: current.receiveConnectors.map(renamed),
    sendConnectors: current.sendConnectors.map(renamed),
  };
}

/** One for the same names; and one for names that nobody wishes for together any more, where it shares one with the wish
 *  or the wish is the only one. */
function isReplaced(one: Certificate, { acme }: ConfigSnapshot, wish: readonly string[]): boolean {
  if (one.fromAcme !== true) return false;
  if (isOf(one, wish)) return true;
  const wishes = certificateWishes(acme);
  if (wishes.some((names) => isOf(one, names))) return false;
  return wishes.length === 1 || wish.some((name) => one.dnsNames.includes(name));
}
