import { isWidened } from './ip-range.ts';
import { checkLimits } from './limits.ts';
import type { ServerIdentity } from './organization.ts';
import { permissionGroupsOf } from './permission-groups.ts';
import { invalid, type Problem } from './problem.ts';
import type { ReceiveConnector } from './receive-connector.ts';
import type { ConfigSnapshot } from './snapshot.ts';
import { checkUniqueness } from './uniqueness.ts';
import { isFqdn } from './values.ts';

/** Checks a Receive connector as it would be, against all others. Cross-parameter checks look at the result, so that
 *  one command may change both sides. @returns the first problem of receive-connectors.md §1.10, or null */
export function validateReceiveConnector(next: ReceiveConnector, snapshot: ConfigSnapshot): Problem | null {
  const others = snapshot.receiveConnectors.filter((other) => other.guid !== next.guid);
  return (
    checkName(next, others, snapshot.server.name) ??
    checkLists(next) ??
    checkTexts(next) ??
    checkLimits(next) ??
    checkTimeouts(next) ??
    checkAuthentication(next, snapshot.server) ??
    checkFeatures(next) ??
    checkDefaultDomain(next, snapshot) ??
    checkUniqueness(next, others, snapshot.server.name)
  );
}

function checkName(
  next: ReceiveConnector,
  others: readonly ReceiveConnector[],
  server: string,
): Problem | null {
  const { name } = next;
  if (name.trim().length < 1 || name.length > 64)
    return invalid('E21', 'Name', 'Name must have 1 to 64 characters.', name);
  if (name.includes('\\')) {
    return invalid('E06', 'Name', `The value of Name isn't valid: it may not contain "\\".`, name);
  }
  if (!others.some((other) => other.name.toLowerCase() === name.toLowerCase())) return null;
  return {
    category: 'ResourceExists',
    id: 'E20',
    message: `The name "${name}" is already used by another Receive connector on server ${server}.`,
    target: name,
    parameter: 'Name',
  };
}

function checkLists(next: ReceiveConnector): Problem | null {
  const missing = [
    ...(next.bindings.length === 0 ? ['Bindings'] : []),
    ...(next.remoteIPRanges.length === 0 ? ['RemoteIPRanges'] : []),
  ];
  if (missing.length === 0) return null;
  const text = missing.join(', ');
  return invalid(
    'E06',
    missing[0] ?? '',
    `The value of ${text} isn't valid: at least one value is needed.`,
    next.name,
  );
}

const BANNER_OCTETS = 510;
const COMMENT_LENGTH = 512;

function checkTexts(next: ReceiveConnector): Problem | null {
  if (next.comment.length > COMMENT_LENGTH) {
    return invalid(
      'E06',
      'Comment',
      `The value of Comment isn't valid: it has more than ${COMMENT_LENGTH} characters.`,
    );
  }
  for (const [parameter, value] of [
    ['Fqdn', next.fqdn],
    ['ServiceDiscoveryFqdn', next.serviceDiscoveryFqdn],
  ] as const) {
    if (value !== null && !isFqdn(value))
      return invalid('E07', parameter, `"${value}" isn't a valid SMTP domain.`, value);
  }
  if (next.banner !== null && !isBanner(next.banner)) {
    return invalid(
      'E08',
      'Banner',
      'The value of Banner must be one line that starts with "220".',
      next.banner,
    );
  }
  if (next.tlsCertificateName !== null && !/^<I>.+<S>.+$/i.test(next.tlsCertificateName)) {
    return invalid(
      'E06',
      'TlsCertificateName',
      "The value of TlsCertificateName isn't valid: use <I>Issuer<S>Subject.",
    );
  }
  return checkCapabilities(next);
}

function isBanner(text: string): boolean {
  return /^220(?: [\x20-\x7e]*)?$/.test(text) && text.length <= BANNER_OCTETS;
}

function checkCapabilities(next: ReceiveConnector): Problem | null {
  const known =
    /^(?:NO-TLS|[A-Za-z0-9*.-]+):(?:AcceptCloudServicesMail|AcceptOorgProtocol)(?:,(?:AcceptCloudServicesMail|AcceptOorgProtocol))*$/i;
  const bad = next.tlsDomainCapabilities.find((text) => !known.test(text));
  if (bad === undefined) return null;
  const reason = `"${bad}" is not Domain:Capability with AcceptCloudServicesMail or AcceptOorgProtocol`;
  return invalid(
    'E06',
    'TlsDomainCapabilities',
    `The value of TlsDomainCapabilities isn't valid: ${reason}.`,
    bad,
  );
}

function checkTimeouts(next: ReceiveConnector): Problem | null {
  if (next.connectionTimeoutMs > next.connectionInactivityTimeoutMs) return null;
  const text = 'ConnectionTimeout must be greater than ConnectionInactivityTimeout.';
  return invalid('E19', 'ConnectionTimeout', text, next.name);
}

