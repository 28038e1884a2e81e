import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Directory } from '../directory/directory.ts';
import { doorOf } from '../queue/door.ts';
import type { MessageFacts, MessageState, NextHopKey, QueuedRecipient } from '../queue/message.ts';
import { messageSizeLimit } from '../routing/message-limits.ts';
import { NO_MATCHING_CONNECTOR, route } from '../routing/route.ts';
import { limitRefusal } from './own-refusals.ts';
import type { OwnRefusal } from './own-refusals.ts';
import { resolveRecipients } from './resolve-recipients.ts';
import type { Disposition, ResolutionTrace } from './resolve-recipients.ts';
import { countLimit, countedSize, measure } from './submission-limits.ts';

/** Recipients that share a queue. */
export type Destination = Readonly<{ key: NextHopKey; indexes: readonly number[]; lastError: string }>;

/** What the categorizer makes of a message: where its recipients go, and what changed on the way. */
export type CategorizePlan = Readonly<{
  state: MessageState;
  /** The list of recipients differs from before and has to be stored before anything is sent. */
  changed: boolean;
  destinations: readonly Destination[];
  failures: readonly Readonly<{ index: number; refusal: OwnRefusal }>[];
  /** Positions of groups that became their members. */
  expanded: readonly number[];
  traces: readonly ResolutionTrace[];
}>;

/** In the key of a queue that belongs to no Send connector. */
export const NO_CONNECTOR = '00000000-0000-0000-0000-000000000000';

export const UNREACHABLE_KEY: NextHopKey = {
  deliveryType: 'Unreachable',
  nextHopDomain: 'Unreachable Domain',
  nextHopConnector: NO_CONNECTOR,
};

export const SUBMISSION_KEY: NextHopKey = {
  deliveryType: 'Undefined',
  nextHopDomain: 'Submission',
  nextHopConnector: NO_CONNECTOR,
};

export const POISON_KEY: NextHopKey = {
  deliveryType: 'Undefined',
  nextHopDomain: 'Poison Message',
  nextHopConnector: NO_CONNECTOR,
};

const MAILBOX_KEY: NextHopKey = {
  deliveryType: 'LocalMailboxDelivery',
  nextHopDomain: 'Local Mailboxes',
  nextHopConnector: NO_CONNECTOR,
};

/** Resolves some recipients of a message and chooses the next hop of each. Pure but for directory look-ups.
 *  mail-flow.md §1.2 stages 3 and 4 */
export function categorize(
  message: Readonly<{ facts: MessageFacts; state: MessageState; indexes: readonly number[] }>,
  snapshot: ConfigSnapshot,
  directory: Directory,
): CategorizePlan {
  const { facts, state, indexes } = message;
  const { transportConfig } = snapshot;
  const measured = measure(facts, directory);
  const tooMany = countLimit(transportConfig, state.recipients, measured.senderLimits);
  if (tooMany !== null) return refuseAll(message, limitRefusal(tooMany));
  const resolution = resolveRecipients(state.recipients, {
    acceptedDomains: snapshot.acceptedDomains,
    directory,
    authenticated: facts.authAs === 'Internal' || doorOf(facts.sourceName).skipsAuthentication,
    indexes,
    sizeLimit: (found) => messageSizeLimit(transportConfig, measured, found),
  });
  const routed = routeAll(resolution.dispositions, resolution.recipients, { facts, snapshot });
  return {
    state: resolution.changed ? { ...state, recipients: resolution.recipients } : state,
    changed: resolution.changed,
    destinations: routed.destinations,
    failures: [...resolution.failures, ...routed.failures],
    expanded: resolution.expanded,
    traces: resolution.traces,
  };
}

function refuseAll(
  { state, indexes }: Readonly<{ state: MessageState; indexes: readonly number[] }>,
  refusal: OwnRefusal,
): CategorizePlan {
  const failures = indexes.map((index) => ({ index, refusal }));
  return { state, changed: false, destinations: [], failures, expanded: [], traces: [] };
}

type RoutingResult = Readonly<{
  destinations: readonly Destination[];
  failures: readonly Readonly<{ index: number; refusal: OwnRefusal }>[];
}>;

const NO_FAILURES: readonly Readonly<{ index: number; refusal: OwnRefusal }>[] = [];

function routeAll(
  dispositions: readonly Disposition[],
  recipients: readonly QueuedRecipient[],
  given: Readonly<{ facts: MessageFacts; snapshot: ConfigSnapshot }>,
): RoutingResult {
  const first = dispositions[0];
  if (first !== undefined && dispositions.length === 1) {
    const outcome = routeOne(first, recipients, given);
    if ('refusal' in outcome)
      return { destinations: [], failures: [{ index: first.index, refusal: outcome.refusal }] };
    return { destinations: [{ ...outcome, indexes: [first.index] }], failures: NO_FAILURES };
  }
  return groupRoutes(dispositions, recipients, given);
}

function groupRoutes(
  dispositions: readonly Disposition[],
  recipients: readonly QueuedRecipient[],
  given: Readonly<{ facts: MessageFacts; snapshot: ConfigSnapshot }>,
): RoutingResult {
  const groups = new Map<string, { key: NextHopKey; indexes: number[]; lastError: string }>();
  const failures: { index: number; refusal: OwnRefusal }[] = [];
  for (const disposition of dispositions) {
    const { index } = disposition;
    const outcome = routeOne(disposition, recipients, given);
    if ('refusal' in outcome) {
      failures.push({ index, refusal: outcome.refusal });
      continue;
    }
    const name = queueKeyText(outcome.key);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { ...outcome, indexes: [index] });
    else group.indexes.push(index);
  }
  return { destinations: [...groups.values()], failures };
}

type RouteOutcome = Readonly<{ key: NextHopKey; lastError: string }> | Readonly<{ refusal: OwnRefusal }>;

function routeOne(
  { index, kind }: Disposition,
  recipients: readonly QueuedRecipient[],
  { facts, snapshot }: Readonly<{ facts: MessageFacts; snapshot: ConfigSnapshot }>,
): RouteOutcome {
  if (kind === 'mailbox') return { key: MAILBOX_KEY, lastError: '' };
  const domain = recipients[index]?.address.domain ?? '';
  const found = route(snapshot.sendConnectors, domain, countedSize(facts) ?? 0);
  switch (found.kind) {
    case 'nextHop':
      return { key: found.nextHop, lastError: '' };
    case 'unreachable':
      return { key: UNREACHABLE_KEY, lastError: NO_MATCHING_CONNECTOR };
    case 'tooLarge': {
      const hit = { hop: 'SendConnector', limit: 'MaxMessageSize', allowed: found.limitBytes } as const;
      return { refusal: limitRefusal(hit) };
    }
  }
}

/** The key as one text, for maps. */
export function queueKeyText(key: NextHopKey): string {
  return `${key.deliveryType} ${key.nextHopConnector} ${key.nextHopDomain}`;
}
