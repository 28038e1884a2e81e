import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { launch, waitFor220 } from '../../bench/peers/program.ts';
import { issue } from './certificates.ts';
import type { UnpackedPackages } from './debian-packages.ts';

/** A mail server of another maker, on loopback: it relays to one host what is not for its own domain, and keeps what is. */
export type OtherServer = Readonly<{
  port: number;
  /** Content of the messages that it kept, for kate at its domain: `exim.example`, `opensmtpd.example`. */
  kept: () => readonly string[];
  output: () => string;
  stop: () => Promise<void>;
}>;

export type OtherServerKind = 'Exim' | 'OpenSMTPD';

/** What it is told: where it listens, and the server and source address for what it relays. */
export type Wiring = Readonly<{ port: number; relayPort: number; source: string }>;

const USERS: readonly string[] = ['Debian-exim', 'opensmtpd', 'opensmtpq', 'kate'];
const FIRST_ID = 7301;

/** Starts it in a mount namespace of its own, where the accounts and folders that it insists on exist. */
export async function startOtherServer(
  kind: OtherServerKind,
  packages: UnpackedPackages,
  wiring: Wiring,
): Promise<OtherServer> {
  const base = join(packages.folder, `run-${kind}`);
  const inbox = join(base, 'inbox');
  mkdirSync(inbox, { recursive: true });
  chmodSync(base, 0o755);
  chownSync(inbox, FIRST_ID + 3, FIRST_ID + 3);
  writeAccounts(base);
  const domain = `${kind.toLowerCase()}.example`;
  const { pem, certificatePem } = issue([domain]);
  writeFileSync(join(base, 'key.pem'), pem, { mode: 0o600 });
  if (kind === 'Exim') chownSync(join(base, 'key.pem'), FIRST_ID, FIRST_ID);
  writeFileSync(join(base, 'cert.pem'), certificatePem);
  const script = kind === 'Exim' ? exim(packages, base, wiring) : openSmtpd(packages, base, wiring);
  const { child, output } = launch('unshare', [
    '--mount',
    'sh',
    '-ec',
    `${COMMON(packages, base)}\n${script}`,
  ]);
  try {
    await waitFor220(wiring.port, 15_000);
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`${kind} did not start:\n${output()}`, { cause: error });
  }
  return {
    port: wiring.port,
    kept: () => read(join(inbox, 'new')),
    output,
    stop: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
        child.once('exit', () => {
          clearTimeout(timer);
          resolve();
        });
        child.kill('SIGTERM');
      }),
  };
}

function writeAccounts(base: string): void {
  for (const file of ['passwd', 'group']) {
    copyFileSync(join('/etc', file), join(base, file));
    const lines = USERS.map((name, index) =>
      file === 'passwd'
        ? `${name}:x:${FIRST_ID + index}:${FIRST_ID + index}::${base}:/bin/false`
        : `${name}:x:${FIRST_ID + index}:`,
    );
    const known = readFileSync(join(base, file), 'utf8');
    const own = known.split('\n').filter((line) => !USERS.includes(line.split(':')[0] ?? ''));
    writeFileSync(join(base, file), `${own.filter((line) => line !== '').join('\n')}\n${lines.join('\n')}\n`);
  }
}

const COMMON = (packages: UnpackedPackages, base: string): string => `
mount --bind ${base}/passwd /etc/passwd
mount --bind ${base}/group /etc/group
mount -t tmpfs none /run
mount -t tmpfs none /var/spool
export LD_LIBRARY_PATH=${packages.libraries}`;

function exim(packages: UnpackedPackages, base: string, { port, relayPort, source }: Wiring): string {
  writeFileSync(
    join(base, 'exim.conf'),
    `primary_hostname = exim.example
spool_directory = /var/spool/exim4
log_file_path = ${base}/%slog
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
acl_smtp_rcpt = rcpt
acl_smtp_data = taken
tls_advertise_hosts = *
tls_certificate = ${base}/cert.pem
tls_privatekey = ${base}/key.pem
never_users =
keep_environment =
begin acl
rcpt:
  deny domains = exim.example
       local_parts = ! kate
       message = no such user here
  accept
taken:
  accept
begin routers
local:
  driver = accept
  domains = exim.example
  transport = keep
relay:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = remote
begin transports
keep:
  driver = appendfile
  directory = ${base}/inbox
  maildir_format
  user = Debian-exim
  group = Debian-exim
remote:
  driver = smtp
  port = ${relayPort}
  interface = ${source}
  hosts_try_dane =
begin retry
* * F,2h,1s
`,
  );
  return `
mkdir -p /run/exim4 /var/spool/exim4
chown Debian-exim: /run/exim4 /var/spool/exim4 ${base} ${base}/inbox
mount --bind ${packages.path('exim4-daemon-light', 'usr/sbin')} /usr/sbin
exec /usr/sbin/exim4 -C ${base}/exim.conf -bdf -q1m -oX ${port}`;
}

/** It offers STARTTLS. Debian's build (6.8.0p2) cannot sign with OpenSSL 3, with keys of either kind: the key lies in
 *  another of its processes, and OpenSSL 3 no longer asks for it there (OpenSMTPD issues 1171 and 1239). Whoever sends to
 *  it has to go on in clear. */
function openSmtpd(packages: UnpackedPackages, base: string, { port, relayPort, source }: Wiring): string {
  writeFileSync(
    join(base, 'smtpd.conf'),
    `pki own cert "${base}/cert.pem"
pki own key "${base}/key.pem"
table users { kate = kate }
listen on 127.0.0.1 port ${port} tls pki own hostname opensmtpd.example
action "keep" maildir "${base}/inbox" virtual <users>
action "relay" relay host smtp://127.0.0.1:${relayPort} src ${source}
match from any for domain "opensmtpd.example" action "keep"
match from any for any action "relay"
`,
  );
  return `
mkdir -p /var/spool/smtpd
chmod 711 /var/spool/smtpd
mount -t tmpfs none /var/lib
mkdir -p /var/lib/opensmtpd/empty
mount -t tmpfs none /usr/libexec
mkdir /usr/libexec/opensmtpd
mount --bind ${packages.path('opensmtpd', 'usr/libexec/opensmtpd')} /usr/libexec/opensmtpd
exec ${packages.path('opensmtpd', 'usr/sbin/smtpd')} -d -f ${base}/smtpd.conf`;
}

function read(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  } catch {
    return [];
  }
}
