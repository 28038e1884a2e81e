import type { SendConnector } from '../config/send-connector.ts';
import type { NextHopKey } from '../queue/message.ts';
import type { ClientSettings } from '../smtp/client-types.ts';
import { literalAddress } from '../routing/address-literal.ts';
import type { DeliverPorts } from './deliver-ports.ts';
import type { TlsRequest } from './dialer-port.ts';
import { planHosts, resolveHost } from './next-hops.ts';
import type { Endpoint } from './next-hops.ts';
import { ROUTING_LOOP } from './own-refusals.ts';
import type { OwnRefusal } from './own-refusals.ts';
import { isLoopback, isOwnEndpoint } from './own-endpoint.ts';
import { ProtocolWriter } from './protocol-writer.ts';
import { SmtpConnection } from './smtp-connection.ts';
import type { Greeting } from './smtp-connection.ts';

export type NextHopConnection =
  | Readonly<{ kind: 'ready'; session: SmtpConnection; endpoint: Endpoint; sessionId: string }>
  /** Permanent for every recipient of this next hop. */
  | Readonly<{ kind: 'refused'; refusal: OwnRefusal }>
  | Readonly<{ kind: 'failed'; lastError: string }>;

export type ConnectRequest = Readonly<{ key: NextHopKey; connector: SendConnector; turn: number }>;

const CONNECT_TIMEOUT_MS = 30_000;
const GREETING_TIMEOUT_MS = 300_000;

/** What the last endpoint that was tried answered. */
type Trouble = { reason: string; endpoint: Endpoint | null; onlyOurselves: boolean };

/** Opens a session with the first host of a next hop that can be greeted, over all its hosts and addresses.
 *  mail-flow.md §3.7 */
export async function connectNextHop(
  request: ConnectRequest,
  ports: DeliverPorts,
  signal: AbortSignal,
): Promise<NextHopConnection> {
  const { connector, key, turn } = request;
  const { random } = ports;
  const resolver = connector.useExternalDNSServersEnabled ? ports.externalResolver : ports.resolver;
  const isOwnName = (host: string): boolean => isOurName(host, connector, ports);
  const plan = await planHosts({ key, connector, resolver, isOwnName, turn, random }, signal);
  if (plan.kind === 'refused') return plan;
  if (plan.kind === 'failed') return failed({ reason: plan.reason, endpoint: null }, ports);
  const trouble: Trouble = { reason: '', endpoint: null, onlyOurselves: true };
  for (const host of plan.hosts) {
    if (signal.aborted) break;
    const found = await resolveHost(
      host,
      { port: plan.port, fromDns: plan.fromDns, resolver, random },
      signal,
    );
    if (found.kind !== 'found') {
      note(
        trouble,
        found.kind === 'failed' ? `451 4.4.3 ${found.reason}` : `451 4.4.4 The name ${host} has no address`,
      );
      continue;
    }
    for (const endpoint of found.endpoints) {
      if (isSelf(endpoint, plan.fromDns, ports)) continue;
      const opened = await openSession(endpoint, { ...request, host }, { ports, signal });
      if (opened.kind === 'ready') return opened;
      note(trouble, opened.lastError, endpoint);
    }
  }
  if (trouble.onlyOurselves && plan.hosts.length > 0 && !signal.aborted)
    return { kind: 'refused', refusal: ROUTING_LOOP };
  return failed(trouble, ports);
}

function note(trouble: Trouble, reason: string, endpoint: Endpoint | null = null): void {
  trouble.reason = reason;
  trouble.endpoint = endpoint;
  trouble.onlyOurselves = false;
}

function isOurName(host: string, connector: SendConnector, ports: DeliverPorts): boolean {
  const fqdn = ports.getSnapshot().server.fqdn.toLowerCase();
  return host === fqdn || host === connector.fqdn?.toLowerCase();
}

/** Decision: a smart host on loopback is a next hop like any other unless it is one of our listeners; a loopback address
 *  that DNS gave can only lead back here. mail-flow.md §3.7 */
function isSelf(endpoint: Endpoint, fromDns: boolean, ports: DeliverPorts): boolean {
  if (fromDns && isLoopback(endpoint.address)) return true;
  return isOwnEndpoint(endpoint, ports.ownListeners(), ports.ownAddresses());
}

type Opening = Readonly<{ connector: SendConnector; key: NextHopKey; host: string }>;
type Opened = Extract<NextHopConnection, { kind: 'ready' | 'failed' }>;

/** An opportunistic handshake that fails is followed by one session in clear: TLS that nobody asked for must not keep
 *  mail from getting through. RFC 7435 */
async function openSession(
  endpoint: Endpoint,
  opening: Opening,
  context: Readonly<{ ports: DeliverPorts; signal: AbortSignal }>,
): Promise<Opened> {
  const settings = clientSettings(opening.connector, context.ports);
  const first = await tryEndpoint(endpoint, { ...opening, settings }, context);
  if (first.kind === 'ready' || !first.tls || settings.startTls !== 'opportunistic') return first;
  const clear = { ...settings, startTls: 'never' } as const;
  return await tryEndpoint(endpoint, { ...opening, settings: clear }, context);
}

