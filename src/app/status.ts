import { bindingsEqual, formatBinding } from '../config/binding.ts';
import { smtpConnectors } from '../config/foreign-connector.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { BindingStatus, ServerStatus } from '../net/control-protocol.ts';
import type { Inbound } from '../net/inbound.ts';
import type { BackPressure } from '../transport/back-pressure.ts';
import type { AdminCenter } from './admin-center.ts';
import { certificateWarnings } from './certificates.ts';
import type { Operations } from './operations.ts';
import type { ServerOptions } from './options.ts';
import type { Stores } from './stores.ts';
import { VERSION } from './version.ts';

type StatusParts = Readonly<{
  options: ServerOptions;
  startedAt: Date;
  stores: Stores;
  pressure: BackPressure;
  inbound: Inbound;
  operations: Operations;
  adminCenter: Pick<AdminCenter, 'url' | 'problem'> | null;
}>;

/** What `postern status` shows. */
export function serverStatus(parts: StatusParts): ServerStatus {
  const { options, startedAt, stores, pressure, inbound, operations, adminCenter } = parts;
  const snapshot = stores.config.current;
  const { messages, diskBytes } = stores.queue.stats();
  return {
    server: snapshot.server.name,
    fqdn: snapshot.server.fqdn,
    version: VERSION,
    pid: process.pid,
    data: options.dataFolder,
    sandbox: isSandbox(snapshot),
    portOffset: options.portOffset,
    startedAt: startedAt.toISOString(),
    configVersion: snapshot.version,
    sessions: inbound.sessions(),
    adminCenter: { url: adminCenter?.url ?? null, problem: adminCenter?.problem ?? '' },
    bindings: bindings(inbound, snapshot),
    queue: { messages, diskBytes, recovery: stores.queue.recovery.findings },
    warnings: [
      ...warnings(snapshot, pressure),
      ...certificateWarnings(snapshot, Date.now()),
      ...(adminCenter?.problem ? [adminCenter.problem] : []),
      ...operations.warnings(),
    ],
  };
}

/** Something of what would leave goes to files, and not because another system takes them. */
export function isSandbox(snapshot: ConfigSnapshot): boolean {
  return smtpConnectors(snapshot.sendConnectors).some(({ dropDirectory }) => dropDirectory !== null);
}

function bindings(inbound: Inbound, snapshot: ConfigSnapshot): BindingStatus[] {
  return inbound.listeners.status().map(({ binding, port, state, error }) => ({
    binding: formatBinding(binding),
    realPort: port,
    state: state === 'failed' ? 'failed' : 'listening',
    error: error ?? '',
    connectors: snapshot.receiveConnectors
      .filter(
        (connector) => connector.enabled && connector.bindings.some((own) => bindingsEqual(own, binding)),
      )
      .map((connector) => connector.name),
  }));
}

function warnings(snapshot: ConfigSnapshot, { pressure }: BackPressure): string[] {
  const found: string[] = [];
  if (snapshot.acceptedDomains.length === 0 && !isSandbox(snapshot)) {
    found.push(
      'There is no accepted domain yet. Add yours: New-AcceptedDomain -Name <name> -DomainName <domain>',
    );
  }
  if (snapshot.sendConnectors.length === 0) {
    found.push(
      'There is no Send connector yet: mail to the outside waits in the Unreachable queue. See: Get-Help New-SendConnector',
    );
  }
  if (snapshot.transportConfig.allowOpenRelay) {
    found.push(
      'The open-relay guard is switched off (AllowOpenRelay). Switch it on: Set-TransportConfig -AllowOpenRelay $false',
    );
  }
  if (pressure.refuses !== 'nobody') {
    const who = pressure.refuses === 'everybody' ? 'all mail' : 'mail of senders outside our own domains';
    found.push(
      `There is not enough of ${pressure.resource}: ${who} is refused with 452 4.3.1. See: Get-ResourceLevel`,
    );
  } else if (pressure.tarpitMs > 0) {
    found.push(
      `Mail arrives faster than it is processed: the answer to MAIL waits ${pressure.tarpitMs / 1000} s. See: Get-ResourceLevel`,
    );
  }
  return found;
}
