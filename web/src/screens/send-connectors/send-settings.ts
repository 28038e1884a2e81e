import { type Draft, textIn } from '../../settings/draft.ts';
import { choice } from '../../settings/build-setting.ts';
import type { Choice, Setting } from '../../settings/setting.ts';

const USAGE: Setting = choice('Usage', {
  name: 'wizard.usage',
  hint: 'send.usageHint',
  look: 'radio',
  choices: [
    { value: 'Custom', name: 'usage.Custom' },
    { value: 'Internal', name: 'usage.Internal' },
    { value: 'Internet', name: 'usage.Internet' },
    { value: 'Partner', name: 'usage.Partner' },
  ],
});

const LOGGING: readonly Choice[] = [
  { value: 'None', name: 'logging.None' },
  { value: 'Verbose', name: 'logging.Verbose' },
];

/** Exchange's labels and order: "Smart host authentication". */
const AUTHENTICATION: readonly Choice[] = [
  { value: 'None', name: 'sendAuth.None' },
  { value: 'BasicAuth', name: 'sendAuth.BasicAuth' },
  { value: 'BasicAuthRequireTLS', name: 'sendAuth.BasicAuthRequireTLS' },
  { value: 'ExchangeServer', name: 'mechanism.ExchangeServer' },
  { value: 'ExternalAuthoritative', name: 'mechanism.ExternalAuthoritative' },
];

const TLS_LEVELS: readonly Choice[] = [
  { value: '', name: 'tlsLevel.none' },
  { value: 'EncryptionOnly', name: 'tlsLevel.EncryptionOnly' },
  { value: 'CertificateValidation', name: 'tlsLevel.CertificateValidation' },
  { value: 'DomainValidation', name: 'tlsLevel.DomainValidation' },
];

const ERROR_POLICIES: readonly Choice[] = [
  { value: 'DowngradeDnsFailures', name: 'errorPolicy.DowngradeDnsFailures' },
  { value: 'DowngradeCustomFailures', name: 'errorPolicy.DowngradeCustomFailures' },
  { value: 'UpgradeCustomFailures', name: 'errorPolicy.UpgradeCustomFailures' },
];

const ROUTING: Setting = choice('Routing', {
  name: 'send.routing',
  hint: 'send.routingHint',
  look: 'radio',
  choices: [
    { value: 'mx', name: 'routing.mx' },
    { value: 'smartHosts', name: 'routing.smartHosts' },
  ],
});

const NAME: Setting = { parameter: 'Name', name: 'connector.name', kind: 'text', required: true };
const SPACES: Setting = {
  parameter: 'AddressSpaces',
  name: 'send.spaces',
  hint: 'send.spacesHint',
  kind: 'entries',
  entry: 'addressSpace',
  required: true,
};
const HOSTS: Setting = {
  parameter: 'SmartHosts',
  name: 'send.smartHosts',
  hint: 'send.smartHostsHint',
  kind: 'entries',
  entry: 'text',
};
const PORT: Setting = { parameter: 'Port', name: 'send.port', hint: 'send.portHint', kind: 'text' };
const SOURCE: Setting = {
  parameter: 'SourceIPAddress',
  name: 'send.source',
  hint: 'send.sourceHint',
  kind: 'text',
};
const FQDN: Setting = { parameter: 'Fqdn', name: 'send.fqdn', hint: 'send.fqdnHint', kind: 'text' };
const MECHANISM: Setting = {
  parameter: 'SmartHostAuthMechanism',
  name: 'send.authentication',
  hint: 'send.authenticationHint',
  kind: 'choice',
  choices: AUTHENTICATION,
};
const CREDENTIAL: Setting = {
  parameter: 'AuthenticationCredential',
  name: 'send.credential',
  hint: 'send.credentialHint',
  kind: 'credential',
};
const TLS: Setting = { parameter: 'RequireTLS', name: 'send.requireTls', kind: 'switch' };
const LEVEL: Setting = {
  parameter: 'TlsAuthLevel',
  name: 'send.tlsLevel',
  hint: 'send.tlsLevelHint',
  kind: 'choice',
  choices: TLS_LEVELS,
};
const MTA_STS: Setting = choice('MtaStsMode', {
  name: 'send.mtaSts',
  hint: 'send.mtaStsHint',
  choices: [
    { value: 'Opportunistic', name: 'send.mtaSts.Opportunistic' },
    { value: 'None', name: 'send.mtaSts.None' },
  ],
});
const DANE: Setting = choice('SmtpDaneMode', {
  name: 'send.dane',
  hint: 'send.daneHint',
  choices: [
    { value: 'Opportunistic', name: 'send.dane.Opportunistic' },
    { value: 'Mandatory', name: 'send.dane.Mandatory' },
    { value: 'None', name: 'send.dane.None' },
  ],
});
const TLS_DOMAIN: Setting = {
  parameter: 'TlsDomain',
  name: 'send.tlsDomain',
  hint: 'send.tlsDomainHint',
  kind: 'text',
};
const SIZE: Setting = {
  parameter: 'MaxMessageSize',
  name: 'send.maxSize',
  hint: 'connector.maxSizeHint',
  kind: 'text',
};