async function tryEndpoint(
  endpoint: Endpoint,
  opening: Opening & Readonly<{ settings: ClientSettings }>,
  { ports, signal }: Readonly<{ ports: DeliverPorts; signal: AbortSignal }>,
): Promise<Opened & Readonly<{ tls?: boolean }>> {
  const { connector, settings } = opening;
  const localAddress = isAnyAddress(connector.sourceIPAddress) ? null : connector.sourceIPAddress;
  const sessionId = newSessionId(ports.random);
  try {
    const connection = await ports.dialer.dial(
      {
        address: endpoint.address,
        port: endpoint.port,
        localAddress,
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        idleTimeoutMs: connector.connectionInactivityTimeoutMs,
      },
      signal,
    );
    const { localEndpoint, remoteEndpoint } = connection;
    const base = { connectorId: connector.name, sessionId, localEndpoint, remoteEndpoint };
    const log =
      connector.protocolLoggingLevel === 'Verbose' ? new ProtocolWriter(ports.events, base, ports.now) : null;
    const session = new SmtpConnection(connection, {
      settings,
      tlsRequest: tlsRequest(endpoint, opening),
      log,
    });
    const greeting = await greetUnless(signal, session);
    if (greeting.kind === 'ready') return { kind: 'ready', session, endpoint, sessionId };
    session.quit();
    return { kind: 'failed', lastError: greeting.reason, tls: greeting.tls };
  } catch (error) {
    return { kind: 'failed', lastError: `441 4.4.1 Failed to connect. ${errorText(error)}` };
  }
}

/** RFC 5321 §4.5.3.2.1 gives a server five minutes; stopping does not wait for it. */
async function greetUnless(signal: AbortSignal, session: SmtpConnection): Promise<Greeting> {
  const onAbort = (): void => session.destroy('The server is stopping');
  const timer = setTimeout(() => session.destroy('The server did not greet in time'), GREETING_TIMEOUT_MS);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await session.greet();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function clientSettings(connector: SendConnector, ports: DeliverPorts): ClientSettings {
  const basic =
    connector.smartHostAuthMechanism === 'BasicAuth' ||
    connector.smartHostAuthMechanism === 'BasicAuthRequireTLS';
  const afterTlsOnly = connector.smartHostAuthMechanism === 'BasicAuthRequireTLS';
  const credential = connector.authenticationCredential;
  const required = connector.requireTLS || connector.tlsAuthLevel !== null || afterTlsOnly;
  return {
    helo: connector.fqdn ?? ports.getSnapshot().server.fqdn,
    forceHelo: connector.forceHELO && !required && !basic,
    startTls: required ? 'required' : connector.ignoreSTARTTLS ? 'never' : 'opportunistic',
    authentication: basic && credential !== null ? { ...credential, afterTlsOnly } : null,
  };
}

/** mail-flow.md §3.5, §3.6. Revocation is not looked at. */
function tlsRequest(endpoint: Endpoint, { connector, key, host }: Opening): TlsRequest {
  const configuredName = literalAddress(host) === null ? host : null;
  const level = connector.tlsAuthLevel;
  const names: string[] = [];
  if (level === 'DomainValidation') names.push(connector.tlsDomain ?? key.nextHopDomain);
  if (connector.smartHostAuthMechanism === 'BasicAuthRequireTLS' && configuredName !== null)
    names.push(configuredName);
  return {
    serverName: endpoint.host === endpoint.address ? null : endpoint.host,
    verifyChain: level === 'CertificateValidation' || level === 'DomainValidation',
    names,
  };
}

/** mail-flow.md §4.7, the form of Exchange 2016 and later. */
function failed(
  trouble: Readonly<{ reason: string; endpoint: Endpoint | null }>,
  ports: DeliverPorts,
): NextHopConnection {
  const { reason, endpoint } = trouble;
  const time = new Date(ports.now()).toISOString();
  if (endpoint === null)
    return { kind: 'failed', lastError: `[{LRT=${time}};{LED=${reason}};{FQDN=};{IP=}]` };
  const alternatives =
    'Attempted failover to alternate host, but that did not succeed. Either there are no alternate hosts, or delivery failed to all alternate hosts.';
  const last = `The last endpoint attempted was ${endpoint.address}:${endpoint.port}`;
  const prefix = reason.startsWith('441 4.4.1 ')
    ? `441 4.4.1 Error encountered while communicating with primary target IP address: "${reason.slice(10)}"`
    : `451 4.4.0 Primary target IP address responded with: "${reason}."`;
  const detail = `${prefix} ${alternatives} ${last}`;
  return {
    kind: 'failed',
    lastError: `[{LRT=${time}};{LED=${detail}};{FQDN=${endpoint.host}};{IP=${endpoint.address}}]`,
  };
}

function isAnyAddress(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::';
}

/** 16 hexadecimal digits, as in the protocol log of Exchange. */
function newSessionId(random: () => number): string {
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
