import { selectCertificate } from '../../../access/select-certificate.ts';
import type { Certificate } from '../../../config/certificate.ts';
import { certificateName } from '../../../config/certificate.ts';
import type { ConfigSnapshot } from '../../../config/snapshot.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { receiveConnectorIdentity } from '../../identity.ts';
import { without } from '../../snapshot-change.ts';
import { findCertificate } from './find-certificate.ts';

/** Exchange: Remove-ExchangeCertificate. The last one that bears the server's name stays: without it STARTTLS would end. */
export function deleteCertificate({ current, args, now }: ChangeInput): Change | AdminError {
  const { certificates, server } = current;
  const found = findCertificate(current, args);
  if (isAdminError(found)) return found;
  const left = without(certificates, found);
  const wish = { tlsCertificateName: null, fqdn: server.fqdn };
  const at = Date.parse(now);
  if (selectCertificate(certificates, wish, at) !== null && selectCertificate(left, wish, at) === null) {
    const message =
      `The certificate ${found.thumbprint} can't be removed: it is the only one for SMTP that bears ${server.fqdn}. ` +
      'Make or enable another first: New-ExchangeCertificate.';
    return { category: 'InvalidOperation', id: 'CertificateInUse', message, target: found.thumbprint };
  }
  return {
    next: { ...current, certificates: left },
    action: `Removing certificate "${found.thumbprint}".`,
    target: found.thumbprint,
    warnings: usersOf(found, left, current),
  };
}

/** Connectors that name the certificate and have no other of that name. */
function usersOf(
  gone: Certificate,
  left: readonly Certificate[],
  current: ConfigSnapshot,
): readonly string[] {
  const name = certificateName(gone);
  if (left.some((other) => certificateName(other) === name)) return [];
  const receive = current.receiveConnectors
    .filter(({ tlsCertificateName }) => tlsCertificateName === name)
    .map(
      (one) =>
        `Receive connector "${receiveConnectorIdentity(one, current.server)}" names it and no longer offers STARTTLS.`,
    );
  const send = current.sendConnectors
    .filter(({ tlsCertificateName }) => tlsCertificateName === name)
    .map((one) => `Send connector "${one.name}" names it and no longer presents a certificate.`);
  return [...receive, ...send];
}
