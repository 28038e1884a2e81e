import type { SendConnector } from '../config/send-connector.ts';
import { sameResult } from './attempt-result.ts';
import { connectNextHop } from './connect-next-hop.ts';
import { ConnectivityWriter } from './connectivity-writer.ts';
import type { DeliverPorts } from './deliver-ports.ts';
import { HopSession } from './hop-session.ts';
import { HostHealth } from './host-health.ts';
import type { LiveQueue } from './live-queue.ts';
import { outcomeEvents } from './outcome-tracking.ts';
import { newSessionId } from './open-session.ts';
import { permanentFailure } from './own-refusals.ts';
import type { OwnRefusal } from './own-refusals.ts';
import { redirectConnector } from './redirect.ts';
import { SlotPool } from './slot-pool.ts';
import { takeWaiting } from './take-waiting.ts';

/** How long an open session waits for more work before it is ended. A connection costs the peer too, so this stays far
 *  below the connector's inactivity timeout. */
const IDLE_MS = 5000;
/** More sessions are opened while this many messages wait for each one that is being opened. */
const BACKLOG_A_SESSION = 4;

/** A session that is being opened; `outdated` once the settings that it is opened under are not in force any more. */
type Attempt = { readonly connector: SendConnector; outdated: boolean };

/** The sessions of one queue. */
type Hop = {
  readonly queue: LiveQueue;
  readonly attempts: Set<Attempt>;
  readonly sessions: Set<HopSession>;
  readonly idle: HopSession[];
};

/** Delivers by SMTP. Each queue has sessions of its own, one at first, more while its backlog asks for them and its
 *  next hop answers; so a hop that is slow or down holds up nobody else. */
export class SmtpDeliverer {
  readonly #ports: DeliverPorts;
  readonly #hops: Map<LiveQueue, Hop> = new Map();
  readonly #slots: SlotPool;
  readonly #health = new HostHealth();
  readonly #stop = new AbortController();
  #stopping = false;

  constructor(ports: DeliverPorts) {
    this.#ports = ports;
    this.#slots = new SlotPool(() => ports.getSnapshot().transportService.maxOutboundConnections);
  }

  get sessions(): number {
    return this.#slots.used;
  }

  /** Something in the queue may be sent. */
  wake(queue: LiveQueue): void {
    if (this.#stopping || queue.suspended || queue.nextRetryAt !== null) return;
    if (queue.readyCount === 0) return;
    const hop = this.#hop(queue);
    while (hop.idle.length > 0 && queue.readyCount > 0) hop.idle.pop()?.proceed();
    while (this.#wantsMore(hop)) {
      if (!this.#slots.take(queue.works)) {
        this.#slots.wait(queue);
        if (this.#slots.isShort) this.#endOneIdle();
        return;
      }
      void this.#open(hop);
    }
  }

  /** Ends sessions that have been idle too long, and looks for queues that waited for a connection. */
  tick(): void {
    const now = this.#ports.now();
    for (const hop of this.#hops.values()) {
      while (hop.idle[0] !== undefined && now - hop.idle[0].idleSince >= IDLE_MS) hop.idle.shift()?.finish();
      this.#forgetUnused(hop);
    }
    this.#serveWaiting();
  }

  /** Sessions that stand, or are being opened, under settings that changed are not used for another message. */
  settingsChanged(isCurrent: (connector: SendConnector) => boolean): void {
    for (const hop of this.#hops.values()) {
      for (const session of hop.sessions) if (!isCurrent(session.connector)) session.finish();
      for (const attempt of hop.attempts) if (!isCurrent(attempt.connector)) attempt.outdated = true;
    }
  }

  /** Lets what is under way end, then breaks off. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    for (const hop of this.#hops.values()) for (const session of hop.sessions) session.finish();
    this.#stop.abort('The server is stopping');
    await this.#slots.allFree(graceMs);
    for (const hop of this.#hops.values()) {
      for (const session of [...hop.sessions]) session.destroy('The server is stopping');
    }
  }

  #hop(queue: LiveQueue): Hop {
    const known = this.#hops.get(queue);
    if (known !== undefined) return known;
    const hop: Hop = { queue, attempts: new Set(), sessions: new Set(), idle: [] };
    this.#hops.set(queue, hop);
    return hop;
  }

  /** A hop that has not answered yet gets one connection; then their number may double with each round. */
  #wantsMore({ queue }: Hop): boolean {
    const { connecting, open, readyCount } = queue;
    if (readyCount === 0 || queue.nextRetryAt !== null) return false;
    if (connecting + open === 0) return true;
    if (connecting >= open) return false;
    const limit = this.#ports.getSnapshot().transportService.maxPerDomainOutboundConnections;
    if (limit !== null && connecting + open >= limit) return false;
    return readyCount > BACKLOG_A_SESSION * connecting + Math.min(open, BACKLOG_A_SESSION);
  }

  async #open(hop: Hop): Promise<void> {
    const { queue } = hop;
    const connector = this.#connectorOf(queue);
    if (connector === null) {
      this.#slots.free();
      this.#ports.manager.resubmit(queue, 'ROUTING');
      return;
    }
    queue.connecting += 1;
    queue.turn += 1;
    const connectivity = new ConnectivityWriter(this.#ports, {
      connectorId: connector.name,
      sessionId: newSessionId(this.#ports.random),
      key: queue.key,
    });
    connectivity.begun(queue.key, queue.entries.size);
    const request = { key: queue.key, connector, turn: queue.turn - 1, health: this.#health, connectivity };
    const attempt = { connector, outdated: false };
    hop.attempts.add(attempt);
    const opened = await connectNextHop(request, this.#ports, this.#stop.signal).catch((error: unknown) => ({
      kind: 'failed' as const,
      lastError: error instanceof Error ? error.message : String(error),
    }));
    queue.connecting -= 1;
    hop.attempts.delete(attempt);
    if (opened.kind === 'ready') this.#begin(hop, attempt, { ...opened, connectivity });
    else {
      connectivity.ended({ messages: 0, bytes: 0 }, opened.kind === 'refused' ? 'refused' : 'no connection');
      this.#closed(hop);
      if (opened.kind === 'refused') this.#refuseAll(queue, opened.refusal);
      else if (!this.#stopping) this.#defer(queue, opened.lastError);
    }
  }

