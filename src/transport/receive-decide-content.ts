import { ANY_SENDER } from '../config/rights.ts';
import { parseMailbox } from '../mail/address.ts';
import type { HeaderField } from '../mail/header.ts';
import { isReceivedBy } from '../mail/received.ts';
import { connectorLimit } from '../routing/message-limits.ts';
import type { Refusal } from '../smtp/reply.ts';
import * as replies from '../smtp/replies.ts';
import { headerSenders } from './receive-content.ts';
import { type MailContext, SENDER_DENIED, type TransactionFacts, senderRefusal } from './receive-mail.ts';
import { filterSender } from './sender-filter.ts';
import { connectorFqdn } from './session-settings.ts';

/** Faults of a message's line ends. receive-connectors.md §8.2 */
export type BodyFaults = Readonly<{ bareLf: boolean; bareCr: boolean; nul: boolean }>;

export type ContentToDecide = Readonly<{
  fields: readonly HeaderField[];
  header: Buffer;
  faults: BodyFaults;
}>;

/** What speaks against a complete message whose sizes are right: its octets, its hops, who it says it is from.
 *  Hops are counted as submitted, before the header firewall. receive-connectors.md §3.4, O23 */
export function decideContent(transaction: TransactionFacts, content: ContentToDecide): Refusal | null {
  const { context } = transaction;
  return (
    decideOctets(context, content) ??
    decideHops(context, content.fields) ??
    decideAuthors(transaction, content.fields)
  );
}

function decideOctets(context: MailContext, content: ContentToDecide): Refusal | null {
  const { bareLf, bareCr, nul } = content.faults;
  if (bareCr || nul || !isTextHeader(content.header)) {
    return { reply: replies.bareCrOrNul, reason: 'bare CR or NUL in the message', by: 'RFC 5321 §2.3.8' };
  }
  if (!bareLf || !context.connector.bareLinefeedRejectionEnabled) return null;
  return {
    reply: replies.bareLinefeed,
    reason: 'bare LF in the message',
    by: 'BareLinefeedRejectionEnabled',
  };
}

/** Only CRLF, no NUL. The decoder sees to that but for BODY=BINARYMIME, whose header is text all the same. RFC 3030 §3 */
function isTextHeader(header: Buffer): boolean {
  if (header.includes(0)) return false;
  for (let at = header.indexOf(13); at >= 0; at = header.indexOf(13, at + 1)) {
    if (header[at + 1] !== 10) return false;
  }
  for (let at = header.indexOf(10); at >= 0; at = header.indexOf(10, at + 1)) {
    if (header[at - 1] !== 13) return false;
  }
  return true;
}

/** Exchange: Set-ReceiveConnector -MaxHopCount, -MaxLocalHopCount (0 = off) */
function decideHops(context: MailContext, fields: readonly HeaderField[]): Refusal | null {
  const { connector, snapshot } = context;
  const received = fields.filter((field) => field.key === 'received');
  if (received.length > connector.maxHopCount)
    return loop(received.length, 'MaxHopCount', connector.maxHopCount);
  const most = connector.maxLocalHopCount;
  if (most === 0 || received.length <= most) return null;
  const hosts = [snapshot.server.fqdn, connectorFqdn(connector, snapshot)];
  const ours = received.filter((field) => isReceivedBy(field.value(), hosts)).length;
  return ours > most ? loop(ours, 'MaxLocalHopCount', most) : null;
}

function loop(hops: number, by: string, allowed: number): Refusal {
  const limit = connectorLimit(by, allowed);
  return { reply: replies.hopCountExceeded, reason: `${hops} hops`, by, limit };
}

/** The sender check and the sender filter, on Sender or else From. A field that cannot be read is refused where a check is
 *  due: nobody knows whom another reader will see in it. */
function decideAuthors(transaction: TransactionFacts, fields: readonly HeaderField[]): Refusal | null {
  const { context } = transaction;
  const filters = transaction.senderFilter !== 'bypassed' && transaction.senderFilter !== 'skipped';
  if (!context.access.checksSenders && !filters) return null;
  const listed = headerSenders(fields);
  const authors = listed?.map((entry) => parseMailbox(entry.address)) ?? [null];
  for (const author of authors) {
    const refusal = author === null ? unreadable(context) : senderRefusal(context, author, 'header');
    if (refusal !== null) return refusal;
    if (author !== null && filters && isFiltered(transaction, author)) return SENDER_DENIED;
  }
  return null;
}

function unreadable(context: MailContext): Refusal | null {
  if (!context.access.checksSenders) return null;
  const reply = replies.cannotSendAs(
    context.snapshot.transportConfig.smtpReplyFamily,
    context.access.user === null,
  );
  return { reply, reason: 'From or Sender cannot be read', by: ANY_SENDER };
}

function isFiltered(transaction: TransactionFacts, author: NonNullable<TransactionFacts['path']>): boolean {
  const { senderFilter } = transaction.context.snapshot;
  const blocked = filterSender(senderFilter, author, transaction.authAs === 'Internal') === 'blocked';
  return blocked && senderFilter.action === 'Reject';
}
