import { coversHost } from '../../../access/select-certificate.ts';
import type { Answer, QueryInput } from '../../command.ts';
import { itemsOf, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { certificateKeys, checkServer, findAll } from '../../identity.ts';
import { presentCertificate } from '../../present/exchange-certificate.ts';
import { plainThumbprint } from './thumbprint.ts';

/** Exchange: Get-ExchangeCertificate */
export function showCertificates({ current, args, ports }: QueryInput): Answer | AdminError {
  const { certificates, server } = current;
  const other = checkServer(textOf(args, 'Server'), server);
  if (other !== null) return other;
  const wanted = plainThumbprint(textOf(args, 'Thumbprint'));
  const found = findAll({ items: certificates, keys: certificateKeys, server }, wanted);
  if (isAdminError(found)) return { ...found, parameter: 'Thumbprint' };
  const hosts = itemsOf(args, 'DomainName');
  const now = ports.now().getTime();
  return {
    objects: found
      .filter(({ dnsNames }) => hosts.every((host) => dnsNames.some((name) => coversHost(name, host))))
      .map((certificate) => presentCertificate(certificate, server, now)),
  };
}
