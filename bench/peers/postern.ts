import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Postern } from '../../test/support/postern.ts';
import type { Peer, PeerMode, PeerStart } from './peer.ts';
import { processTree } from './program.ts';

const RELAY = [
  'New-ReceiveConnector -Name Bench -TransportRole FrontendTransport -Custom -Bindings 127.0.0.1:25 -RemoteIPRanges 127.0.0.0/8',
  'Set-ReceiveConnector Bench -PermissionGroups AnonymousUsers -MaxInboundConnection Unlimited -MaxInboundConnectionPerSource Unlimited -MaxInboundConnectionPercentagePerSource 100 -ConnectionTimeout 01:00:00 -ConnectionInactivityTimeout 00:30:00',
  'Get-ReceiveConnector Bench | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient',
];

export type PosternStart = PeerStart & Readonly<{ postern: Postern }>;

/** A start with a million messages on a busy machine takes its time, and is to be measured then as well. */
const READY_WITHIN_MS = 600_000;

/** Postern as an administrator runs it: checks, Received field, tracking and limits on.
 *  @param env beside what this process has in its environment */
export async function startPostern(
  portOffset: number,
  mode: PeerMode,
  env: Readonly<Record<string, string>> = {},
): Promise<PosternStart> {
  const data = mkdtempSync(join(tmpdir(), 'bench-postern-'));
  const started = performance.now();
  const postern = await Postern.start({
    data,
    portOffset,
    readyWithinMs: READY_WITHIN_MS,
    args: ['--server-name', 'BENCH', '--fqdn', 'bench.invalid'],
    env,
  });
  const startMs = performance.now() - started;
  await postern.mustShell([...RELAY, ...sendConnector(mode)].join('\n'));
  const peer: Peer = {
    name: 'Postern',
    port: postern.port,
    pids: () => processTree(postern.pid),
    queued: async () => (await postern.status()).queue.messages,
    stop: async () => {
      await postern.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
  return { peer, startMs, postern };
}

function sendConnector(mode: PeerMode): string[] {
  if (mode.kind === 'accept') return [];
  return [
    `New-SendConnector -Name Sink -AddressSpaces * -SmartHosts "[127.0.0.1]" -Port ${mode.sinkPort} -DNSRoutingEnabled $false`,
  ];
}