/** Mechanisms, groups and Fqdn together. receive-connectors.md §4.2 */
function checkAuthentication(next: ReceiveConnector, server: ServerIdentity): Problem | null {
  const has = (mechanism: ReceiveConnector['authMechanism'][number]): boolean =>
    next.authMechanism.includes(mechanism);
  const groups = permissionGroupsOf(next.entries, server.domain);
  if (has('BasicAuthRequireTLS') && !(has('BasicAuth') && has('Tls'))) {
    return invalid(
      'E13',
      'AuthMechanism',
      'The AuthMechanism value BasicAuthRequireTLS also requires BasicAuth and Tls.',
    );
  }
  for (const [parameter, on] of [
    ['RequireTLS', next.requireTLS],
    ['DomainSecureEnabled', next.domainSecureEnabled],
  ] as const) {
    if (on && !has('Tls'))
      return invalid('E14', parameter, `${parameter} requires the AuthMechanism value Tls.`, next.name);
  }
  if (has('ExternalAuthoritative')) {
    const problem = checkExternallySecured(next, groups);
    if (problem !== null) return problem;
  }
  return has('ExchangeServer') ? checkServerFqdn(next, server) : null;
}

function checkExternallySecured(next: ReceiveConnector, groups: readonly string[]): Problem | null {
  if (next.domainSecureEnabled) {
    const text =
      "DomainSecureEnabled requires the AuthMechanism value Tls and can't be used with ExternalAuthoritative.";
    return invalid('E14', 'DomainSecureEnabled', text, next.name);
  }
  if (next.authMechanism.some((mechanism) => mechanism !== 'Tls' && mechanism !== 'ExternalAuthoritative')) {
    return invalid('E18', 'AuthMechanism', 'ExternalAuthoritative can only be combined with Tls.', next.name);
  }
  if (groups.includes('AnonymousUsers')) {
    const text = 'A Receive connector can be anonymous or externally secured, not both.';
    return invalid('E18', 'PermissionGroups', text, next.name);
  }
  if (groups.includes('ExchangeServers')) return null;
  const text =
    'The AuthMechanism value ExternalAuthoritative requires the PermissionGroups value ExchangeServers.';
  return invalid('E16', 'AuthMechanism', text, next.name);
}

function checkServerFqdn(next: ReceiveConnector, server: ServerIdentity): Problem | null {
  const fqdn = next.fqdn?.toLowerCase();
  if (fqdn === undefined || fqdn === server.fqdn.toLowerCase() || fqdn === server.name.toLowerCase())
    return null;
  const text = `If the AuthMechanism attribute on a Receive connector contains the value ExchangeServer, you must set the FQDN parameter on the Receive connector to one of the following values: the FQDN of the transport server "${server.fqdn}", the NetBIOS name of the transport server "${server.name}", or $null.`;
  return invalid('E17', 'Fqdn', text, next.fqdn ?? '');
}

function checkFeatures(next: ReceiveConnector): Problem | null {
  if (next.binaryMimeEnabled && !next.chunkingEnabled) {
    return invalid('E15', 'BinaryMimeEnabled', 'BinaryMimeEnabled requires ChunkingEnabled.', next.name);
  }
  if (next.longAddressesEnabled && next.transportRole !== 'HubTransport') {
    return invalid(
      'E15',
      'LongAddressesEnabled',
      'LongAddressesEnabled requires TransportRole HubTransport.',
      next.name,
    );
  }
  return null;
}

function checkDefaultDomain(next: ReceiveConnector, snapshot: ConfigSnapshot): Problem | null {
  const wanted = next.defaultDomain?.toLowerCase();
  if (wanted === undefined) return null;
  const exists = snapshot.acceptedDomains.some((domain) =>
    [domain.name.toLowerCase(), domain.domainName, domain.guid].includes(wanted),
  );
  return exists ? null : notFound(next.defaultDomain ?? '', snapshot.server.fqdn, 'DefaultDomain');
}

/** E22 */
export function notFound(id: string, server: string, parameter?: string): Problem {
  return {
    category: 'ObjectNotFound',
    id: 'E22',
    message: `The operation couldn't be performed because object '${id}' couldn't be found on '${server}'.`,
    target: id,
    ...(parameter === undefined ? {} : { parameter }),
  };
}

/** What is allowed and probably not meant. receive-connectors.md §4.2, §1.5, §1.6 */
export function receiveConnectorWarnings(next: ReceiveConnector, server: ServerIdentity): readonly string[] {
  const groups = permissionGroupsOf(next.entries, server.domain);
  const has = (mechanism: ReceiveConnector['authMechanism'][number]): boolean =>
    next.authMechanism.includes(mechanism);
  const warnings: string[] = [];
  if (groups.includes('ExchangeServers') && !has('ExchangeServer') && !has('ExternalAuthoritative')) {
    warnings.push(
      'Nobody can use the permission group ExchangeServers: AuthMechanism has neither ExchangeServer nor ExternalAuthoritative.',
    );
  }
  if (groups.includes('ExchangeUsers') && !has('Integrated') && !has('BasicAuth')) {
    warnings.push(
      'Nobody can use the permission group ExchangeUsers: AuthMechanism has neither Integrated nor BasicAuth.',
    );
  }
  if (groups.includes('Partners') && !next.domainSecureEnabled) {
    warnings.push('Nobody can use the permission group Partners: DomainSecureEnabled is False.');
  }
  if (next.tlsMinimumVersion === 'Tls10' || next.tlsMinimumVersion === 'Tls11') {
    warnings.push(
      `TLS below 1.2 is allowed on this connector (TlsMinimumVersion ${next.tlsMinimumVersion}): it is broken, so keep RemoteIPRanges to the devices that need it.`,
    );
  }
  for (const range of next.remoteIPRanges.filter(isWidened)) {
    warnings.push(`The remote IP range "${range.text}" was taken as the whole of IPv${range.family}.`);
  }
  return warnings;
}
