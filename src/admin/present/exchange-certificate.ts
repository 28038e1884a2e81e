import { certificateStatus, isSelfSigned } from '../../config/certificate.ts';
import type { Certificate } from '../../config/certificate.ts';
import type { ServerIdentity } from '../../config/organization.ts';
import type { AdminObject } from '../contract/values.ts';
import { adminObject, dateTime, enumValue, flagsValue, list } from './values.ts';

/** One certificate in the order of Format-List. mail-flow.md §11.3; the private key is never shown. */
export function presentCertificate(
  certificate: Certificate,
  server: ServerIdentity,
  now: number,
): AdminObject {
  const { thumbprint } = certificate;
  return adminObject('ExchangeCertificate', thumbprint, [
    ['CertificateDomains', list(certificate.dnsNames)],
    ['FriendlyName', certificate.friendlyName],
    ['HasPrivateKey', certificate.privateKeyPem !== ''],
    ['PrivateKeyExportable', certificate.privateKeyExportable],
    ['IsSelfSigned', !certificate.isRequest && isSelfSigned(certificate)],
    ['Issuer', certificate.issuer],
    ['NotAfter', dateTime(certificate.notAfter)],
    ['NotBefore', dateTime(certificate.notBefore)],
    ['PublicKeySize', certificate.publicKeySize],
    ['SerialNumber', certificate.serialNumber],
    [
      'Services',
      flagsValue('AllowedServices', certificate.services.length === 0 ? ['None'] : certificate.services),
    ],
    ['Status', enumValue('CertificateStatus', certificateStatus(certificate, now))],
    ['Subject', certificate.subject],
    ['Thumbprint', thumbprint],
    ['Identity', `${server.name}\\${thumbprint}`],
    ['Guid', certificate.guid],
  ]);
}
