import { connect, type PeerCertificate } from 'node:tls';
import type { KnownServers } from './known-servers.ts';
import { UsageError } from './usage-error.ts';

/** How the server's certificate is checked from now on: null = by the authorities this machine trusts. */
export type Pinned = Readonly<{ pem: string; fingerprint: string }> | null;

type Shown = Readonly<{ authorized: boolean; certificate: PeerCertificate }>;

const CONNECT_MS = 10_000;

/** Looks at the certificate before anything is said. One that no authority vouches for is trusted when the user says so,
 *  and only this one from then on.
 *  @param ask null = there is nobody to ask */
export async function checkCertificate(
  url: URL,
  known: KnownServers,
  ask: ((question: string) => Promise<string>) | null,
): Promise<Pinned> {
  const server = `${url.hostname}:${url.port === '' ? '443' : url.port}`;
  const { authorized, certificate } = await lookAt(url);
  if (authorized) return null;
  const fingerprint = certificate.fingerprint256;
  const pinned = { pem: pemOf(certificate), fingerprint };
  const trusted = known.fingerprint(server);
  if (trusted === fingerprint) return pinned;
  if (trusted !== null) throw changed(server, { trusted, fingerprint }, known.path);
  if (ask === null) throw unknown(server, fingerprint);
  const answer = await ask(question(server, certificate));
  if (!/^y(es)?$/i.test(answer.trim()))
    throw new UsageError('The certificate was not trusted; nothing was sent.');
  known.remember(server, fingerprint);
  return pinned;
}

function lookAt(url: URL): Promise<Shown> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(url.port === '' ? 443 : url.port);
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      socket.destroy();
      reject(
        new UsageError(
          `${url.origin} cannot be reached (${reason}). Is the server running there, and HTTPS spoken?`,
        ),
      );
    };
    const socket = connect({
      host,
      port,
      servername: /^[\d.]+$|:/.test(host) ? '' : host,
      rejectUnauthorized: false,
    });
    socket.setTimeout(CONNECT_MS, () => fail(`no answer within ${CONNECT_MS / 1000} seconds`));
    socket.once('error', (error: Error) => fail(error.message));
    socket.once('secureConnect', () => {
      const shown = { authorized: socket.authorized, certificate: socket.getPeerCertificate() };
      socket.destroy();
      resolve(shown);
    });
  });
}

function pemOf({ raw }: PeerCertificate): string {
  const lines = raw.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function question(server: string, certificate: PeerCertificate): string {
  return [
    `No authority that this machine trusts vouches for ${server}.`,
    `  Certificate of   ${String(certificate.subject.CN)}, valid to ${certificate.valid_to}`,
    `  SHA-256          ${certificate.fingerprint256}`,
    'Compare the fingerprint on the server: openssl x509 -in DATA/tls/server.pem -noout -fingerprint -sha256',
    'Trust it from now on? [y/N] ',
  ].join('\n');
}

function changed(
  server: string,
  shown: Readonly<{ trusted: string; fingerprint: string }>,
  path: string,
): UsageError {
  return new UsageError(
    `${server} shows another certificate than the one you trusted (${shown.fingerprint}, not ${shown.trusted}). ` +
      `Somebody may be in between; nothing was sent. If the server has a new certificate, remove its line from ${path}`,
  );
}

function unknown(server: string, fingerprint: string): UsageError {
  return new UsageError(
    `No authority vouches for the certificate of ${server} (SHA-256 ${fingerprint}). ` +
      `Run this once on a terminal, where you can compare and trust it.`,
  );
}
