import { createSecureContext } from 'node:tls';
import type { SecureContext } from 'node:tls';
import type { Certificate } from '../config/certificate.ts';

type Made = Readonly<{ roots: readonly string[]; context: SecureContext }>;

/** Contexts of outbound TLS, made once for each certificate that is presented; null = none is. */
export function createClientContexts(
  trustedRoots: () => readonly string[],
): (certificate: Certificate | null) => SecureContext {
  const known = new WeakMap<object, Made>();
  const withoutCertificate = {};
  return (certificate) => {
    const roots = trustedRoots();
    const made = known.get(certificate ?? withoutCertificate);
    if (made?.roots === roots) return made.context;
    const own = certificate === null ? {} : { key: certificate.privateKeyPem, cert: certificate.chainPem };
    const context = createSecureContext({ ...own, ca: [...roots] });
    known.set(certificate ?? withoutCertificate, { roots, context });
    return context;
  };
}
