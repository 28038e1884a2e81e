import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { MessageState } from '../queue/message.ts';
import { pendingIndexes, type Settlement } from '../queue/recipient-state.ts';
import type { Events, Logger } from './events.ts';
import type { LiveMessage } from './live-message.ts';
import type { QueueManager } from './queue-manager.ts';
import type { Settler } from './settle.ts';
import { recipientTexts, trackingEvent } from './track.ts';

export type PoisonPorts = Readonly<{
  getSnapshot: () => ConfigSnapshot;
  events: Events;
  logger: Logger;
  now: () => number;
  settler: Settler;
  manager: QueueManager;
}>;

/** A stage that failed on a message, not on the world around it. */
export type Crash = Readonly<{
  /** For the operator's log: `categorizer`, `delivery`. */
  stage: string;
  error: unknown;
  /** What happens to the message when it is not poison yet. */
  again: () => void;
}>;

/** Keeps a message that a stage cannot bear from stopping the others: after PoisonThreshold crashes, which survive a
 *  restart, it waits in the Poison queue for an administrator. mail-flow.md §4.1; Exchange: PoisonThreshold */
export class PoisonGuard {
  readonly #ports: PoisonPorts;

  constructor(ports: PoisonPorts) {
    this.#ports = ports;
  }

  /** Counts a crash, then tries again or sets the message aside. */
  crashed(message: LiveMessage, { stage, error, again }: Crash): void {
    const { logger, settler, manager } = this.#ports;
    logger.error('A stage failed on a message.', {
      stage,
      internalMessageId: message.id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    const change = (state: MessageState): Settlement => ({
      state: { ...state, crashes: state.crashes + 1 },
      reports: [],
      finished: false,
      durable: true,
      changed: true,
    });
    const stored = settler.settle(message, change, () => undefined);
    void (stored ?? Promise.resolve()).then(() => {
      if (!manager.messages.has(message.id)) return;
      if (this.isPoison(message))
        this.setAside(message, `The ${stage} failed repeatedly: ${reasonOf(error)}`);
      else again();
    });
  }

  isPoison({ state }: LiveMessage): boolean {
    const { poisonMessageDetectionEnabled, poisonThreshold } = this.#ports.getSnapshot().transportService;
    return poisonMessageDetectionEnabled && state.crashes >= poisonThreshold;
  }

  /** Out of every queue and into Poison, with what still waits. */
  setAside(message: LiveMessage, lastError: string): void {
    const { manager, events, now } = this.#ports;
    for (const entry of [...message.entries]) manager.leave(entry);
    const recipients = recipientTexts(message.state.recipients, pendingIndexes(message.state));
    events.track(
      trackingEvent(message.facts, now(), { eventId: 'POISONMESSAGE', source: 'QUEUE', recipients }),
    );
    manager.poison(message, lastError);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
