import { formatAddressSpace, parseAddressSpace } from '../../../config/address-space.ts';
import { formatIp, parseIp } from '../../../config/ip-range.ts';
import { MTA_STS_MODES, SMTP_DANE_MODES } from '../../../config/send-connector.ts';
import type { AddressSpace, SendConnector } from '../../../config/send-connector.ts';
import {
  type Arguments,
  booleanOf,
  credentialOf,
  listOf,
  numberOf,
  textOf,
  unlimitedOf,
} from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { badText } from '../../snapshot-change.ts';

const AUTH_MECHANISMS = [
  'None',
  'BasicAuth',
  'BasicAuthRequireTLS',
  'ExchangeServer',
  'ExternalAuthoritative',
] as const;
const TLS_LEVELS = ['EncryptionOnly', 'CertificateValidation', 'DomainValidation'] as const;
const LOGGING_LEVELS = ['None', 'Verbose'] as const;
const CONNECTOR_TYPES = ['Default', 'XPremises'] as const;

/** The Send connector with everything that the arguments say laid over it. mail-flow.md §3.1
 *  @returns the same object where nothing differs */
export function applySettings(connector: SendConnector, args: Arguments): SendConnector | AdminError {
  const addressSpaces = editedSpaces(connector, args);
  if (isAdminError(addressSpaces)) return addressSpaces;
  const next = {
    ...connector,
    ...names(connector, args),
    ...switches(connector, args),
    ...numbers(connector, args),
    ...security(connector, args),
    addressSpaces,
  };
  return JSON.stringify(next) === JSON.stringify(connector) ? connector : next;
}

function names(connector: SendConnector, args: Arguments): Partial<SendConnector> {
  const sourceIp = textOf(args, 'SourceIPAddress');
  return {
    name: textOf(args, 'Name') ?? connector.name,
    comment: args['Comment'] === undefined ? connector.comment : (textOf(args, 'Comment') ?? ''),
    fqdn: given(textOf(args, 'Fqdn'), connector.fqdn),
    sourceIPAddress: sourceIp === undefined ? connector.sourceIPAddress : (sourceIp ?? '0.0.0.0'),
    smartHosts:
      listOf(args, 'SmartHosts', connector.smartHosts)?.map(canonicalSmartHost) ?? connector.smartHosts,
    sourceTransportServers:
      listOf(args, 'SourceTransportServers', connector.sourceTransportServers) ??
      connector.sourceTransportServers,
    errorPolicies: errorPolicies(connector, args),
    downgradeCustomFailureCodes:
      listOf(args, 'DowngradeCustomFailureCodes', connector.downgradeCustomFailureCodes) ??
      connector.downgradeCustomFailureCodes,
    upgradeCustomFailureCodes:
      listOf(args, 'UpgradeCustomFailureCodes', connector.upgradeCustomFailureCodes) ??
      connector.upgradeCustomFailureCodes,
  };
}

function given<T>(value: T | undefined, before: T): T {
  return value === undefined ? before : value;
}

/** `Default` is what is left when nothing else is set. */
function errorPolicies(connector: SendConnector, args: Arguments): readonly string[] {
  const policies = listOf(args, 'ErrorPolicies', []);
  if (policies === undefined) return connector.errorPolicies;
  const others = policies.filter((policy) => policy !== 'Default');
  return others.length === 0 ? ['Default'] : others;
}

function switches(connector: SendConnector, args: Arguments): Partial<SendConnector> {
  const flag = (name: string, before: boolean): boolean => booleanOf(args, name) ?? before;
  return {
    cloudServicesMailEnabled: flag('CloudServicesMailEnabled', connector.cloudServicesMailEnabled),
    dnsRoutingEnabled: flag('DNSRoutingEnabled', connector.dnsRoutingEnabled),
    domainSecureEnabled: flag('DomainSecureEnabled', connector.domainSecureEnabled),
    enabled: flag('Enabled', connector.enabled),
    forceHELO: flag('ForceHELO', connector.forceHELO),
    frontendProxyEnabled: flag('FrontendProxyEnabled', connector.frontendProxyEnabled),
    ignoreSTARTTLS: flag('IgnoreSTARTTLS', connector.ignoreSTARTTLS),
    isScopedConnector: flag('IsScopedConnector', connector.isScopedConnector),
    requireTLS: flag('RequireTLS', connector.requireTLS),
    useExternalDNSServersEnabled: flag(
      'UseExternalDNSServersEnabled',
      connector.useExternalDNSServersEnabled,
    ),
  };
}

