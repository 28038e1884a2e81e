import { headerFirewall } from '../access/decide.ts';
import { type Mailbox, formatMailbox, formatReversePath } from '../mail/address.ts';
import type { EnvelopeRecipient, MailParameters } from '../mail/envelope.ts';
import type { HeaderRights } from '../mail/header-firewall.ts';
import { type HeaderField, parseHeader } from '../mail/header.ts';
import { StoreFull, StoreUnavailable } from '../queue/errors.ts';
import type { StoredMessage } from '../queue/message.ts';
import type { NewMessage } from '../queue/ports.ts';
import { connectorLimit } from '../routing/message-limits.ts';
import type { Refusal } from '../smtp/reply.ts';
import * as replies from '../smtp/replies.ts';
import { acceptedMessage } from './receive-accept.ts';
import { ReceiveBody } from './receive-body.ts';
import { type BodyFaults, decideContent } from './receive-decide-content.ts';
import type { ReceiveLog } from './receive-log.ts';
import {
  type MailContext,
  decideResources,
  type TransactionFacts,
  messageSizeLimit,
} from './receive-mail.ts';
import { acceptEvents } from './receive-track.ts';
import type { ReceiveDependencies } from './receive-types.ts';
import type { ReportedEnvelope } from './session-reporter.ts';
import { connectorFqdn } from './session-settings.ts';

export type { BodyFaults };

type Outcome = Readonly<{ text: string }> | Refusal;

/** One message on its way in: from an accepted MAIL to the commit, or to nothing at all. */
export class ReceiveTransaction {
  readonly #dependencies: ReceiveDependencies;
  readonly #facts: TransactionFacts;
  readonly #recipients: EnvelopeRecipient[] = [];
  readonly #keys = new Set<string>();
  /** How long the answer to MAIL waits because too much mail arrives. */
  readonly delayMs: number;
  #body: ReceiveBody | null = null;

  constructor(dependencies: ReceiveDependencies, facts: TransactionFacts, delayMs: number) {
    this.#dependencies = dependencies;
    this.#facts = facts;
    this.delayMs = delayMs;
  }

  get context(): MailContext {
    return this.#facts.context;
  }

  get path(): TransactionFacts['path'] {
    return this.#facts.path;
  }

  get parameters(): MailParameters {
    return this.#facts.parameters;
  }

  get recipientCount(): number {
    return this.#recipients.length;
  }

  /** Compared with case in the local-part: only the final host may say that two are one. RFC 5321 §2.4 */
  hasRecipient(address: Mailbox): boolean {
    return this.#keys.has(formatMailbox(address));
  }

  /** A recipient that was named before is answered again and not added again. */
  addRecipient(recipient: EnvelopeRecipient): void {
    const key = formatMailbox(recipient.address);
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    this.#recipients.push(recipient);
  }

  /** Who it is from and the accepted recipients, as logs name them. */
  get envelope(): ReportedEnvelope {
    return {
      helo: this.#facts.helo,
      sender: formatReversePath(this.path),
      recipients: this.#recipients.map(({ address }) => formatMailbox(address)),
    };
  }

