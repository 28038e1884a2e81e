import type { Certificate } from '../config/certificate.ts';
import type { ConfigStore } from '../config/snapshot.ts';

/** Puts a certificate that the server made or found into the configuration, with its audit row. */
export async function addCertificate(
  certificate: Certificate,
  { config, now }: Readonly<{ config: ConfigStore; now: () => number }>,
): Promise<void> {
  const { current } = config;
  const next = {
    ...current,
    version: current.version + 1,
    certificates: [...current.certificates, certificate],
  };
  await config.commit(current.version, next, {
    runAt: new Date(now()).toISOString(),
    caller: 'Postern',
    command: 'New-ExchangeCertificate',
    parameters: { SubjectName: certificate.subject },
    objectModified: certificate.thumbprint,
    succeeded: true,
    error: null,
  });
}
