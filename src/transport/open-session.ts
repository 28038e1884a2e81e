import { selectCertificate } from '../access/select-certificate.ts';
import type { Certificate } from '../config/certificate.ts';
import { parseIp } from '../config/ip-range.ts';
import type { SendConnector } from '../config/send-connector.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { NextHopKey } from '../queue/message.ts';
import { literalAddress } from '../routing/address-literal.ts';
import type { ClientSettings } from '../smtp/client-types.ts';
import type { DeliverPorts } from './deliver-ports.ts';
import type { TlsFacts, TlsRequest } from './dialer-port.ts';
import type { HostPolicy } from './host-policy.ts';
import type { Endpoint } from './next-hops.ts';
import { ProtocolWriter } from './protocol-writer.ts';
import { reportTls } from './report-tls.ts';
import { SmtpConnection } from './smtp-connection.ts';
import type { Greeting } from './smtp-connection.ts';
import type { TlsResult } from './tls-result.ts';

export type OpenedSession =
  | Readonly<{ kind: 'ready'; session: SmtpConnection; endpoint: Endpoint; sessionId: string }>
  | Readonly<{ kind: 'failed'; lastError: string }>;

/** `host` is the name that led to the endpoint: of an MX record or a smart host. */
export type Opening = Readonly<{
  connector: SendConnector;
  key: NextHopKey;
  host: string;
  policy: HostPolicy;
}>;

const CONNECT_TIMEOUT_MS = 30_000;
const GREETING_TIMEOUT_MS = 300_000;

type Context = Readonly<{ ports: DeliverPorts; signal: AbortSignal }>;

/** Connects to one endpoint and greets it.
 *
 *  An opportunistic handshake that fails is followed by one session in clear: TLS that nobody asked for must not keep
 *  mail from getting through. RFC 7435 */
export async function openSession(
  endpoint: Endpoint,
  opening: Opening,
  context: Context,
): Promise<OpenedSession> {
  if (!fitsSource(endpoint, opening.connector)) {
    const { sourceIPAddress } = opening.connector;
    const reason = `${endpoint.address} cannot be reached from the SourceIPAddress ${sourceIPAddress}`;
    return { kind: 'failed', lastError: `441 4.4.1 Failed to connect. ${reason}` };
  }
  const settings = clientSettings(opening, context.ports);
  const first = await tryEndpoint(endpoint, { ...opening, settings }, context);
  if (first.kind === 'ready' || !first.tls || settings.startTls !== 'opportunistic') return first;
  const clear = { ...settings, startTls: 'never' } as const;
  return await tryEndpoint(endpoint, { ...opening, settings: clear }, context);
}

/** An address of one family does not reach the other. */
function fitsSource(endpoint: Endpoint, { sourceIPAddress }: SendConnector): boolean {
  if (isAnyAddress(sourceIPAddress)) return true;
  return parseIp(sourceIPAddress)?.family === parseIp(endpoint.address)?.family;
}

async function tryEndpoint(
  endpoint: Endpoint,
  opening: Opening & Readonly<{ settings: ClientSettings }>,
  { ports, signal }: Context,
): Promise<OpenedSession & Readonly<{ tls?: boolean }>> {
  const { connector, settings } = opening;
  const sessionId = newSessionId(ports.random);
  try {
    const target = {
      address: endpoint.address,
      port: endpoint.port,
      localAddress: isAnyAddress(connector.sourceIPAddress) ? null : connector.sourceIPAddress,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      idleTimeoutMs: connector.connectionInactivityTimeoutMs,
    };
    const connection = await ports.dialer.dial(target, signal);
    const { localEndpoint, remoteEndpoint } = connection;
    const base = { connectorId: connector.name, sessionId, localEndpoint, remoteEndpoint };
    const log =
      connector.protocolLoggingLevel === 'Verbose' ? new ProtocolWriter(ports.events, base, ports.now) : null;
    const given = { settings, tlsRequest: tlsRequest(endpoint, opening, ports), log };
    const session = new SmtpConnection(connection, given);
    const greeting = await greetUnless(signal, session);
    const result = greeting.kind === 'ready' ? resultOf(greeting.tls) : greeting.result;
    if (settings.startTls !== 'never' && (greeting.kind === 'ready' || result !== null))
      reportTls({ domain: opening.key.nextHopDomain, endpoint, policy: opening.policy, result }, ports);
    if (greeting.kind === 'ready') return { kind: 'ready', session, endpoint, sessionId };
    session.quit();
    return { kind: 'failed', lastError: explained(greeting, opening), tls: greeting.tls };
  } catch (error) {
    return { kind: 'failed', lastError: `441 4.4.1 Failed to connect. ${errorText(error)}` };
  }
}

/** Where a policy of the destination is why TLS had to be, the reason says so. */
function explained(
  { reason, result }: Extract<Greeting, { kind: 'failed' }>,
  { key, host, policy }: Opening,
): string {
  if (result === null) return reason;
  if (policy.kind === 'dane')
    return `${DANE_CODES[result] ?? '451 4.7.323'} ${result}: ${host} fails DANE: ${reason}`;
  if (policy.kind !== 'sts' || !policy.enforced) return reason;
  return `451 4.4.8 ${result}: ${host} fails the MTA-STS policy of ${key.nextHopDomain}: ${reason}`;
}

