import { parseMailbox } from '../mail/address.ts';
import type { Mailbox } from '../mail/address.ts';

/** Where a domain wants reports about TLS to go. RFC 8460 §3 */
export type TlsReportTargets = Readonly<{
  mailboxes: readonly Mailbox[];
  /** What is no address of mail that could be written to, as it stands in the record. */
  others: readonly string[];
}>;

/** A record may name many; so many are looked at. */
const MOST_TARGETS = 5;

/** @param texts of the TXT records at `_smtp._tls.<domain>`
 *  @returns null where the domain asks for none: without a record, and with more than one */
export function tlsReportTargets(texts: readonly string[]): TlsReportTargets | null {
  const records = texts.filter((text) => /^v=TLSRPTv1\s*;/.test(text));
  const [record] = records;
  if (record === undefined || records.length > 1) return null;
  const field = /;\s*rua=(?<uris>[^;]*)/.exec(record)?.groups?.['uris'];
  if (field === undefined) return null;
  const uris = field.split(',').map((uri) => uri.trim());
  const named = uris.filter((uri) => uri !== '').slice(0, MOST_TARGETS);
  const found = named.map((uri) => ({ uri, mailbox: mailboxOf(uri) }));
  return {
    mailboxes: found.flatMap(({ mailbox }) => mailbox ?? []),
    others: found.filter(({ mailbox }) => mailbox === null).map(({ uri }) => uri),
  };
}

/** RFC 6068: `mailto:reports@contoso.com`, percent-encoded; fields behind `?` do not count, nor do addresses that need SMTPUTF8. */
function mailboxOf(uri: string): Mailbox | null {
  const address = /^mailto:(?<address>[^?]+)/i.exec(uri)?.groups?.['address'];
  if (address === undefined) return null;
  try {
    const text = decodeURIComponent(address);
    return /^[\x21-\x7E]+$/.test(text) ? parseMailbox(text) : null;
  } catch {
    return null;
  }
}
