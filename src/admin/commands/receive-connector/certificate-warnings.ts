import { selectCertificate } from '../../../access/select-certificate.ts';
import type { ReceiveConnector } from '../../../config/receive-connector.ts';
import type { ChangeInput } from '../../command.ts';
import { isGiven } from '../../contract/arguments.ts';

/** What the certificates of the server make of the settings that were just given. mail-flow.md §11.3 */
export function certificateWarnings(
  connector: ReceiveConnector,
  { current, args, now }: ChangeInput,
): readonly string[] {
  return [...withoutCertificate(connector, { current, args, now }), ...withoutPartners(connector, current)];
}

function withoutCertificate(
  { tlsCertificateName, fqdn, authMechanism }: ReceiveConnector,
  { current, args, now }: Pick<ChangeInput, 'current' | 'args' | 'now'>,
): readonly string[] {
  const asked =
    isGiven(args, 'TlsCertificateName') || isGiven(args, 'Fqdn') || isGiven(args, 'AuthMechanism');
  if (!asked || !authMechanism.includes('Tls') || current.certificates.length === 0) return [];
  const name = fqdn ?? current.server.fqdn;
  if (selectCertificate(current.certificates, { tlsCertificateName, fqdn: name }, Date.parse(now)) !== null)
    return [];
  const wanted = tlsCertificateName === null ? `bears the name ${name}` : `is named "${tlsCertificateName}"`;
  return [`No certificate for SMTP ${wanted}: the connector does not offer STARTTLS until there is one.`];
}

function withoutPartners(
  { domainSecureEnabled }: ReceiveConnector,
  { transportConfig }: ChangeInput['current'],
): readonly string[] {
  if (!domainSecureEnabled || transportConfig.tlsReceiveDomainSecureList.length > 0) return [];
  return [
    'No session becomes a Partner until Set-TransportConfig -TLSReceiveDomainSecureList names domains.',
  ];
}
