import { createHash } from 'node:crypto';
import type { CertificateMaterial } from '../../config/certificate.ts';
import type { CertificateTools, CertificateWish } from '../ports.ts';

const YEAR_MS = 365 * 86_400_000;
const MADE_AT = Date.parse('2026-03-01T00:00:00.000Z');

/** Certificates without cryptography: `certificate:NAME` is one of the authority CA for NAME; `:key`, or the private key
 *  of NAME behind it, is its key. The file `/mail.pem` is one of mail.contoso.com. */
export const MEMORY_CERTIFICATES: CertificateTools = {
  selfSigned: async (wish) => material(wish, `self ${wish.subject}`, false),
  request: async (wish) => material(wish, `REQUEST ${wish.subject}`, true),
  read,
  readFile: async (path) => {
    if (path !== '/mail.pem') throw new Error('ENOENT');
    return Buffer.from('certificate:file.contoso.com:key');
  },
};

function material(wish: CertificateWish, chainPem: string, isRequest: boolean): CertificateMaterial {
  const { subject, dnsNames, notBefore, notAfter } = wish;
  return {
    thumbprint: createHash('sha1').update(chainPem).digest('hex').toUpperCase(),
    chainPem,
    privateKeyPem: `PRIVATE ${dnsNames[0] ?? ''}`,
    isRequest,
    subject,
    issuer: subject,
    serialNumber: '01',
    notBefore,
    notAfter,
    dnsNames,
    publicKeySize: wish.keySize,
  };
}

function read(content: Uint8Array): CertificateMaterial {
  const text = Buffer.from(content).toString();
  const name = /^certificate:([a-z.]+)/.exec(text)?.[1];
  if (name === undefined) throw new Error('it holds no certificate');
  const hasKey = text.endsWith(':key') || text.endsWith(`PRIVATE ${name}`);
  const times = { notBefore: MADE_AT, notAfter: MADE_AT + YEAR_MS };
  const wish = { subject: `CN=${name}`, dnsNames: [name], keySize: 2048, ...times };
  const made = material(wish, `certificate:${name}`, false);
  return { ...made, issuer: 'CN=CA', privateKeyPem: hasKey ? `PRIVATE ${name}` : '' };
}
