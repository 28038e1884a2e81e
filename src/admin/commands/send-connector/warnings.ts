import { selectCertificate } from '../../../access/select-certificate.ts';
import type { SendConnector } from '../../../config/send-connector.ts';
import type { ChangeInput } from '../../command.ts';

/** Settings that are kept and shown and do not act. */
export function storedWarnings(connector: SendConnector): readonly string[] {
  const { name, frontendProxyEnabled, cloudServicesMailEnabled } = connector;
  return [
    ...(frontendProxyEnabled
      ? [
          `FrontendProxyEnabled of Send connector "${name}" changes where its logs lie (FrontEnd) and not the way of mail: one service receives and sends, and it connects by itself.`,
        ]
      : []),
    ...(cloudServicesMailEnabled
      ? [`CloudServicesMailEnabled of Send connector "${name}" is stored; it has no effect yet.`]
      : []),
    ...policiesWithoutCodes(connector),
  ];
}

function policiesWithoutCodes(connector: SendConnector): readonly string[] {
  const pairs = [
    ['DowngradeCustomFailures', 'DowngradeCustomFailureCodes', connector.downgradeCustomFailureCodes],
    ['UpgradeCustomFailures', 'UpgradeCustomFailureCodes', connector.upgradeCustomFailureCodes],
  ] as const;
  return pairs
    .filter(([policy, , codes]) => connector.errorPolicies.includes(policy) && codes.length === 0)
    .map(
      ([policy, parameter]) => `The error policy ${policy} has no effect until ${parameter} names replies.`,
    );
}

/** A name without its certificate presents none; and mutual TLS is only spoken with listed domains. */
export function certificateWarnings(
  { name, tlsCertificateName, domainSecureEnabled, fqdn }: SendConnector,
  { current, now }: ChangeInput,
): readonly string[] {
  const wish = { tlsCertificateName, fqdn: fqdn ?? current.server.fqdn };
  const missing =
    tlsCertificateName !== null && selectCertificate(current.certificates, wish, Date.parse(now)) === null;
  const { tlsSendDomainSecureList: listed } = current.transportConfig;
  return [
    ...(missing
      ? [
          `No certificate for SMTP is named "${tlsCertificateName}": Send connector "${name}" presents none until there is one.`,
        ]
      : []),
    ...(domainSecureEnabled && listed.length === 0
      ? [
          'DomainSecureEnabled has no effect until Set-TransportConfig -TLSSendDomainSecureList names domains.',
        ]
      : []),
  ];
}