function numbers(connector: SendConnector, args: Arguments): Partial<SendConnector> {
  return {
    connectionInactivityTimeoutMs:
      numberOf(args, 'ConnectionInactivityTimeOut') ?? connector.connectionInactivityTimeoutMs,
    maxMessageSize: given(unlimitedOf(args, 'MaxMessageSize'), connector.maxMessageSize),
    port: numberOf(args, 'Port') ?? connector.port,
    smtpMaxMessagesPerConnection:
      numberOf(args, 'SmtpMaxMessagesPerConnection') ?? connector.smtpMaxMessagesPerConnection,
  };
}

function security(connector: SendConnector, args: Arguments): Partial<SendConnector> {
  const credential = credentialOf(args, 'AuthenticationCredential');
  const level = textOf(args, 'TlsAuthLevel');
  return {
    authenticationCredential: credential === undefined ? connector.authenticationCredential : credential,
    connectorType: oneOf(args, 'ConnectorType', CONNECTOR_TYPES) ?? connector.connectorType,
    mtaStsMode: oneOf(args, 'MtaStsMode', MTA_STS_MODES) ?? connector.mtaStsMode,
    smtpDaneMode: oneOf(args, 'SmtpDaneMode', SMTP_DANE_MODES) ?? connector.smtpDaneMode,
    protocolLoggingLevel:
      oneOf(args, 'ProtocolLoggingLevel', LOGGING_LEVELS) ?? connector.protocolLoggingLevel,
    smartHostAuthMechanism:
      oneOf(args, 'SmartHostAuthMechanism', AUTH_MECHANISMS) ?? connector.smartHostAuthMechanism,
    tlsAuthLevel:
      level === undefined ? connector.tlsAuthLevel : (TLS_LEVELS.find((name) => name === level) ?? null),
    tlsCertificateName: given(textOf(args, 'TlsCertificateName'), connector.tlsCertificateName),
    tlsDomain: given(textOf(args, 'TlsDomain'), connector.tlsDomain),
  };
}

function oneOf<T extends string>(args: Arguments, name: string, candidates: readonly T[]): T | undefined {
  const text = textOf(args, name);
  return candidates.find((candidate) => candidate === text);
}

/** An address goes in brackets; a name stays as typed. shell-language.md §4 */
function canonicalSmartHost(text: string): string {
  const inner = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  const address = parseIp(inner);
  return address === null ? text : `[${formatIp(address)}]`;
}

/** Spaces are compared by what they mean, not by their spelling. */
function editedSpaces(connector: SendConnector, args: Arguments): readonly AddressSpace[] | AdminError {
  const argument = args['AddressSpaces'];
  if (argument === undefined) return connector.addressSpaces;
  if (argument.kind !== 'edit') return parseSpaces(listOf(args, 'AddressSpaces', []) ?? []);
  const added = parseSpaces(argument.add);
  const removed = parseSpaces(argument.remove);
  if (isAdminError(added)) return added;
  if (isAdminError(removed)) return removed;
  const gone = removed.map(formatAddressSpace);
  return distinct([
    ...connector.addressSpaces.filter((space) => !gone.includes(formatAddressSpace(space))),
    ...added,
  ]);
}

function distinct(spaces: readonly AddressSpace[]): readonly AddressSpace[] {
  const texts = spaces.map(formatAddressSpace);
  return spaces.filter((space, index) => texts.indexOf(formatAddressSpace(space)) === index);
}

function parseSpaces(texts: readonly string[]): readonly AddressSpace[] | AdminError {
  const spaces: AddressSpace[] = [];
  for (const text of texts) {
    const space = parseAddressSpace(text);
    if (space === null)
      return badText(
        'AddressSpaces',
        `"${text}" is not [Type:]Domain[;Cost] with a cost from 1 to 100`,
        text,
      );
    spaces.push(space);
  }
  return distinct(spaces);
}