/** Codes of Exchange Online. */
const DANE_CODES: Readonly<Partial<Record<TlsResult, string>>> = {
  'starttls-not-supported': '451 4.7.321',
  'certificate-expired': '451 4.7.322',
  'certificate-host-mismatch': '451 4.7.325',
};

/** Opportunistic TLS that was not offered is a failure to those who ask for reports. */
function resultOf(tls: TlsFacts | null): TlsResult | null {
  return tls === null ? 'starttls-not-supported' : (tls.finding?.result ?? null);
}

/** RFC 5321 §4.5.3.2.1 gives a server five minutes; stopping does not wait for it. */
async function greetUnless(signal: AbortSignal, session: SmtpConnection): Promise<Greeting> {
  const onAbort = (): void => session.destroy(String(signal.reason));
  const timer = setTimeout(() => session.destroy('The server did not greet in time'), GREETING_TIMEOUT_MS);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await session.greet();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Exchange: Set-SendConnector -SmartHostAuthMechanism, -RequireTLS, -IgnoreSTARTTLS, -ForceHELO; mail-flow.md §3.5, §3.6.
 *  HELO has no extensions, so ForceHELO gives way where TLS or authentication is asked for. */
function clientSettings({ connector, key, policy }: Opening, ports: DeliverPorts): ClientSettings {
  const basic =
    connector.smartHostAuthMechanism === 'BasicAuth' ||
    connector.smartHostAuthMechanism === 'BasicAuthRequireTLS';
  const afterTlsOnly = connector.smartHostAuthMechanism === 'BasicAuthRequireTLS';
  const credential = connector.authenticationCredential;
  const snapshot = ports.getSnapshot();
  const required =
    connector.requireTLS ||
    connector.tlsAuthLevel !== null ||
    afterTlsOnly ||
    policy.kind === 'dane' ||
    (policy.kind === 'sts' && policy.enforced) ||
    isDomainSecure(connector, key, snapshot);
  return {
    helo: connector.fqdn ?? snapshot.server.fqdn,
    forceHelo: connector.forceHELO && !required && !basic,
    startTls: required ? 'required' : connector.ignoreSTARTTLS ? 'never' : 'opportunistic',
    authentication: basic && credential !== null ? { ...credential, afterTlsOnly } : null,
  };
}

/** Mutual TLS with this domain. Exchange: Set-SendConnector -DomainSecureEnabled, Set-TransportConfig
 *  -TLSSendDomainSecureList */
function isDomainSecure(
  connector: SendConnector,
  { nextHopDomain }: NextHopKey,
  { transportConfig }: ConfigSnapshot,
): boolean {
  return (
    connector.domainSecureEnabled &&
    transportConfig.tlsSendDomainSecureList.includes(nextHopDomain.toLowerCase())
  );
}

/** mail-flow.md §3.5, §3.6 */
function tlsRequest(endpoint: Endpoint, opening: Opening, ports: DeliverPorts): TlsRequest {
  const { connector, key, host, policy } = opening;
  const snapshot = ports.getSnapshot();
  const level = connector.tlsAuthLevel;
  const isSecure = isDomainSecure(connector, key, snapshot);
  const names: string[] = [];
  if (level === 'DomainValidation') names.push(connector.tlsDomain ?? key.nextHopDomain);
  else if (isSecure) names.push(key.nextHopDomain);
  if (connector.smartHostAuthMechanism === 'BasicAuthRequireTLS' && literalAddress(host) === null)
    names.push(host);
  return {
    serverName:
      policy.kind === 'dane' ? policy.base : endpoint.host === endpoint.address ? null : endpoint.host,
    policy: certificatePolicy(policy, host),
    verifyChain: isSecure || level === 'CertificateValidation' || level === 'DomainValidation',
    names,
    certificate: clientCertificate(connector, snapshot, ports.now()),
  };
}

function certificatePolicy(policy: HostPolicy, host: string): TlsRequest['policy'] {
  switch (policy.kind) {
    case 'notAsked':
    case 'none':
      return null;
    case 'sts':
      return { kind: 'webPki', host, enforced: policy.enforced };
    case 'dane':
      return { kind: 'dane', records: policy.records, names: policy.names, enforced: true };
  }
}

/** mail-flow.md §11.3: chosen as that of a Receive connector is. A server that does not ask for one never sees it. */
function clientCertificate(
  { tlsCertificateName, fqdn }: SendConnector,
  { certificates, server }: ConfigSnapshot,
  now: number,
): Certificate | null {
  return selectCertificate(certificates, { tlsCertificateName, fqdn: fqdn ?? server.fqdn }, now);
}

function isAnyAddress(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::';
}

/** 16 hexadecimal digits, as in the protocol log of Exchange. */
export function newSessionId(random: () => number): string {
  const half = (): string =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return `${half()}${half()}`.toUpperCase();
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string'
    ? `${error.code}: ${error.message}`
    : error.message;
}
