import type { SendConnector } from '../config/send-connector.ts';
import type { AttemptResult } from '../queue/recipient-state.ts';
import { limitText } from '../routing/message-limits.ts';
import type { ClientTransaction, TransactionOutcome } from '../smtp/client-types.ts';
import {
  connectionLost,
  contentFailure,
  failurePolicy,
  isRecipientLimit,
  resultsOf,
  sameResult,
} from './attempt-result.ts';
import type { ConnectivityWriter } from './connectivity-writer.ts';
import type { DeliverPorts } from './deliver-ports.ts';
import type { LiveQueue, QueueEntry } from './live-queue.ts';
import type { Endpoint } from './next-hops.ts';
import { filteredContent } from './outbound-content.ts';
import { isOrganizationField, withoutFields } from './outbound-header.ts';
import { outcomeEvents } from './outcome-tracking.ts';
import type { AttemptPlace } from './outcome-tracking.ts';
import { ContentCrash, guarded } from './message-error.ts';
import { takeWaiting } from './take-waiting.ts';
import type { SessionOwner, SmtpConnection } from './smtp-connection.ts';

/** A transaction of ours and what it was made from. */
type Transmission = Readonly<{
  entry: QueueEntry;
  indexes: readonly number[];
  transaction: ClientTransaction;
}>;

export type HopSessionHooks = Readonly<{
  /** Open and without work. */
  idle: (session: HopSession) => void;
  closed: (session: HopSession) => void;
}>;

/** An open session with a next hop, fed from its queue until the queue is empty, the connection was used often enough or
 *  the peer ends it. */
export class HopSession implements SessionOwner {
  readonly connector: SendConnector;
  /** Since when it has nothing to do; epoch ms. */
  idleSince = 0;
  readonly #session: SmtpConnection;
  readonly #connectivity: ConnectivityWriter;
  readonly #queue: LiveQueue;
  readonly #ports: DeliverPorts;
  readonly #hooks: HopSessionHooks;
  readonly #place: AttemptPlace;
  readonly #underWay: Transmission[] = [];
  #sent = 0;
  #answered = 0;
  /** Messages that the peer took for at least one recipient, and their octets. */
  readonly #taken = { messages: 0, bytes: 0 };
  #ending = false;
  /** The content of the last transmission went out. */
  #contentOf: ClientTransaction | null = null;