  #begin(hop: Hop, attempt: Attempt, opened: ConstructorParameters<typeof HopSession>[0]): void {
    const { queue } = hop;
    const { connector, outdated } = attempt;
    queue.open += 1;
    queue.works = true;
    const session = new HopSession(opened, queue, {
      connector,
      ports: this.#ports,
      hooks: { idle: (one) => this.#onIdle(hop, one), closed: (one) => this.#onClosed(hop, one) },
    });
    hop.sessions.add(session);
    session.start(this.#stopping || outdated);
    if (!this.#stopping) this.wake(queue);
  }

  #onIdle(hop: Hop, session: HopSession): void {
    session.idleSince = this.#ports.now();
    if (!hop.idle.includes(session)) hop.idle.push(session);
    if (this.#slots.isShort) this.#endOneIdle();
  }

  #onClosed(hop: Hop, session: HopSession): void {
    if (!hop.sessions.delete(session)) return;
    const position = hop.idle.indexOf(session);
    if (position >= 0) hop.idle.splice(position, 1);
    hop.queue.open -= 1;
    this.#closed(hop);
    this.wake(hop.queue);
  }

  #closed(hop: Hop): void {
    this.#slots.free();
    this.#forgetUnused(hop);
    this.#serveWaiting();
  }

  /** A next hop without connections and without messages is nobody any more. */
  #forgetUnused({ queue }: Hop): void {
    if (queue.connecting + queue.open === 0 && queue.entries.size === 0) this.#hops.delete(queue);
  }

  #serveWaiting(): void {
    this.#slots.serveWaiting((queue) => this.wake(queue));
  }

  /** A connection that idles may not keep another queue waiting. Where only those without a good record wait, and have
   *  their share, it may: that would help none of them for long and cost the others their connections. */
  #endOneIdle(): void {
    for (const hop of this.#hops.values()) {
      const session = hop.idle.shift();
      if (session === undefined) continue;
      session.finish();
      return;
    }
  }

  #defer(queue: LiveQueue, lastError: string): void {
    const { manager, events, now } = this.#ports;
    const first = queue.nextRetryAt === null ? queue.peek() : null;
    manager.deferQueue(queue, lastError);
    if (first === null) return;
    const result = { kind: 'transient', status: '4.4.1', diagnostic: lastError, remoteMta: '' } as const;
    const place = this.#placeOf(queue);
    const results = sameResult(first.indexes, result);
    for (const event of outcomeEvents(first.message, results, { place, at: now() })) events.track(event);
  }

  #refuseAll(queue: LiveQueue, refusal: OwnRefusal): void {
    const { manager, events, now } = this.#ports;
    const place = { ...this.#placeOf(queue), source: refusal.source };
    for (let taken = takeWaiting(queue, manager); taken !== null; taken = takeWaiting(queue, manager)) {
      const results = sameResult(taken.indexes, permanentFailure(refusal));
      for (const event of outcomeEvents(taken.entry.message, results, { place, at: now() }))
        events.track(event);
      void manager.complete(taken.entry, results);
    }
  }

  #placeOf(queue: LiveQueue): Parameters<typeof outcomeEvents>[2]['place'] {
    const connectorId = this.#connectorOf(queue)?.name ?? '';
    return { connectorId, serverIp: '', serverHostname: '', sessionId: '', eventId: 'SEND', source: 'SMTP' };
  }

  #connectorOf(queue: LiveQueue): SendConnector | null {
    const { sendConnectors } = this.#ports.getSnapshot();
    const own = sendConnectors.find(({ guid }) => guid === queue.key.nextHopConnector);
    return own ?? redirectConnector(queue.key);
  }
}
