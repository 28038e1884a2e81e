import { decideSubmit, isAuthenticatedSender, sizeLimit } from '../access/decide.ts';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import { AUTHORITATIVE_SENDER, BYPASS_ANTISPAM } from '../config/rights.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { type Mailbox, type ReversePath, formatMailbox } from '../mail/address.ts';
import type { MailParameters } from '../mail/envelope.ts';
import type { MessageFacts } from '../queue/message.ts';
import { connectorLimit } from '../routing/message-limits.ts';
import type { Refusal } from '../smtp/reply.ts';
import * as replies from '../smtp/replies.ts';
import { rateKeys } from './limits.ts';
import { type SessionAccess, domainOf, judgePartner, judgeSender } from './receive-access.ts';
import { completeAddress } from './receive-address.ts';
import type { ReceiveDependencies, ReceivePeer, TlsFacts } from './receive-types.ts';
import { type SenderFilterResult, filterSender } from './sender-filter.ts';

/** What a session is at the moment of MAIL. */
export type MailContext = Readonly<{
  snapshot: ConfigSnapshot;
  connector: ReceiveConnector;
  access: SessionAccess;
  tls: TlsFacts | null;
  peer: ReceivePeer;
  sessionId: string;
  dependencies: ReceiveDependencies;
}>;

export type MailRequest = Readonly<{ path: ReversePath; parameters: MailParameters; helo: string }>;

/** What stays true of a message from its MAIL on. */
export type TransactionFacts = Readonly<{
  context: MailContext;
  path: ReversePath;
  parameters: MailParameters;
  helo: string;
  authAs: MessageFacts['authAs'];
  /** Two hex digits or '' */
  authMechanism: string;
  /** What the sender filter said of the reverse-path. */
  senderFilter: SenderFilterResult | 'bypassed';
}>;

/** MAIL, checked in the order of receive-connectors.md §8.2. An accepted one counts to MessageRateLimit. */
export function decideMailCommand(
  context: MailContext,
  request: MailRequest,
): Readonly<{ refusal: Refusal }> | Readonly<{ facts: TransactionFacts }> {
  const { connector, access, dependencies } = context;
  const early = decideSession(context);
  if (early !== null) return { refusal: early };
  const now = dependencies.now();
  const keys = keysOf(context, request.path);
  if (dependencies.rates.isExceeded(keys, connector.messageRateLimit, now))
    return { refusal: rateRefusal(context) };
  const path = completeAddress(request.path, connector, context.snapshot);
  if (path === 'incomplete') return { refusal: INCOMPLETE };
  const refusal =
    decideSize(context, request.parameters) ??
    decideResources(context, path) ??
    decideSenderRights(context, path);
  if (refusal !== null) return { refusal };
  const isInternal = isAuthenticatedSender(access.rights, access.user, request.parameters.auth);
  const senderFilter = access.rights.has(BYPASS_ANTISPAM)
    ? 'bypassed'
    : filterSender(context.snapshot.senderFilter, path, isInternal);
  if (senderFilter === 'blocked' && context.snapshot.senderFilter.action === 'Reject')
    return { refusal: SENDER_DENIED };
  dependencies.rates.record(keys, connector.messageRateLimit, now);
  const authMechanism = isInternal && access.isExternallySecured ? '10' : '';
  const { parameters, helo } = request;
  return {
    facts: {
      context,
      path,
      parameters,
      helo,
      authAs: isInternal ? 'Internal' : access.partnerDomain === null ? 'Anonymous' : 'Partner',
      authMechanism,
      senderFilter,
    },
  };
}

export const SENDER_DENIED: Refusal = {
  reply: replies.senderDenied,
  reason: 'the sender is blocked',
  by: 'Sender Filter Agent',
  close: true,
};

const INCOMPLETE: Refusal = {
  reply: replies.invalidSenderAddress,
  reason: 'the address has no domain and the connector no DefaultDomain',
  by: 'DefaultDomain',
};