  constructor(
    given: Readonly<{
      session: SmtpConnection;
      endpoint: Endpoint;
      sessionId: string;
      connectivity: ConnectivityWriter;
    }>,
    queue: LiveQueue,
    context: Readonly<{ connector: SendConnector; ports: DeliverPorts; hooks: HopSessionHooks }>,
  ) {
    this.#session = given.session;
    this.#connectivity = given.connectivity;
    this.#queue = queue;
    this.connector = context.connector;
    this.#ports = context.ports;
    this.#hooks = context.hooks;
    this.#place = {
      connectorId: context.connector.name,
      serverIp: given.session.connection.remoteAddress,
      serverHostname: given.endpoint.host,
      sessionId: given.sessionId,
      eventId: 'SEND',
      source: 'SMTP',
    };
  }

  /** @param ending without a message: it only takes leave */
  start(ending: boolean): void {
    this.#ending = ending;
    this.#session.serve(this);
  }

  /** There is work again. */
  proceed(): void {
    this.#session.proceed();
  }

  /** Ends the session when what is under way is answered. */
  finish(): void {
    this.#ending = true;
    if (this.#session.isIdle) this.#session.quit();
  }

  destroy(reason: string): void {
    this.#session.destroy(reason);
  }

  next(prefetch: boolean): ClientTransaction | null {
    const limit = this.connector.smtpMaxMessagesPerConnection;
    const usedUp = limit > 0 && this.#sent >= limit;
    const transmission = this.#ending || usedUp ? null : this.#take();
    if (transmission !== null) {
      this.#sent += 1;
      this.#underWay.push(transmission);
      return transmission.transaction;
    }
    if (prefetch) return null;
    if (this.#ending || usedUp) this.#session.quit();
    else this.#hooks.idle(this);
    return null;
  }

  #take(): Transmission | null {
    if (this.#queue.nextRetryAt !== null) return null;
    const taken = takeWaiting(this.#queue, this.#ports.manager);
    if (taken === null) return null;
    const { entry, indexes, recipients } = taken;
    const { facts } = entry.message;
    const { reversePath, parameters, sizeBytes } = facts;
    return { entry, indexes, transaction: { reversePath, parameters, recipients, sizeBytes } };
  }

  content(transaction: ClientTransaction): AsyncIterable<Buffer> {
    this.#contentOf = transaction;
    const { facts } = this.#of(transaction).entry.message;
    return guarded(filteredContent(this.#ports.store.read(facts.id), facts.headerBytes, isOrganizationField));
  }

  async contentOctets(transaction: ClientTransaction): Promise<number> {
    const { facts } = this.#of(transaction).entry.message;
    const header = await this.#ports.store.read(facts.id).header();
    let kept = 0;
    for (const slice of withoutFields(header, isOrganizationField)) kept += slice.length;
    return facts.sizeBytes - header.length + kept;
  }

  contentFailed(transaction: ClientTransaction, error: unknown): void {
    const position = this.#underWay.findIndex((one) => one.transaction === transaction);
    const [transmission] = position < 0 ? [] : this.#underWay.splice(position, 1);
    if (transmission === undefined) return;
    const { entry, indexes } = transmission;
    if (error instanceof ContentCrash) return this.#suspect(transmission, error);
    const reason = error instanceof Error ? error.message : String(error);
    this.#ports.logger.error('A message cannot be read.', {
      internalMessageId: entry.message.id,
      reason,
    });
    const result = contentFailure(error) ?? connectionLost(reason, this.#place.serverHostname);
    this.#settle(entry, sameResult(indexes, result), false);
  }

  /** Work on what is under way threw: those messages are suspect, the others go on over another connection. */
  crashed(error: unknown): void {
    for (const transmission of this.#underWay.splice(0)) this.#suspect(transmission, error);
  }

  #suspect({ entry, indexes }: Transmission, error: unknown): void {
    const diagnostic = `451 4.3.0 The delivery failed: ${error instanceof Error ? error.message : String(error)}`;
    const result = { kind: 'transient', status: '4.3.0', diagnostic, remoteMta: '' } as const;
    const again = (): void => this.#settle(entry, sameResult(indexes, result), false);
    this.#ports.poison.crashed(entry.message, { stage: 'delivery', error, again });
  }

  #of(transaction: ClientTransaction): Transmission {
    const found = this.#underWay.find((one) => one.transaction === transaction);
    if (found === undefined) throw new RangeError('The transaction is not under way.');
    return found;
  }

  outcome(outcome: TransactionOutcome): void {
    const transmission = this.#of(outcome.transaction);
    this.#underWay.splice(this.#underWay.indexOf(transmission), 1);
    const { entry, indexes } = transmission;
    const sessionEnds = outcome.replies.find(({ code }) => code === 421);
    // Quirk: many hosts end a connection with 421 after some messages; that says nothing about the next connection.
    if (sessionEnds !== undefined && this.#answered > 0 && this.#contentOf !== outcome.transaction) {
      this.#ports.manager.release(entry);
      return;
    }
    this.#answered += 1;
    if (sessionEnds === undefined && !outcome.local && this.#queue.failures > 0)
      this.#ports.manager.queueWorks(this.#queue);
    const { serverHostname: remoteMta, serverIp: remoteIp } = this.#place;
    const given = { remoteMta, remoteIp, policy: failurePolicy(this.connector) };
    const results = resultsOf(outcome, indexes, given);
    this.#settle(entry, results, isRecipientLimit(outcome), outcome.sizeExceeded);
    if (sessionEnds !== undefined) this.#deferQueue(results[0]?.result.diagnostic ?? '');
  }

  #settle(
    entry: QueueEntry,
    results: ReturnType<typeof resultsOf>,
    soon: boolean,
    sizeExceeded: number | null = null,
  ): void {
    const { events, manager, now } = this.#ports;
    if (results.some(({ result }) => result.kind === 'relayed' || result.kind === 'transferred')) {
      this.#taken.messages += 1;
      this.#taken.bytes += entry.message.facts.sizeBytes;
    }
    const hop = { place: this.#place, at: now() };
    const given = sizeExceeded === null ? hop : { ...hop, limit: nextHopLimit(sizeExceeded) };
    for (const event of outcomeEvents(entry.message, results, given)) events.track(event);
    void manager.complete(entry, results, soon);
  }

  #deferQueue(reason: string): void {
    const time = new Date(this.#ports.now()).toISOString();
    const { serverHostname, serverIp } = this.#place;
    const lastError = `[{LRT=${time}};{LED=${reason}};{FQDN=${serverHostname}};{IP=${serverIp}}]`;
    this.#ports.manager.deferQueue(this.#queue, lastError);
  }

  /** What was under way when the connection ended: a transmission whose content had gone waits, for the peer may have
   *  taken it (RFC 1047); one that had only begun on a connection that worked before goes again at once. */
  closed(reason: string): void {
    const lost = this.#underWay.splice(0);
    for (const { entry, indexes, transaction } of lost) {
      const result: AttemptResult = connectionLost(reason, this.#place.serverHostname);
      if (this.#answered > 0 && this.#contentOf !== transaction) {
        this.#ports.manager.release(entry);
        continue;
      }
      this.#settle(entry, sameResult(indexes, result), false);
      this.#deferQueue(result.diagnostic);
    }
    this.#connectivity.ended(this.#taken, reason);
    this.#hooks.closed(this);
  }
}

/** What the next hop announced, as the limits of others are written. */
function nextHopLimit(allowed: number): string {
  return limitText({ hop: 'NextHop', limit: 'SIZE', allowed });
}
