import type { SendConnector } from '../../../config/send-connector.ts';

/** Settings that are kept and shown and do not act. */
export function storedWarnings(connector: SendConnector): readonly string[] {
  const stored = [
    ...(connector.domainSecureEnabled ? ['DomainSecureEnabled'] : []),
    ...(connector.tlsCertificateName === null ? [] : ['TlsCertificateName']),
    ...(connector.frontendProxyEnabled ? ['FrontendProxyEnabled'] : []),
    ...(connector.cloudServicesMailEnabled ? ['CloudServicesMailEnabled'] : []),
  ];
  return [
    ...stored.map((name) => `${name} of Send connector "${connector.name}" is stored; it has no effect yet.`),
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