/** RequireTLS, then the right to submit. */
function decideSession(context: MailContext): Refusal | null {
  const { connector, access, tls, snapshot } = context;
  if (connector.requireTLS && tls === null) {
    return { reply: replies.startTlsRequired, reason: 'the session is not encrypted', by: 'RequireTLS' };
  }
  const verdict = decideSubmit(access.rights);
  if (verdict.allow) return null;
  const reply = replies.clientNotAuthenticated(snapshot.transportConfig.smtpReplyFamily);
  return { reply, reason: 'the session may not submit', by: verdict.missing };
}

function keysOf(context: MailContext, path: ReversePath): string[] {
  const sender = path === null ? '<>' : formatMailbox(path);
  return rateKeys(
    context.connector,
    context.peer.remoteAddress,
    context.access.user?.userPrincipalName ?? sender,
  );
}

/** Exchange: event 1031. */
function rateRefusal(context: MailContext): Refusal {
  const { connector, dependencies, peer, access } = context;
  dependencies.logger.warn(
    'A connection is being dropped: its rate of submissions has exceeded MessageRateLimit',
    {
      event: 1031,
      connector: connector.name,
      user: access.user?.name ?? '',
      address: peer.remoteAddress,
      limitPerMinute: connector.messageRateLimit,
    },
  );
  const allowed = connector.messageRateLimit ?? 0;
  const limit = connectorLimit('MessageRateLimit', allowed);
  const reason = `more than ${allowed} messages within a minute`;
  return { reply: replies.rateExceeded, reason, by: 'MessageRateLimit', limit, close: true };
}

/** RFC 1870 §6.1 */
function decideSize(context: MailContext, parameters: MailParameters): Refusal | null {
  const most = messageSizeLimit(context);
  if (most === null || parameters.size === null || parameters.size <= most) return null;
  return {
    reply: replies.sizeExceeded,
    reason: `${parameters.size} octets announced, ${most} allowed`,
    by: 'MaxMessageSize',
    limit: connectorLimit('MaxMessageSize', most),
  };
}

/** The connector's limit for this session, null where it does not apply. */
export function messageSizeLimit(context: MailContext): number | null {
  return sizeLimit(context.access.rights, context.connector);
}

/** Back pressure. At Medium, senders in our own domains whose session may use them pass; at High nobody does. Asked at MAIL
 *  and again when the message is complete. mail-flow.md §7.3, §14 number 34 */
export function decideResources(context: MailContext, path: ReversePath): Refusal | null {
  const { refuses, resource } = context.dependencies.pressure();
  if (refuses === 'nobody' || (refuses === 'others' && isOwnSender(context, path))) return null;
  const { smtpReplyFamily } = context.snapshot.transportConfig;
  return {
    reply: replies.insufficientResourcesOf(smtpReplyFamily === 'modern' ? resource : ''),
    reason: `there is not enough of ${resource}: ${refuses === 'others' ? 'Medium' : 'High'}`,
    by: 'BackPressure',
  };
}

/** How long the answer to an accepted MAIL waits, while too much mail arrives. mail-flow.md §7.2 */
export function pressureDelayMs(context: MailContext, path: ReversePath): number {
  const { tarpitMs } = context.dependencies.pressure();
  return tarpitMs === 0 || isOwnSender(context, path) ? 0 : tarpitMs;
}

function isOwnSender(context: MailContext, path: ReversePath): boolean {
  if (path === null || !context.access.rights.has(AUTHORITATIVE_SENDER)) return false;
  return domainOf(context.snapshot, path)?.domainType === 'Authoritative';
}

function decideSenderRights(context: MailContext, path: ReversePath): Refusal | null {
  return path === null ? null : senderRefusal(context, path, 'envelope');
}

/** May the session use this sender, in the envelope or in the header? */
export function senderRefusal(
  context: MailContext,
  sender: Mailbox,
  where: 'envelope' | 'header',
): Refusal | null {
  const verdict =
    judgePartner(context.access, sender) ?? judgeSender(context.access, context.snapshot, sender);
  if (verdict.allow) return null;
  const anonymous = context.access.user === null;
  const reply = replies.cannotSendAs(context.snapshot.transportConfig.smtpReplyFamily, anonymous);
  return {
    reply,
    reason: `${formatMailbox(sender)} in the ${where} is not a sender this session may use`,
    by: verdict.missing,
  };
}
