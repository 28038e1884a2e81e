import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Directory } from '../directory/directory.ts';
import type { MessageState } from '../queue/message.ts';
import { pendingIndexes, reportedRecipient, settleResults, wantsReport } from '../queue/recipient-state.ts';
import type { ReportedRecipient, Settlement } from '../queue/recipient-state.ts';
import { categorize, queueKeyText } from './categorize.ts';
import type { CategorizePlan } from './categorize.ts';
import type { Events, Logger } from './events.ts';
import { LoadEvents } from './load-events.ts';
import type { LiveMessage } from './live-message.ts';
import { permanentFailure } from './own-refusals.ts';
import type { PoisonGuard } from './poison.ts';
import type { QueueManager, Resubmitted } from './queue-manager.ts';
import type { Settler } from './settle.ts';
import { recipientTexts, trackingEvent } from './track.ts';

export type SubmissionPorts = Readonly<{
  getSnapshot: () => ConfigSnapshot;
  directory: Directory;
  events: Events;
  logger: Logger;
  now: () => number;
  settler: Settler;
  manager: QueueManager;
  poison: PoisonGuard;
}>;

/** Messages that are looked at in one turn of the event loop. */
const SLICE = 500;

/** `indexes` null: all recipients that are pending. `loaded`: it was found in the store at the start. */
type Arrival = Readonly<{
  message: LiveMessage;
  indexes: readonly number[] | null;
  loaded: boolean;
  resubmitted: Resubmitted | null;
}>;

/** The Submission queue and the categorizer behind it. Messages that arrive in one turn of the event loop are looked at
 *  together in the next one, after their sessions were answered. */
export class Submission {
  readonly #ports: SubmissionPorts;
  readonly #loads: LoadEvents;
  #arrived: Arrival[] = [];
  #next = 0;
  #scheduled = false;
  #loading = 0;

  constructor(ports: SubmissionPorts) {
    this.#ports = ports;
    this.#loads = new LoadEvents(ports);
  }

  /** Accepted and not yet looked at. */
  get arriving(): number {
    return this.#arrived.length - this.#next;
  }

  /** Those of `arriving` that were there at the start. */
  get loading(): number {
    return this.#loading;
  }

  submit(message: LiveMessage, indexes: readonly number[] | null, resubmitted: Resubmitted | null): void {
    this.#arrive({ message, indexes, loaded: false, resubmitted });
  }

  /** A message that was in the store when the server started. */
  load(message: LiveMessage): void {
    this.#loading += 1;
    this.#arrive({ message, indexes: null, loaded: true, resubmitted: null });
  }

  /** Called once a second. */
  tick(): void {
    this.#loads.tick();
  }

