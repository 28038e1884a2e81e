import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { selectCertificate } from '../../../../src/access/select-certificate.ts';
import {
  type Certificate,
  CERTIFICATE_SERVICES,
  certificateName,
} from '../../../../src/config/certificate.ts';
import type { Command } from '../../api/commands.ts';
import { dateOf, isOn, itemsOf, numberOf, textOf } from '../../api/objects.ts';
import type { Removal } from '../../frame/use-removal.tsx';

export const GET_CERTIFICATES: Command = { name: 'Get-ExchangeCertificate', parameters: {} };

const DAY_MS = 86_400_000;
/** Home and the operator's log warn as early. */
const SOON_MS = 30 * DAY_MS;

export type Validity = 'valid' | 'soon' | 'expired' | 'request';

export function validityOf(object: AdminObject, now: number = Date.now()): Validity {
  if (textOf(object, 'Status') === 'PendingRequest') return 'request';
  const end = dateOf(object, 'NotAfter')?.getTime() ?? 0;
  if (end < now) return 'expired';
  return end - now < SOON_MS ? 'soon' : 'valid';
}

/** A certificate as the rules of choice see it; its key stays on the server, which says only that there is one. */
function certificateOf(object: AdminObject): Certificate {
  const services = itemsOf(object, 'Services');
  return {
    guid: textOf(object, 'Guid'),
    thumbprint: textOf(object, 'Thumbprint'),
    chainPem: '',
    privateKeyPem: isOn(object, 'HasPrivateKey') ? 'on the server' : '',
    isRequest: textOf(object, 'Status') === 'PendingRequest',
    subject: textOf(object, 'Subject'),
    issuer: textOf(object, 'Issuer'),
    serialNumber: textOf(object, 'SerialNumber'),
    notBefore: dateOf(object, 'NotBefore')?.getTime() ?? 0,
    notAfter: dateOf(object, 'NotAfter')?.getTime() ?? 0,
    dnsNames: itemsOf(object, 'CertificateDomains'),
    publicKeySize: numberOf(object, 'PublicKeySize') ?? 0,
    services: CERTIFICATE_SERVICES.filter((service) => services.includes(service)),
    friendlyName: textOf(object, 'FriendlyName'),
    privateKeyExportable: isOn(object, 'PrivateKeyExportable'),
  };
}

/** `<I>issuer<S>subject`, as connectors name it. */
export function nameOf(object: AdminObject): string {
  return certificateName(certificateOf(object));
}

/** Names of the connectors that present this certificate now, by the server's own rule. */
export function connectorsWith(
  thumbprint: string,
  certificates: readonly AdminObject[],
  connectors: readonly AdminObject[],
): readonly string[] {
  const all = certificates.map(certificateOf);
  return connectors
    .filter((connector) => {
      // A connector that writes to a folder talks to nobody.
      if (textOf(connector, 'DropDirectory') !== '') return false;
      const named = textOf(connector, 'TlsCertificateName');
      const wish = { tlsCertificateName: named === '' ? null : named, fqdn: textOf(connector, 'Fqdn') };
      return selectCertificate(all, wish, Date.now())?.thumbprint === thumbprint;
    })
    .map((connector) => textOf(connector, 'Identity'));
}

export const REMOVAL: Removal<AdminObject> = {
  command: 'Remove-ExchangeCertificate',
  parameter: 'Thumbprint',
  identity: (object) => textOf(object, 'Thumbprint'),
  consequence: 'cert.removeConsequence',
};
