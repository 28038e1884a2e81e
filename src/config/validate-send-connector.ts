import { isForeign, validateForeignConnector } from './foreign-connector.ts';
import { invalid, type Problem } from './problem.ts';
import type { SendConnector } from './send-connector.ts';
import type { ConfigSnapshot } from './snapshot.ts';
import { isFqdn } from './values.ts';
import { parseIp } from './ip-range.ts';

type Check = Readonly<{ parameter: string; when: (next: SendConnector) => boolean; message: string }>;

const needsCredential = (next: SendConnector): boolean => next.smartHostAuthMechanism.startsWith('BasicAuth');

/** The validation matrix of mail-flow.md §3.1. */
const MATRIX: readonly Check[] = [
  {
    parameter: 'AddressSpaces',
    when: (next) => next.addressSpaces.length === 0,
    message: "The value of AddressSpaces isn't valid: at least one address space is needed.",
  },
  {
    parameter: 'SmartHosts',
    when: (next) => next.smartHosts.length > 0 && next.dnsRoutingEnabled,
    message: 'SmartHosts requires DNSRoutingEnabled $false.',
  },
  {
    parameter: 'DNSRoutingEnabled',
    when: (next) => !next.dnsRoutingEnabled && next.smartHosts.length === 0 && next.dropDirectory === null,
    message: 'DNSRoutingEnabled $false requires SmartHosts in the same command.',
  },
  {
    parameter: 'RequireTLS',
    when: (next) => next.requireTLS && next.ignoreSTARTTLS,
    message: "RequireTLS can't be used with IgnoreSTARTTLS.",
  },
  {
    parameter: 'TlsAuthLevel',
    when: (next) => next.tlsAuthLevel !== null && (!next.requireTLS || next.ignoreSTARTTLS),
    message: "TlsAuthLevel requires RequireTLS $true and can't be used with IgnoreSTARTTLS.",
  },
  {
    parameter: 'TlsDomain',
    when: (next) =>
      next.tlsAuthLevel === 'DomainValidation' && next.smartHosts.length > 0 && next.tlsDomain === null,
    message: 'TlsAuthLevel DomainValidation with SmartHosts requires TlsDomain.',
  },
  {
    parameter: 'TlsDomain',
    when: (next) => next.tlsDomain !== null && next.tlsAuthLevel !== 'DomainValidation',
    message: 'TlsDomain requires TlsAuthLevel DomainValidation.',
  },
  {
    parameter: 'AuthenticationCredential',
    when: (next) => needsCredential(next) && next.authenticationCredential === null,
    message: 'SmartHostAuthMechanism BasicAuth and BasicAuthRequireTLS require AuthenticationCredential.',
  },
  {
    parameter: 'SmartHostAuthMechanism',
    when: (next) => next.smartHostAuthMechanism === 'ExchangeServer',
    message:
      'SmartHostAuthMechanism ExchangeServer needs an Exchange server as its peer and is not supported.',
  },
  {
    parameter: 'SmartHostAuthMechanism',
    when: (next) => next.smartHostAuthMechanism !== 'None' && next.smartHosts.length === 0,
    message: 'SmartHostAuthMechanism requires SmartHosts.',
  },
  {
    parameter: 'AddressSpaces',
    when: (next) => next.addressSpaces.some((space) => space.type !== 'SMTP') && next.smartHosts.length === 0,
    message: 'An address space that is not SMTP requires SmartHosts.',
  },
  {
    parameter: 'SmtpDaneMode',
    when: (next) => next.smtpDaneMode === 'Mandatory' && (!next.dnsRoutingEnabled || next.ignoreSTARTTLS),
    message: 'SmtpDaneMode Mandatory requires DNSRoutingEnabled $true and IgnoreSTARTTLS $false.',
  },
  {
    parameter: 'DomainSecureEnabled',
    when: (next) => next.domainSecureEnabled && (!next.dnsRoutingEnabled || next.ignoreSTARTTLS),
    message: 'DomainSecureEnabled requires DNSRoutingEnabled $true and IgnoreSTARTTLS $false.',
  },
  {
    parameter: 'DomainSecureEnabled',
    when: (next) =>
      next.domainSecureEnabled && next.addressSpaces.some((space) => space.domain.includes('*')),
    message: 'DomainSecureEnabled can\'t be used with an address space that contains "*".',
  },
];

