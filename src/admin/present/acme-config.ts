import type { AcmeConfig } from '../../config/acme.ts';
import type { ServerIdentity } from '../../config/organization.ts';
import type { AdminObject } from '../contract/values.ts';
import { singletonTail } from './singleton-tail.ts';
import { adminObject, credential, list, timeSpan } from './values.ts';

/** Settings in the order of their names. The account's key is never shown. */
export function presentAcmeConfig(
  config: AcmeConfig,
  server: ServerIdentity,
  state: AdminObject['properties'] = [],
): AdminObject {
  return adminObject('AcmeConfig', 'Acme Settings', [
    ['AccountUrl', config.account?.url ?? null],
    ['AdditionalCertificates', list(config.additionalCertificates)],
    ['ChallengeBindings', list(config.challengeBindings)],
    ['Contacts', list(config.contacts)],
    ['DirectoryUrl', config.directoryUrl],
    ['DomainNames', list(config.domainNames)],
    ['Enabled', config.enabled],
    ['ExternalAccountCredential', credential(config.externalAccount)],
    ['RenewBefore', timeSpan(config.renewBeforeMs)],
    ['TermsOfServiceAgreed', config.termsOfServiceAgreed],
    ...state,
    ...singletonTail('Acme Settings', server),
  ]);
}
