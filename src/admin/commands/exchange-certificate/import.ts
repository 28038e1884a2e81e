import type { Certificate, CertificateMaterial } from '../../../config/certificate.ts';
import type { ConfigSnapshot } from '../../../config/snapshot.ts';
import type { Change, PreparedChange, QueryInput } from '../../command.ts';
import { type Arguments, booleanOf, isGiven, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { checkServer } from '../../identity.ts';
import type { CertificateTools } from '../../ports.ts';
import { presentCertificate } from '../../present/exchange-certificate.ts';
import { badText, badValue } from '../../snapshot-change.ts';

/** Exchange: Import-ExchangeCertificate. A certificate without a key answers the request that was made with its key. */
export async function importCertificate(input: QueryInput): Promise<PreparedChange | AdminError> {
  const { args, ports, current } = input;
  const other = checkServer(textOf(args, 'Server'), current.server);
  if (other !== null) return other;
  const tools = ports.certificates;
  if (tools === undefined) return badText('Server', 'it has no certificates', current.server.name);
  const content = await contentOf(args, tools);
  if (isAdminError(content)) return content;
  const read = readWith(tools, content, args);
  if (isAdminError(read)) return read;
  return {
    change: ({ current: newest, newGuid }) => imported(read, newest, { input, guid: newGuid(), tools }),
  };
}

async function contentOf(args: Arguments, tools: CertificateTools): Promise<Uint8Array | AdminError> {
  const path = textOf(args, 'FileName');
  if (typeof path === 'string' && !isGiven(args, 'FileData')) {
    try {
      return await tools.readFile(path);
    } catch (error) {
      return badText('FileName', `the server cannot read "${path}" (${messageOf(error)})`, path);
    }
  }
  const data = args['FileData'];
  // Octets and lines may be equal: they are no list in which each stands once.
  const items = data?.kind === 'list' ? data.items : [];
  if (items.length === 0 || typeof path === 'string')
    return badValue('E02', 'FileName', 'Give either FileName or FileData.', '');
  const isOctets = items.length > 1 && items.every((item) => /^\d{1,3}$/.test(item) && Number(item) < 256);
  return isOctets ? Uint8Array.from(items.map(Number)) : new TextEncoder().encode(items.join('\n'));
}

function readWith(
  tools: CertificateTools,
  content: Uint8Array,
  args: Arguments,
): CertificateMaterial | AdminError {
  const password = args['Password'];
  try {
    return tools.read(content, password?.kind === 'secret' ? password.text : null);
  } catch (error) {
    const parameter = isGiven(args, 'FileName') ? 'FileName' : 'FileData';
    return badText(parameter, messageOf(error), parameter);
  }
}

type Context = Readonly<{ input: QueryInput; guid: string; tools: CertificateTools }>;

function imported(read: CertificateMaterial, current: ConfigSnapshot, context: Context): Change | AdminError {
  const { args, ports } = context.input;
  const request = read.privateKeyPem === '' ? answeredRequest(read, current, context.tools) : null;
  const material = request === null ? read : { ...read, privateKeyPem: request.privateKeyPem };
  if (material.privateKeyPem === '') {
    const message = `The certificate ${read.thumbprint} has no private key, and no request was made with its key. Import it with its key, as PKCS #12 or PEM.`;
    return badValue('CertificateUnusable', 'FileName', message, read.thumbprint);
  }
  if (current.certificates.some(({ thumbprint }) => thumbprint === read.thumbprint)) {
    const message = `The certificate ${read.thumbprint} already exists.`;
    return { category: 'ResourceExists', id: 'E20', message, target: read.thumbprint };
  }
  const certificate: Certificate = {
    ...material,
    guid: context.guid,
    services: [],
    friendlyName: textOf(args, 'FriendlyName') ?? request?.friendlyName ?? '',
    privateKeyExportable: booleanOf(args, 'PrivateKeyExportable') ?? request?.privateKeyExportable ?? false,
  };
  const others = current.certificates.filter((one) => one !== request);
  return {
    next: { ...current, certificates: [...others, certificate] },
    action: `Importing certificate "${read.thumbprint}".`,
    target: read.thumbprint,
    objects: () => [presentCertificate(certificate, current.server, ports.now().getTime())],
    warnings: [
      `No service uses it yet: Enable-ExchangeCertificate -Thumbprint ${read.thumbprint} -Services SMTP.`,
    ],
  };
}

function answeredRequest(
  read: CertificateMaterial,
  current: ConfigSnapshot,
  tools: CertificateTools,
): Certificate | null {
  const requests = current.certificates.filter(({ isRequest }) => isRequest);
  return requests.find(({ privateKeyPem }) => belongsTogether(read.chainPem, privateKeyPem, tools)) ?? null;
}

function belongsTogether(chainPem: string, privateKeyPem: string, tools: CertificateTools): boolean {
  try {
    return tools.read(new TextEncoder().encode(`${chainPem}${privateKeyPem}`), null).privateKeyPem !== '';
  } catch {
    return false;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
