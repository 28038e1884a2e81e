import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Peer, PeerMode, PeerStart } from './peer.ts';
import { findProgram, processTree, runProgram, waitFor220 } from './program.ts';

/** An instance of the Postfix that Debian brings, with configuration, queue and data of its own, bound to loopback.
 *  Needs root, as Postfix does. */
export async function startPostfix(
  port: number,
  mode: PeerMode,
  settings: readonly string[] = [],
): Promise<PeerStart> {
  const base = mkdtempSync(join(tmpdir(), 'bench-postfix-'));
  chmodSync(base, 0o755);
  const folders = { config: join(base, 'etc'), queue: join(base, 'spool'), data: join(base, 'lib') };
  for (const folder of Object.values(folders)) mkdirSync(folder);
  runProgram('/bin/chown', ['postfix', folders.data]);
  writeFileSync(join(folders.config, 'main.cf'), `${mainCf(folders, mode)}${settings.join('\n')}\n`);
  writeFileSync(join(folders.config, 'master.cf'), masterCf(port));
  const postfix = findProgram('postfix') ?? 'postfix';
  const started = performance.now();
  runProgram(postfix, ['-c', folders.config, 'start']);
  await waitFor220(port);
  const startMs = performance.now() - started;
  const master = Number(readFileSync(join(folders.queue, 'pid/master.pid'), 'utf8'));
  const peer: Peer = {
    name: 'Postfix',
    port,
    pids: () => processTree(master),
    queued: () => Promise.resolve(countFiles(folders.queue)),
    stop: () => {
      runProgram(postfix, ['-c', folders.config, 'stop']);
      rmSync(base, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
  return { peer, startMs };
}

function mainCf(folders: Readonly<{ queue: string; data: string }>, mode: PeerMode): string {
  const lines = [
    'compatibility_level = 3.6',
    `queue_directory = ${folders.queue}`,
    `data_directory = ${folders.data}`,
    'command_directory = /usr/sbin',
    'daemon_directory = /usr/lib/postfix/sbin',
    'inet_interfaces = 127.0.0.1',
    'inet_protocols = ipv4',
    'myhostname = bench.invalid',
    'mydestination =',
    'mynetworks = 127.0.0.0/8',
    'smtpd_peername_lookup = no',
    'smtpd_client_connection_count_limit = 0',
    'default_process_limit = 200',
    'alias_maps =',
    'alias_database =',
    'maillog_file_prefixes = /dev',
    'maillog_file = /dev/null',
    'disable_dns_lookups = yes',
    ...(mode.kind === 'accept'
      ? ['smtpd_client_restrictions = static:HOLD']
      : [`relayhost = [127.0.0.1]:${mode.sinkPort}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function masterCf(port: number): string {
  return `127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - 100 smtp
relay unix - - n - 100 smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
}

function countFiles(queue: string): number {
  return ['hold', 'incoming', 'active', 'deferred', 'maildrop'].reduce((sum, name) => {
    try {
      const names = readdirSync(join(queue, name), { recursive: true, withFileTypes: true });
      return sum + names.filter((entry) => entry.isFile()).length;
    } catch {
      return sum;
    }
  }, 0);
}
