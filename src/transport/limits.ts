import type { ReceiveConnector, Unlimited } from '../config/receive-connector.ts';

/** The connection limits of one Receive connector. Exchange: Set-ReceiveConnector -MaxInboundConnection… */
export type ConnectionLimits = Pick<
  ReceiveConnector,
  'maxInboundConnection' | 'maxInboundConnectionPerSource' | 'maxInboundConnectionPercentagePerSource'
>;

/** Which limit a new session would exceed, and the number it allowed. */
export type ConnectionExcess = Readonly<{
  by: 'MaxInboundConnection' | 'MaxInboundConnectionPerSource' | 'MaxInboundConnectionPercentagePerSource';
  allowed: number;
}>;

/** Would one more session exceed a limit? Checked in the order of receive-connectors.md §7.2.
 *  @param total sessions open on the connector now
 *  @param fromSource those of them that come from this address */
export function decideConnection(
  limits: ConnectionLimits,
  total: number,
  fromSource: number,
): ConnectionExcess | null {
  const most = limits.maxInboundConnection;
  if (most !== null && total >= most) return { by: 'MaxInboundConnection', allowed: most };
  const perSource = limits.maxInboundConnectionPerSource;
  if (perSource !== null && fromSource >= perSource)
    return { by: 'MaxInboundConnectionPerSource', allowed: perSource };
  if (most === null) return null;
  const share = allowedShare(most, total, limits.maxInboundConnectionPercentagePerSource);
  return fromSource + 1 > share ? { by: 'MaxInboundConnectionPercentagePerSource', allowed: share } : null;
}

/** A percentage of the connections still free, at least one. receive-connectors.md §7.2 */
function allowedShare(most: number, total: number, percentage: number): number {
  return Math.max(1, Math.floor((percentage * (most - total)) / 100));
}

type Count = { total: number; readonly sources: Map<string, number> };

/** Open sessions a connector and a source. Memory follows the sessions that are open. */
export class ConnectionCounters {
  readonly #counts = new Map<string, Count>();

  /** Counts one more session unless a limit forbids it. Each `null` must be answered by one `leave`. */
  enter(connector: string, source: string, limits: ConnectionLimits): ConnectionExcess | null {
    const count = this.#counts.get(connector) ?? { total: 0, sources: new Map<string, number>() };
    const fromSource = count.sources.get(source) ?? 0;
    const excess = decideConnection(limits, count.total, fromSource);
    if (excess !== null) return excess;
    count.total += 1;
    count.sources.set(source, fromSource + 1);
    this.#counts.set(connector, count);
    return null;
  }

  leave(connector: string, source: string): void {
    const count = this.#counts.get(connector);
    if (count === undefined) return;
    const remaining = (count.sources.get(source) ?? 1) - 1;
    if (remaining > 0) count.sources.set(source, remaining);
    else count.sources.delete(source);
    count.total -= 1;
    if (count.total <= 0) this.#counts.delete(connector);
  }

  /** Sessions open on a connector. */
  open(connector: string): number {
    return this.#counts.get(connector)?.total ?? 0;
  }
}

const WINDOW_MS = 60_000;

/** Keys under which a MAIL is counted. Exchange: Set-ReceiveConnector -MessageRateSource; receive-connectors.md O13.
 *  @param source peer address
 *  @param user who authenticated, else the MAIL FROM address */
export function rateKeys(
  connector: Pick<ReceiveConnector, 'guid' | 'messageRateSource'>,
  source: string,
  user: string,
): string[] {
  const byAddress = `${connector.guid} ip ${source}`;
  const byUser = `${connector.guid} user ${user.toLowerCase()}`;
  switch (connector.messageRateSource) {
    case 'None':
      return [];
    case 'IPAddress':
      return [byAddress];
    case 'User':
      return [byUser];
    case 'All':
      return [byAddress, byUser];
  }
}

/** Accepted MAIL FROM of the last 60 seconds a key: a sliding window, exact to the millisecond. */
export class RateWindow {
  readonly #instants = new Map<string, number[]>();
  #sweptAt = 0;

  /** Would one more exceed the limit under any of the keys? */
  isExceeded(keys: readonly string[], limit: Unlimited, now: number): boolean {
    return limit !== null && keys.some((key) => this.#recent(key, now).length >= limit);
  }

  /** Counts an accepted MAIL FROM. Nothing is kept while the limit is off. */
  record(keys: readonly string[], limit: Unlimited, now: number): void {
    if (limit === null) return;
    this.#sweep(now);
    for (const key of keys) {
      const instants = this.#instants.get(key);
      if (instants === undefined) this.#instants.set(key, [now]);
      else instants.push(now);
    }
  }

  /** Keys that are remembered, for tests and status. */
  get size(): number {
    return this.#instants.size;
  }

  #recent(key: string, now: number): readonly number[] {
    const instants = this.#instants.get(key);
    if (instants === undefined) return [];
    let expired = 0;
    while (expired < instants.length && (instants[expired] ?? 0) <= now - WINDOW_MS) expired += 1;
    if (expired > 0) instants.splice(0, expired);
    return instants;
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < WINDOW_MS) return;
    this.#sweptAt = now;
    for (const [key, instants] of this.#instants) {
      if ((instants.at(-1) ?? 0) <= now - WINDOW_MS) this.#instants.delete(key);
    }
  }
}
