import type { AdminError } from '../../admin/contract/errors.ts';
import { formatDate } from '../format/dotnet-date.ts';
import type { ErrorInfo } from './shell-error.ts';

/** An error as a server of Exchange signs it: which server, which request, when, and a hash that is the same for the
 *  same cause. shell-language.md §12 */
export function serverError(info: ErrorInfo, raised: NonNullable<AdminError['raised']>): ErrorInfo {
  const isMissing = info.category === 'ObjectNotFound';
  const request = `[Server=${raised.server},RequestId=${raised.requestId},TimeStamp=${utcDate(raised.at)}]`;
  const command = (info.command ?? '').replace('-', '');
  const cause = `${hash(`${info.command} ${info.id}`)},Microsoft.Exchange.Management.SystemConfigurationTasks.${command}`;
  return {
    ...info,
    ...(isMissing ? { category: 'NotSpecified', target: '', targetType: '' } : {}),
    id: `${request} [FailureCategory=Cmdlet-${info.reason}] ${cause}`,
    computer: raised.fqdn,
  };
}

/** `3/2/2026 5:14:07 PM`, in UTC wherever the console stands. */
function utcDate(iso: string): string {
  const at = new Date(iso);
  const shifted = new Date(at.getTime());
  shifted.setFullYear(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  shifted.setHours(at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds());
  return formatDate(shifted.getTime(), 'G');
}

/** FNV-1a over the characters, in upper-case hexadecimal. */
function hash(text: string): string {
  let sum = 0x811c9dc5;
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (sum >>> 0).toString(16).toUpperCase();
}