  beginBody(): void {
    const { maxHeaderSize } = this.context.connector;
    this.#body = new ReceiveBody(this.#dependencies.store, {
      maxHeaderSize,
      maxMessageSize: messageSizeLimit(this.context),
    });
  }

  writeBody(octets: Buffer): Promise<void> | undefined {
    return this.#body?.write(octets);
  }

  /** Why what has arrived so far can no longer become a message. */
  refusedEarly(): Refusal | null {
    const failure = this.#body?.failure ?? null;
    return failure === null ? null : this.#failureRefusal(failure);
  }

  abort(): void {
    this.#body?.abort();
    this.#body = null;
  }

  /** Decides on the complete message and makes it durable. */
  async end(faults: BodyFaults, log: ReceiveLog): Promise<Outcome> {
    const result = this.#body?.finish() ?? { kind: 'storeFailed' as const, cause: 'no body was begun' };
    if (result.kind !== 'complete') return this.#failureRefusal(result);
    const { fields } = parseHeader(result.header);
    const refusal =
      decideResources(this.context, this.path) ??
      decideContent(this.#facts, { fields, header: result.header, faults });
    if (refusal !== null) {
      result.body.abort();
      return refusal;
    }
    if (faults.bareLf)
      log.note('Bare linefeeds in the message were made CRLF', 'BareLinefeedRejectionEnabled');
    const message = this.#compose(fields, result.sizeBytes, result.body.octets);
    return this.#store({ ...message, body: result.body }, fields);
  }

  #compose(
    fields: readonly HeaderField[],
    submittedBytes: number,
    bodyBytes: number,
  ): Omit<NewMessage, 'body'> {
    const { context, path, parameters, helo, authAs, authMechanism, senderFilter } = this.#facts;
    const { connector, snapshot, peer, sessionId, tls } = context;
    const { store, now, product, version, directory } = this.#dependencies;
    return acceptedMessage({
      connector,
      snapshot,
      peer,
      sessionId,
      helo,
      tls,
      path,
      parameters,
      recipients: this.#recipients,
      rights: headerRights(context),
      authAs,
      authMechanism,
      scl: senderFilter === 'bypassed' ? -1 : null,
      antispamReport: antispamReport(senderFilter, peer.remoteAddress),
      fields,
      submittedBytes,
      bodyBytes,
      id: store.nextId(),
      at: now(),
      product,
      version,
      directory,
    });
  }

  async #store(message: NewMessage, fields: readonly HeaderField[]): Promise<Outcome> {
    const { store, events, onAccepted } = this.#dependencies;
    try {
      await store.commit({ add: [message] });
    } catch (cause) {
      message.body.abort();
      return this.#failureRefusal({ kind: 'storeFailed', cause });
    }
    const { facts, state } = message;
    const { connector, snapshot } = this.context;
    const stored: StoredMessage = { facts, state };
    const { senderFilter } = this.#facts;
    const about = { serverFqdn: snapshot.server.fqdn, fields, senderFilter, delayMs: this.delayMs };
    for (const event of acceptEvents(stored, about)) events.track(event);
    onAccepted(stored);
    return {
      text: replies.queued(facts.messageId, facts.id, connectorFqdn(connector, snapshot)).lines[0] ?? '',
    };
  }

  #failureRefusal(failure: NonNullable<ReceiveBody['failure']>): Refusal {
    const { connector } = this.context;
    switch (failure.kind) {
      case 'headerTooLarge': {
        const reason = `the header has more than ${connector.maxHeaderSize} octets`;
        const limit = connectorLimit('MaxHeaderSize', connector.maxHeaderSize);
        return { reply: replies.headerTooLarge, reason, by: 'MaxHeaderSize', limit, close: true };
      }
      case 'tooLarge': {
        const reason = `the message has more than ${connector.maxMessageSize} octets`;
        const limit = connectorLimit('MaxMessageSize', connector.maxMessageSize);
        return { reply: replies.sizeExceeded, reason, by: 'MaxMessageSize', limit };
      }
      case 'storeFailed':
        return this.#storeRefusal(failure.cause);
    }
  }

  #storeRefusal(cause: unknown): Refusal {
    const reason = cause instanceof Error ? cause.message : String(cause);
    this.#dependencies.logger.error('A message could not be stored', {
      error: reason,
      session: this.context.sessionId,
    });
    if (cause instanceof StoreFull) return { reply: replies.insufficientResources, reason, by: 'QueueStore' };
    if (!(cause instanceof StoreUnavailable))
      this.#dependencies.logger.error('The queue store failed in an unknown way', { error: reason });
    return { reply: replies.storeUnavailable, reason, by: 'QueueStore' };
  }
}

function headerRights(context: MailContext): HeaderRights {
  const { keepRouting, keepOrganization, keepForest } = headerFirewall(context.access.rights);
  return { routing: keepRouting, organization: keepOrganization, forest: keepForest };
}

/** Value of the Antispam-Report stamp, '' for none. mail-flow.md §9.4, §9.5 */
function antispamReport(senderFilter: TransactionFacts['senderFilter'], clientIp: string): string {
  switch (senderFilter) {
    case 'bypassed':
      return 'MessageSecurityAntispamBypass';
    case 'skipped':
      return '';
    case 'passed':
      return `SenderFilter:Passed;OrigIP:${clientIp}`;
    case 'blocked':
      return `SenderFilter:Blocked;OrigIP:${clientIp}`;
  }
}
