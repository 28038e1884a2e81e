import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { CertificatePolicy, TlsRequest } from '../transport/dialer-port.ts';
import type { TlsFinding } from '../transport/tls-result.ts';
import { checkDane } from './dane.ts';
import type { Revocations } from './revocations.ts';

/** A server's certificate in the forms that the checks need. */
export type Peer = Readonly<{
  /** OpenSSL's code of what is wrong with the chain, null where nothing is. */
  chainError: string | null;
  names: PeerCertificate;
  /** With those above it that it came with. */
  certificate: X509Certificate | undefined;
}>;

/** Called once for a connection.
 *  Quirk: after `getPeerX509Certificate` node's other calls answer as if the certificate above it were the server's. */
export function readPeer(secure: TLSSocket): Peer {
  const names = secure.getPeerCertificate();
  return {
    chainError: secure.authorized ? null : reasonOf(secure),
    names,
    certificate: secure.getPeerX509Certificate(),
  };
}

/** What the connector asks of a certificate and it lacks; null: it does. mail-flow.md §3.6 */
export function checkRequest(
  peer: Peer,
  { verifyChain, names }: TlsRequest,
  isRevoked: Revocations,
): TlsFinding | null {
  return (verifyChain ? checkChain(peer, isRevoked) : null) ?? checkNames(peer.names, names);
}

/** What the destination's own policy asks of a certificate and it lacks. */
export function checkPolicy(
  peer: Peer,
  policy: CertificatePolicy,
  isRevoked: Revocations,
): TlsFinding | null {
  switch (policy.kind) {
    case 'webPki':
      return checkChain(peer, isRevoked) ?? checkNames(peer.names, [policy.host]);
    case 'dane': {
      if (policy.records.length === 0) return null;
      if (peer.certificate === undefined)
        return { result: 'validation-failure', reason: 'there is no certificate' };
      return checkDane(peer.certificate, policy, Date.now());
    }
  }
}

function checkChain({ chainError, certificate }: Peer, isRevoked: Revocations): TlsFinding | null {
  if (chainError !== null) {
    const result = chainError === 'CERT_HAS_EXPIRED' ? 'certificate-expired' : 'certificate-not-trusted';
    return { result, reason: `the certificate is not trusted: ${chainError}` };
  }
  if (certificate === undefined || !isRevoked(certificate)) return null;
  return { result: 'certificate-not-trusted', reason: 'the certificate was revoked by its authority' };
}

function checkNames(certificate: PeerCertificate, names: readonly string[]): TlsFinding | null {
  if (names.every((name) => isNamed(certificate, name))) return null;
  return {
    result: 'certificate-host-mismatch',
    reason: `the certificate does not name ${names.join(', ')}`,
  };
}

/** Quirk: node types it as an Error and sets OpenSSL's code, such as CERT_HAS_EXPIRED. */
function reasonOf({ authorizationError }: TLSSocket): string {
  return authorizationError instanceof Error ? authorizationError.message : String(authorizationError);
}

/** `*.contoso.com` is satisfied by any name of the certificate below contoso.com, or by that wildcard itself. */
function isNamed(certificate: PeerCertificate, name: string): boolean {
  const probe = name.startsWith('*.') ? `any.${name.slice(2)}` : name;
  if (checkServerIdentity(probe, certificate) === undefined) return true;
  if (!name.startsWith('*.')) return false;
  const names = (certificate.subjectaltname ?? '')
    .split(', ')
    .map((entry) => entry.replace(/^DNS:/, '').toLowerCase());
  return names.some((entry) => entry.endsWith(name.slice(1).toLowerCase()));
}

/** Server name indication; an address has none. RFC 6066 §3 */
export function sniOf(serverName: string | null): Readonly<{ servername?: string }> {
  return serverName === null || isIP(serverName) > 0 ? {} : { servername: serverName };
}
