import { CERTIFICATE_SERVICES } from '../../../config/certificate.ts';
import type { Certificate, CertificateMaterial, CertificateService } from '../../../config/certificate.ts';
import { toAsciiDomain } from '../../../mail/address.ts';
import type { PreparedChange, QueryInput } from '../../command.ts';
import {
  type Arguments,
  booleanOf,
  isGiven,
  itemsOf,
  numberOf,
  switchOf,
  textOf,
} from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { checkServer } from '../../identity.ts';
import type { CertificateWish } from '../../ports.ts';
import { presentCertificate } from '../../present/exchange-certificate.ts';
import { badText, badValue } from '../../snapshot-change.ts';

const KEY_SIZES = [1024, 2048, 4096];
/** Exchange gives its self-signed certificates five years. */
const VALIDITY_MS = 5 * 365 * 86_400_000;
const DEFAULT_SERVICES: readonly CertificateService[] = ['IMAP', 'POP', 'SMTP'];

/** Exchange: New-ExchangeCertificate. mail-flow.md §11.3 */
export async function createCertificate(input: QueryInput): Promise<PreparedChange | AdminError> {
  const { args, ports, current } = input;
  const wish = wishOf(input);
  if (isAdminError(wish)) return wish;
  const tools = ports.certificates;
  if (tools === undefined) return badText('Server', 'it has no certificates', current.server.name);
  const isRequest = switchOf(args, 'GenerateRequest');
  try {
    const made = isRequest ? await tools.request(wish) : await tools.selfSigned(wish);
    return { change: (change) => addition(made, change.newGuid(), { ...input, current: change.current }) };
  } catch (error) {
    return badText('SubjectName', error instanceof Error ? error.message : String(error), wish.subject);
  }
}

function addition(
  made: CertificateMaterial,
  guid: string,
  input: QueryInput,
): ReturnType<PreparedChange['change']> {
  const { current, args, ports } = input;
  const certificate: Certificate = {
    ...made,
    guid,
    services: servicesOf(args),
    friendlyName: textOf(args, 'FriendlyName') ?? 'Postern',
    privateKeyExportable: booleanOf(args, 'PrivateKeyExportable') ?? false,
  };
  const now = ports.now().getTime();
  return {
    next: { ...current, certificates: [...current.certificates, certificate] },
    action: `Creating certificate ${made.isRequest ? 'request ' : ''}for "${made.subject}".`,
    target: made.thumbprint,
    objects: () => [made.isRequest ? made.chainPem : presentCertificate(certificate, current.server, now)],
  };
}

function servicesOf(args: Arguments): readonly CertificateService[] {
  if (!isGiven(args, 'Services')) return DEFAULT_SERVICES;
  const asked = itemsOf(args, 'Services');
  return CERTIFICATE_SERVICES.filter((service) => asked.includes(service));
}

function wishOf({ args, current, ports }: QueryInput): CertificateWish | AdminError {
  const { server } = current;
  const other = checkServer(textOf(args, 'Server'), server);
  if (other !== null) return other;
  const keySize = numberOf(args, 'KeySize') ?? 2048;
  if (!KEY_SIZES.includes(keySize))
    return badValue(
      'E09',
      'KeySize',
      `The value ${keySize} of KeySize isn't valid. Valid values: 1024, 2048, 4096.`,
      String(keySize),
    );
  const asked = itemsOf(args, 'DomainName');
  const names = asked.length > 0 ? asked : [server.fqdn, server.name];
  const dnsNames = names.map((name) => hostName(name));
  const bad = names.find((_, index) => dnsNames[index] === null);
  if (bad !== undefined)
    return badText('DomainName', `"${bad}" is not a host name such as mail.contoso.com`, bad);
  const notBefore = ports.now().getTime() - 86_400_000;
  return {
    subject: textOf(args, 'SubjectName') ?? `CN=${asked[0] ?? server.name}`,
    dnsNames: dnsNames.filter((name) => name !== null),
    keySize,
    notBefore,
    notAfter: notBefore + VALIDITY_MS,
  };
}

/** In A-labels, a wildcard only as the first label. */
function hostName(text: string): string | null {
  const wildcard = text.startsWith('*.');
  const ascii = toAsciiDomain(wildcard ? text.slice(2) : text);
  return ascii === null ? null : `${wildcard ? '*.' : ''}${ascii}`;
}
