import { CERTIFICATE_SERVICES, isSelfSigned } from '../../../config/certificate.ts';
import type { Change, ChangeInput } from '../../command.ts';
import { itemsOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { badValue, replaced } from '../../snapshot-change.ts';
import { findCertificate } from './find-certificate.ts';

/** Exchange: Enable-ExchangeCertificate. Services are added only; SMTP goes away with the certificate alone. */
export function enableCertificate({ current, args }: ChangeInput): Change | AdminError {
  const { certificates } = current;
  const found = findCertificate(current, args);
  if (isAdminError(found)) return found;
  if (found.isRequest || found.privateKeyPem === '') {
    const what = found.isRequest ? 'it is a request that waits for its answer' : 'it has no private key';
    const message = `The certificate ${found.thumbprint} can't be used: ${what}. Import the certificate with its key.`;
    return badValue('CertificateUnusable', 'Thumbprint', message, found.thumbprint);
  }
  const asked = itemsOf(args, 'Services');
  const services = CERTIFICATE_SERVICES.filter((one) => found.services.includes(one) || asked.includes(one));
  const isSame = services.length === found.services.length;
  const next = { ...found, services };
  return {
    next: isSame ? current : { ...current, certificates: replaced(certificates, next) },
    action: `Enabling certificate "${found.thumbprint}" for ${services.join(', ') || 'no service'}.`,
    target: found.thumbprint,
    warnings: warningsOf(asked, isSelfSigned(found)),
  };
}

function warningsOf(asked: readonly string[], selfSigned: boolean): readonly string[] {
  const others = asked.filter((service) => service !== 'SMTP' && service !== 'None');
  return [
    ...(others.length === 0
      ? []
      : [`${others.join(', ')}: there is no such service here; the assignment is kept and shown.`]),
    ...(selfSigned && asked.includes('SMTP')
      ? ['The certificate is self-signed: hosts that check certificates will not trust it.']
      : []),
  ];
}
