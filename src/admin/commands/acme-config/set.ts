import type { AcmeConfig } from '../../../config/acme.ts';
import { parseBinding } from '../../../config/binding.ts';
import { parseMailbox, toAsciiDomain } from '../../../mail/address.ts';
import type { Change, ChangeInput } from '../../command.ts';
import {
  type Arguments,
  booleanOf,
  credentialOf,
  listOf,
  numberOf,
  textOf,
} from '../../contract/arguments.ts';
import type { AdminError } from '../../contract/errors.ts';
import { badText, badValue, changed } from '../../snapshot-change.ts';

const DAY_MS = 86_400_000;

/** Set-AcmeConfig. Decision: ADR-0019 */
export function changeAcmeConfig({ current, args }: ChangeInput): Change | AdminError {
  const acme = withSettings(current.acme, args);
  const problem = checkValues(acme) ?? checkTogether(acme);
  if (problem !== null) return problem;
  return {
    next: changed(current, { acme }),
    action: 'Setting ACME configuration "Acme Settings".',
    target: 'Acme Settings',
    warnings: acme.enabled ? portWarnings(acme) : [],
  };
}

function withSettings(config: AcmeConfig, args: Arguments): AcmeConfig {
  const directoryUrl = textOf(args, 'DirectoryUrl');
  const names = listOf(args, 'DomainNames', config.domainNames) ?? config.domainNames;
  const further =
    listOf(args, 'AdditionalCertificates', config.additionalCertificates) ?? config.additionalCertificates;
  const customer = credentialOf(args, 'ExternalAccountCredential');
  return {
    enabled: booleanOf(args, 'Enabled') ?? config.enabled,
    directoryUrl: directoryUrl === undefined ? config.directoryUrl : directoryUrl,
    contacts: listOf(args, 'Contacts', config.contacts) ?? config.contacts,
    termsOfServiceAgreed: booleanOf(args, 'TermsOfServiceAgreed') ?? config.termsOfServiceAgreed,
    domainNames: names.map(hostName),
    additionalCertificates: further.map((text) => text.split(';').map(hostName).join(';')),
    externalAccount: customer === undefined ? config.externalAccount : customer,
    challengeBindings:
      listOf(args, 'ChallengeBindings', config.challengeBindings) ?? config.challengeBindings,
    renewBeforeMs: numberOf(args, 'RenewBefore') ?? config.renewBeforeMs,
    // An account stays bound to what it was made with.
    account: customer === undefined ? config.account : null,
  };
}

function hostName(text: string): string {
  const name = text.trim();
  return toAsciiDomain(name)?.toLowerCase() ?? name;
}

function checkValues(acme: AcmeConfig): AdminError | null {
  const { directoryUrl, contacts, challengeBindings, renewBeforeMs } = acme;
  if (directoryUrl !== null && !isHttps(directoryUrl))
    return badText('DirectoryUrl', `"${directoryUrl}" is not an https URL without a password`, directoryUrl);
  const problem = checkNames(acme) ?? checkExternalAccount(acme);
  if (problem !== null) return problem;
  const contact = contacts.find((one) => parseMailbox(one) === null);
  if (contact !== undefined) return badText('Contacts', `"${contact}" is not an e-mail address`, contact);
  const binding = challengeBindings.find((one) => parseBinding(one) === null);
  if (binding !== undefined)
    return badText('ChallengeBindings', `"${binding}" is not address:port such as 0.0.0.0:80`, binding);
  if (renewBeforeMs >= DAY_MS && renewBeforeMs <= 365 * DAY_MS) return null;
  return badValue(
    'E09',
    'RenewBefore',
    'RenewBefore must be from 1.00:00:00 to 365.00:00:00.',
    String(renewBeforeMs),
  );
}

function checkNames({ domainNames, additionalCertificates }: AcmeConfig): AdminError | null {
  const further = additionalCertificates.flatMap((text) => text.split(';'));
  const isHost = (name: string): boolean => /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(name);
  for (const [parameter, names] of [
    ['DomainNames', domainNames],
    ['AdditionalCertificates', further],
  ] as const) {
    const wrong = names.find((name) => !isHost(name));
    if (wrong !== undefined)
      return badText(
        parameter,
        `"${wrong}" is not a host name such as mail.contoso.com; wildcards need a check by DNS, which is not done here`,
        wrong,
      );
  }
  const all = [...domainNames, ...further];
  const twice = all.find((name, index) => all.indexOf(name) !== index);
  return twice === undefined
    ? null
    : badText('AdditionalCertificates', `"${twice}" would be in two certificates, or twice in one`, twice);
}

/** RFC 8555 §7.3.4 */
function checkExternalAccount({ externalAccount }: AcmeConfig): AdminError | null {
  if (externalAccount === null || /^[A-Za-z0-9_-]+={0,2}$/.test(externalAccount.password)) return null;
  return badText(
    'ExternalAccountCredential',
    'its password is not a MAC key in base64url',
    externalAccount.user,
  );
}

/** What cannot work is refused when it is turned on. */
function checkTogether({
  enabled,
  directoryUrl,
  domainNames,
  termsOfServiceAgreed,
  challengeBindings,
}: AcmeConfig): AdminError | null {
  if (!enabled) return null;
  const need = (parameter: string, what: string): AdminError =>
    badValue('E02', parameter, `Enabled $true requires ${parameter}: ${what}.`, '');
  if (directoryUrl === null) return need('DirectoryUrl', "the https URL of the authority's directory");
  if (domainNames.length === 0) return need('DomainNames', 'the host names of the certificate');
  if (!termsOfServiceAgreed)
    return need('TermsOfServiceAgreed', '$true, once you have read the terms of the authority');
  return challengeBindings.length === 0
    ? need('ChallengeBindings', 'an address:port that answers the authority')
    : null;
}

function portWarnings({ challengeBindings }: AcmeConfig): readonly string[] {
  if (challengeBindings.some((text) => parseBinding(text)?.port === 80)) return [];
  return ['The authority asks at port 80: something has to lead it from there to ChallengeBindings.'];
}

function isHttps(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '';
}
