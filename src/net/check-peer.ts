import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { CertificatePolicy, TlsRequest } from '../transport/dialer-port.ts';
import type { TlsFinding } from '../transport/tls-result.ts';
import { checkDane } from './dane.ts';

/** What the connector asks of a certificate and it lacks; null: it does. mail-flow.md §3.6. Revocation is not looked at. */
export function checkRequest(secure: TLSSocket, { verifyChain, names }: TlsRequest): TlsFinding | null {
  return (verifyChain ? checkChain(secure) : null) ?? checkNames(secure.getPeerCertificate(), names);
}

/** What the destination's own policy asks of a certificate and it lacks. */
export function checkPolicy(secure: TLSSocket, policy: CertificatePolicy): TlsFinding | null {
  switch (policy.kind) {
    case 'webPki':
      return checkChain(secure) ?? checkNames(secure.getPeerCertificate(), [policy.host]);
    case 'dane': {
      const certificate = secure.getPeerX509Certificate();
      if (policy.records.length === 0) return null;
      if (certificate === undefined)
        return { result: 'validation-failure', reason: 'there is no certificate' };
      return checkDane(certificate, policy, Date.now());
    }
  }
}

function checkChain(secure: TLSSocket): TlsFinding | null {
  if (secure.authorized) return null;
  const code = reasonOf(secure);
  const result = code === 'CERT_HAS_EXPIRED' ? 'certificate-expired' : 'certificate-not-trusted';
  return { result, reason: `the certificate is not trusted: ${code}` };
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