/** @returns the first problem of a Send connector as it would be, or null */
export function validateSendConnector(next: SendConnector, snapshot: ConfigSnapshot): Problem | null {
  if (next.name.trim().length < 1 || next.name.length > 64)
    return invalid('E21', 'Name', 'Name must have 1 to 64 characters.');
  const twin = snapshot.sendConnectors.find(
    (other) => other.guid !== next.guid && other.name.toLowerCase() === next.name.toLowerCase(),
  );
  if (twin !== undefined) {
    const message = `The name "${next.name}" is already used by another Send connector.`;
    return { category: 'ResourceExists', id: 'E20', message, target: next.name, parameter: 'Name' };
  }
  if (isForeign(next)) return validateForeignConnector(next, snapshot);
  const failed = MATRIX.find((check) => check.when(next));
  if (failed !== undefined) return invalid('E25', failed.parameter, failed.message, next.name);
  return checkHosts(next) ?? checkFailureCodes(next) ?? checkNumbers(next);
}

function checkHosts(next: SendConnector): Problem | null {
  const bad = next.smartHosts.find((host) => !isSmartHost(host));
  if (bad !== undefined)
    return invalid(
      'E06',
      'SmartHosts',
      `"${bad}" isn't a valid smart host. Use a host name or an address such as [10.0.0.5].`,
      bad,
    );
  if (next.fqdn !== null && !isFqdn(next.fqdn))
    return invalid('E07', 'Fqdn', `"${next.fqdn}" isn't a valid SMTP domain.`, next.fqdn);
  if (parseIp(next.sourceIPAddress) === null) {
    return invalid(
      'E06',
      'SourceIPAddress',
      `"${next.sourceIPAddress}" isn't a valid IP address.`,
      next.sourceIPAddress,
    );
  }
  return null;
}

function checkFailureCodes(next: SendConnector): Problem | null {
  const lists = [
    ['DowngradeCustomFailureCodes', next.downgradeCustomFailureCodes, '5'],
    ['UpgradeCustomFailureCodes', next.upgradeCustomFailureCodes, '4'],
  ] as const;
  for (const [parameter, codes, family] of lists) {
    const bad = codes.find((code) => !isFailureCode(code, family));
    if (bad === undefined) continue;
    const example = family === '5' ? '550, 5.7.1 or "550 5.7.1"' : '451, 4.7.1 or "451 4.7.1"';
    return invalid('E06', parameter, `"${bad}" isn't a valid failure code. Use ${example}.`, bad);
  }
  return null;
}

function isFailureCode(code: string, family: '4' | '5'): boolean {
  const parts = code.split(' ');
  return (
    parts.length <= 2 &&
    parts.every((part) => part.startsWith(family) && /^(?:\d{3}|\d\.\d{1,3}\.\d{1,3})$/.test(part))
  );
}

function isSmartHost(host: string): boolean {
  const literal = /^\[(.+)\]$/.exec(host)?.[1];
  return literal === undefined ? isFqdn(host) : parseIp(literal.replace(/^IPv6:/i, '')) !== null;
}

const INT32 = 2_147_483_647;

function checkNumbers(next: SendConnector): Problem | null {
  const ranges = [
    ['Port', next.port, 1, 65_535],
    ['MaxMessageSize', next.maxMessageSize ?? 0, 0, INT32],
    ['SmtpMaxMessagesPerConnection', next.smtpMaxMessagesPerConnection, 0, INT32],
    ['ConnectionInactivityTimeOut', next.connectionInactivityTimeoutMs, 1000, 86_400_000],
  ] as const;
  for (const [parameter, value, min, max] of ranges) {
    if (value >= min && value <= max) continue;
    const message = `The value ${value} of ${parameter} is out of range. Valid values are ${min} to ${max}.`;
    return invalid('E09', parameter, message, String(value));
  }
  return null;
}
