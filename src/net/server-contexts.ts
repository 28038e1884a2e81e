import { constants } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { SecureContext, SecureContextOptions } from 'node:tls';
import { selectCertificate } from '../access/select-certificate.ts';
import type { Certificate } from '../config/certificate.ts';
import type { ReceiveConnector, TlsVersion } from '../config/receive-connector.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { type MutualTls, createMutualTls } from './mutual-tls.ts';
import type { Revocations } from './revocations.ts';

/** How a session of a connector does TLS. */
export type ServerContext = Readonly<{
  context: SecureContext;
  /** Set where the client is asked for a certificate. Exchange: -DomainSecureEnabled */
  mutual: MutualTls | null;
}>;

/** Where a session finds its side of TLS; null = STARTTLS is not offered. */
export type ServerContexts = (connector: ReceiveConnector, snapshot: ConfigSnapshot) => ServerContext | null;

const VERSIONS = { Tls10: 'TLSv1', Tls11: 'TLSv1.1', Tls12: 'TLSv1.2', Tls13: 'TLSv1.3' } as const;

/** Made for one certificate and floor. */
type Made = { context: SecureContext; mutual: Readonly<{ roots: readonly string[]; tls: MutualTls }> | null };

/** Contexts are made once for each certificate and floor; a certificate that is replaced takes its contexts along, so that
 *  a change takes effect at the next STARTTLS. A session is resumed by the context that gave its ticket and by no other.
 *  @param trustedRoots PEM, for the certificates of clients
 *  @param isRevoked of these; none by default */
export function createServerContexts(
  now: () => number,
  trustedRoots: () => readonly string[],
  isRevoked: Revocations = () => false,
): ServerContexts {
  const known = new WeakMap<Certificate, Map<TlsVersion, Made>>();
  const chosen = new WeakMap<ReceiveConnector, Choice>();
  return (connector, snapshot) => {
    const certificate = choose(chosen, connector, snapshot, now());
    if (certificate === null) return null;
    const made = madeFor(known, certificate, connector.tlsMinimumVersion);
    if (!connector.domainSecureEnabled) return { context: made.context, mutual: null };
    const roots = trustedRoots();
    if (made.mutual?.roots !== roots) {
      const options = optionsOf(certificate, connector.tlsMinimumVersion);
      made.mutual = { roots, tls: createMutualTls({ ...options, ca: [...roots] }, isRevoked) };
    }
    return { context: made.context, mutual: made.mutual.tls };
  };
}

function madeFor(
  known: WeakMap<Certificate, Map<TlsVersion, Made>>,
  certificate: Certificate,
  floor: TlsVersion,
): Made {
  const ofCertificate = known.get(certificate) ?? new Map<TlsVersion, Made>();
  known.set(certificate, ofCertificate);
  const made = ofCertificate.get(floor) ?? {
    context: createSecureContext(optionsOf(certificate, floor)),
    mutual: null,
  };
  ofCertificate.set(floor, made);
  return made;
}

/** What was chosen, by which facts. A certificate begins and ends to be valid at a whole second. */
type Choice = Readonly<{
  certificates: readonly Certificate[];
  serverFqdn: string;
  second: number;
  certificate: Certificate | null;
}>;

/** Many sessions begin within one second: they need one look at the certificates. */
function choose(
  chosen: WeakMap<ReceiveConnector, Choice>,
  connector: ReceiveConnector,
  snapshot: ConfigSnapshot,
  now: number,
): Certificate | null {
  const { certificates, server } = snapshot;
  const second = Math.floor(now / 1000);
  const last = chosen.get(connector);
  if (last?.certificates === certificates && last.serverFqdn === server.fqdn && last.second === second)
    return last.certificate;
  const certificate = certificateOf(connector, snapshot, now);
  chosen.set(connector, { certificates, serverFqdn: server.fqdn, second, certificate });
  return certificate;
}

/** Exchange: Set-ReceiveConnector -TlsCertificateName, -Fqdn */
function certificateOf(
  connector: ReceiveConnector,
  { certificates, server }: ConfigSnapshot,
  now: number,
): Certificate | null {
  const { tlsCertificateName, fqdn } = connector;
  return selectCertificate(certificates, { tlsCertificateName, fqdn: fqdn ?? server.fqdn }, now);
}

/** TLS 1.0 and 1.1 need ciphers and digests that OpenSSL's security level 1 and above refuse. RFC 8996 retired both, so
 *  they are for the connectors of devices that know nothing newer. */
function optionsOf({ chainPem, privateKeyPem }: Certificate, floor: TlsVersion): SecureContextOptions {
  const isOld = floor === 'Tls10' || floor === 'Tls11';
  return {
    key: privateKeyPem,
    cert: chainPem,
    minVersion: VERSIONS[floor],
    // A client that asks for handshake after handshake costs us more than itself (CVE-2011-1473).
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    ...(isOld ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
  };
}