  #arrive(arrival: Arrival): void {
    this.#arrived.push(arrival);
    this.#ports.manager.table.submission.incoming.count(this.#ports.now());
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#drain());
  }

  /** Looks at what has arrived, a slice a turn: a start with a full store must not keep the event loop. */
  #drain(): void {
    const { manager } = this.#ports;
    const end = Math.min(this.#next + SLICE, this.#arrived.length);
    const slice = this.#arrived.slice(this.#next, end);
    this.#next = end;
    if (end === this.#arrived.length) {
      this.#arrived = [];
      this.#next = 0;
      this.#scheduled = false;
    } else setImmediate(() => this.#drain());
    for (const { message, indexes: given, loaded, resubmitted } of slice) {
      if (loaded) this.#loading -= 1;
      // Ended meanwhile: expired or removed.
      if (!manager.messages.has(message.id)) continue;
      message.hold();
      const indexes = given ?? pendingIndexes(message.state);
      if (loaded) this.#loads.loaded(message);
      this.#look(message, indexes, resubmitted);
    }
  }

  #look(message: LiveMessage, indexes: readonly number[], resubmitted: Resubmitted | null): void {
    const { manager, poison } = this.#ports;
    try {
      if (manager.table.submission.suspended || message.state.suspended)
        manager.holdSubmission(message, indexes);
      else if (poison.isPoison(message)) poison.setAside(message, 'Processing failed repeatedly');
      else this.#process(message, indexes, resubmitted);
    } catch (error) {
      this.#crashed(message, indexes, error);
    }
  }

  #process(message: LiveMessage, indexes: readonly number[], resubmitted: Resubmitted | null): void {
    const { settler, getSnapshot, directory, now } = this.#ports;
    let outcome: CategorizePlan | CategorizerError | null = null;
    const change = (state: MessageState): Settlement => {
      const plan = attempt(() =>
        categorize({ facts: message.facts, state, indexes }, getSnapshot(), directory),
      );
      outcome = plan;
      return plan instanceof CategorizerError ? unchanged(state) : settlementOf(state, plan, now());
    };
    const stored = settler.settle(message, change, () => this.#report(message, outcome));
    const place = (): void => {
      this.#place(message, outcome, indexes);
      if (resubmitted !== null) this.#resubmitted(message, outcome, resubmitted);
    };
    if (stored === null) place();
    // Recipients that changed are sent to only once the change is on stable storage: a crash must not expand twice.
    else void stored.then(place);
  }

  /** Who stays in Unreachable after a change of the configuration was not moved, and a change is looked at by everybody who
   *  waits there. */
  #resubmitted(
    message: LiveMessage,
    plan: CategorizePlan | CategorizerError | null,
    { source, queue }: Resubmitted,
  ): void {
    if (plan === null || plan instanceof CategorizerError) return;
    const { events, now } = this.#ports;
    const from = queueKeyText(queue.key);
    for (const { key, indexes } of plan.destinations) {
      if (source === 'ROUTING' && queueKeyText(key) === from) continue;
      const recipients = recipientTexts(plan.state.recipients, indexes);
      const sourceContext = `${queue.name};${key.nextHopDomain}`;
      const detail = { eventId: 'RESUBMIT', source, recipients, sourceContext } as const;
      events.track(trackingEvent(message.facts, now(), detail));
    }
  }

  #crashed(message: LiveMessage, indexes: readonly number[], error: unknown): void {
    const again = (): void => this.submit(message, indexes, null);
    this.#ports.poison.crashed(message, { stage: 'categorizer', error, again });
  }

  #place(
    message: LiveMessage,
    plan: CategorizePlan | CategorizerError | null,
    indexes: readonly number[],
  ): void {
    const { manager, now, events } = this.#ports;
    if (plan instanceof CategorizerError) this.#crashed(message, indexes, plan.cause);
    else if (plan !== null) {
      manager.table.submission.outgoing.count(now());
      const { networkMessageId } = message.facts;
      events.observe?.({ kind: 'categorized', networkMessageId, at: now() });
      manager.place(message, plan.destinations);
    }
  }

  #report(message: LiveMessage, plan: CategorizePlan | CategorizerError | null): void {
    if (plan === null || plan instanceof CategorizerError) return;
    const { events, now } = this.#ports;
    const { recipients } = plan.state;
    for (const { eventId, from, to } of plan.traces) {
      const detail = { eventId, source: 'RESOLVER', recipients: to, relatedRecipientAddress: from } as const;
      events.track(trackingEvent(message.facts, now(), detail));
    }
    for (const { index, refusal } of plan.failures) {
      events.track(
        trackingEvent(message.facts, now(), {
          eventId: 'FAIL',
          source: refusal.source,
          recipients: recipientTexts(recipients, [index]),
          recipientStatus: [refusal.diagnostic],
          sourceContext: refusal.limit ?? '',
        }),
      );
    }
  }
}

/** The categorizer threw: that is about this message, and no reason to stop. */
class CategorizerError extends Error {}

function attempt(work: () => CategorizePlan): CategorizePlan | CategorizerError {
  try {
    return work();
  } catch (cause) {
    return new CategorizerError('The categorizer failed', { cause });
  }
}

function unchanged(state: MessageState): Settlement {
  return { state, reports: [], finished: false, durable: false, changed: false };
}

function settlementOf(before: MessageState, plan: CategorizePlan, at: number): Settlement {
  if (!plan.changed && plan.failures.length === 0) {
    return { state: before, reports: [], finished: false, durable: false, changed: false };
  }
  const results = plan.failures.map(({ index, refusal }) => ({ index, result: permanentFailure(refusal) }));
  const settlement = settleResults(plan.state, results, at);
  return { ...settlement, reports: [...settlement.reports, ...expansionReports(plan)], durable: true };
}

/** RFC 3461 §5.2.7.3: a group whose sender asked for SUCCESS reports its expansion. */
function expansionReports(plan: CategorizePlan): readonly ReportedRecipient[] {
  const done = { status: '2.0.0', diagnostic: '', remoteMta: '' };
  return plan.expanded.flatMap((index) => {
    const recipient = plan.state.recipients[index];
    if (recipient === undefined || !wantsReport(recipient.parameters.notify, 'expanded')) return [];
    return [reportedRecipient(recipient, 'expanded', done)];
  });
}