const GENERAL: readonly Setting[] = [
  NAME,
  { parameter: 'Enabled', name: 'connector.enabled', kind: 'switch' },
  { parameter: 'Comment', name: 'connector.comment', kind: 'lines' },
  { parameter: 'ProtocolLoggingLevel', name: 'connector.logging', kind: 'choice', choices: LOGGING },
  SIZE,
];

const DELIVERY: readonly Setting[] = [
  { parameter: 'DNSRoutingEnabled', name: 'send.dnsRouting', hint: 'send.dnsRoutingHint', kind: 'switch' },
  HOSTS,
  PORT,
  { parameter: 'UseExternalDNSServersEnabled', name: 'send.externalDns', kind: 'switch' },
];

const SECURITY: readonly Setting[] = [
  MECHANISM,
  CREDENTIAL,
  TLS,
  LEVEL,
  TLS_DOMAIN,
  MTA_STS,
  DANE,
  { parameter: 'IgnoreSTARTTLS', name: 'send.ignoreStartTls', kind: 'switch' },
  {
    parameter: 'DomainSecureEnabled',
    name: 'connector.domainSecure',
    hint: 'send.domainSecureHint',
    kind: 'switch',
  },
  {
    parameter: 'TlsCertificateName',
    name: 'send.certificateName',
    hint: 'send.certificateNameHint',
    kind: 'text',
  },
];

const SCOPING: readonly Setting[] = [SPACES, SOURCE, FQDN];

const LIMITS: readonly Setting[] = [
  {
    parameter: 'ConnectionInactivityTimeOut',
    name: 'limit.inactivity',
    hint: 'limit.timeHint',
    kind: 'text',
  },
  {
    parameter: 'SmtpMaxMessagesPerConnection',
    name: 'send.perConnection',
    hint: 'send.perConnectionHint',
    kind: 'text',
  },
  { parameter: 'ForceHELO', name: 'send.forceHelo', kind: 'switch' },
  { parameter: 'ErrorPolicies', name: 'send.errorPolicies', kind: 'flags', choices: ERROR_POLICIES },
  {
    parameter: 'DowngradeCustomFailureCodes',
    name: 'send.downgradeCodes',
    hint: 'send.codesHint',
    kind: 'entries',
    entry: 'text',
  },
  {
    parameter: 'UpgradeCustomFailureCodes',
    name: 'send.upgradeCodes',
    hint: 'send.codesHint',
    kind: 'entries',
    entry: 'text',
  },
];

export type FormTab = 'general' | 'delivery' | 'security' | 'scoping' | 'limits';

export const TAB_SETTINGS: Readonly<Record<FormTab, readonly Setting[]>> = {
  general: GENERAL,
  delivery: DELIVERY,
  security: SECURITY,
  scoping: SCOPING,
  limits: LIMITS,
};
export const ALL_SETTINGS: readonly Setting[] = Object.values(TAB_SETTINGS).flat();

/** What the wizard begins with. `Usage` and `Routing` are questions of ours. */
export const FIRST: Draft = {
  Usage: 'Custom',
  Routing: 'mx',
  AddressSpaces: [],
  SmartHostAuthMechanism: 'None',
  Port: '25',
  MtaStsMode: 'Opportunistic',
  SmtpDaneMode: 'Opportunistic',
};

export const PAGES = ['first', 'network', 'spaces', 'source', 'summary'] as const;
export type WizardPage = (typeof PAGES)[number];

/** Fields of a page of the wizard for what has been chosen so far. */
export function pageSettings(page: WizardPage, draft: Draft): readonly Setting[] {
  const bySmartHosts = textIn(draft, 'Routing') === 'smartHosts';
  switch (page) {
    case 'first':
      return [NAME, USAGE];
    case 'network':
      return [ROUTING, ...(bySmartHosts ? [{ ...HOSTS, required: true }, PORT] : [])];
    case 'spaces':
      return [SPACES];
    case 'source':
      return [...(bySmartHosts ? authentication(draft) : []), ...outgoing(draft)];
    case 'summary':
      return [];
  }
}

function authentication(draft: Draft): readonly Setting[] {
  const signsIn = textIn(draft, 'SmartHostAuthMechanism').startsWith('BasicAuth');
  return [MECHANISM, ...(signsIn ? [{ ...CREDENTIAL, required: true }] : [])];
}

/** MTA-STS and DANE count where the recipient's domain names the hosts. */
function outgoing(draft: Draft): readonly Setting[] {
  const bySmartHosts = textIn(draft, 'Routing') === 'smartHosts';
  return [
    TLS,
    LEVEL,
    ...(textIn(draft, 'TlsAuthLevel') === 'DomainValidation' ? [TLS_DOMAIN] : []),
    ...(bySmartHosts ? [] : [MTA_STS, DANE]),
    SOURCE,
    FQDN,
    SIZE,
  ];
}
