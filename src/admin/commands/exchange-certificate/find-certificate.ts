import type { Certificate } from '../../../config/certificate.ts';
import type { ConfigSnapshot } from '../../../config/snapshot.ts';
import { type Arguments, textOf } from '../../contract/arguments.ts';
import { type AdminError, isAdminError } from '../../contract/errors.ts';
import { certificateKeys, checkServer, findOne } from '../../identity.ts';
import { plainThumbprint } from './thumbprint.ts';

/** The certificate that -Thumbprint names on the server that -Server names. */
export function findCertificate(
  { certificates, server }: ConfigSnapshot,
  args: Arguments,
): Certificate | AdminError {
  const other = checkServer(textOf(args, 'Server'), server);
  if (other !== null) return other;
  const wanted = plainThumbprint(textOf(args, 'Thumbprint'));
  const found = findOne({ items: certificates, keys: certificateKeys, server }, wanted);
  return isAdminError(found) ? { ...found, parameter: 'Thumbprint' } : found;
}
