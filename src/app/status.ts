import { bindingsEqual, formatBinding } from '../config/binding.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { BindingStatus, ServerStatus } from '../net/control-protocol.ts';
import type { Inbound } from '../net/inbound.ts';
import type { DiskWatch } from '../store/disk-space.ts';
import type { Operations } from './operations.ts';
import type { ServerOptions } from './options.ts';
import type { Stores } from './stores.ts';
import { VERSION } from './version.ts';

type StatusParts = Readonly<{
  options: ServerOptions;
  startedAt: Date;
  stores: Stores;
  disk: DiskWatch;
  inbound: Inbound;
  operations: Operations;
}>;

/** What `postern status` shows. */
export function serverStatus(parts: StatusParts): ServerStatus {
  const { options, startedAt, stores, disk, inbound, operations } = parts;
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
    bindings: bindings(inbound, snapshot),
    queue: { messages, diskBytes, recovery: stores.queue.recovery.findings },
    warnings: [...warnings(snapshot, disk), ...operations.warnings()],
  };
}

/** Something of what would leave goes to files. */
function isSandbox(snapshot: ConfigSnapshot): boolean {
  return snapshot.sendConnectors.some((connector) => connector.dropDirectory !== null);
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

function warnings(snapshot: ConfigSnapshot, disk: DiskWatch): string[] {
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
  if (disk.level !== 'low')
    found.push('The disk of the data folder is nearly full: mail is refused with 452 4.3.1.');
  return found;
}
