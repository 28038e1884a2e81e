import { dropFolderOf } from '../config/foreign-connector.ts';
import type { SendConnector } from '../config/send-connector.ts';
import type { QueuedRecipient } from '../queue/message.ts';
import type { AttemptResult, IndexedResult } from '../queue/recipient-state.ts';
import { contentFailure, sameResult } from './attempt-result.ts';
import type { DeliverPorts } from './deliver-ports.ts';
import type { LiveQueue } from './live-queue.ts';
import { filteredContent } from './outbound-content.ts';
import { isNotForMailbox, isOrganizationField } from './outbound-header.ts';
import { outcomeEvents } from './outcome-tracking.ts';
import type { AttemptPlace } from './outcome-tracking.ts';
import { RECIPIENT_NOT_FOUND, permanentFailure } from './own-refusals.ts';
import { ContentCrash, guarded } from './message-error.ts';
import { takeWaiting } from './take-waiting.ts';
import type { TakenEntry } from './take-waiting.ts';

/** Files of one queue that are written at the same time: syncs to the disk overlap. */
const WRITERS = 4;

/** Delivers into drop folders and local mailboxes. A folder that cannot be written puts its queue in Retry, as a next hop
 *  that cannot be reached would. */
export class FileDeliverer {
  readonly #ports: DeliverPorts;
  #stopping = false;
  #writing = 0;
  #onIdle: (() => void) | null = null;

  constructor(ports: DeliverPorts) {
    this.#ports = ports;
  }

  wake(queue: LiveQueue): void {
    while (this.#mayWrite(queue) && queue.open < WRITERS && queue.readyCount > 0) {
      queue.open += 1;
      this.#writing += 1;
      void this.#work(queue);
    }
  }

  /** Lets the files under way be finished. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    if (this.#writing === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #mayWrite(queue: LiveQueue): boolean {
    return !this.#stopping && !queue.suspended && queue.nextRetryAt === null;
  }

  async #work(queue: LiveQueue): Promise<void> {
    while (this.#mayWrite(queue)) {
      const taken = takeWaiting(queue, this.#ports.manager);
      if (taken === null) break;
      try {
        await this.#deliver(queue, taken);
      } catch (error) {
        this.#crashed(queue, taken, error);
      }
    }
    queue.open -= 1;
    this.#writing -= 1;
    if (this.#writing === 0) this.#onIdle?.();
  }

  /** The message could not be read, or something threw over it: the queue goes on without it. */
  #crashed(queue: LiveQueue, { entry, indexes }: TakenEntry, error: unknown): void {
    const { manager, poison } = this.#ports;
    const diagnostic = `451 4.3.0 The delivery failed: ${error instanceof Error ? error.message : String(error)}`;
    const results = sameResult(indexes, { kind: 'transient', status: '4.3.0', diagnostic, remoteMta: '' });
    const again = (): void => void manager.complete(entry, results);
    poison.crashed(entry.message, { stage: `delivery to ${queue.name}`, error, again });
  }

  async #deliver(queue: LiveQueue, taken: TakenEntry): Promise<void> {
    const { manager, events, now } = this.#ports;
    const isMailbox = queue.key.deliveryType === 'LocalMailboxDelivery';
    const connector = isMailbox ? null : this.#connectorOf(queue);
    if (!isMailbox && connector === null) {
      manager.release(taken.entry);
      manager.resubmit(queue, 'ROUTING');
      return;
    }
    const attempt =
      connector === null ? await this.#toMailboxes(taken) : await this.#toFolder(connector, taken);
    const place = placeOf(connector);
    for (const event of outcomeEvents(taken.entry.message, attempt.results, { place, at: now() }))
      events.track(event);
    if (attempt.error === null) {
      if (queue.failures > 0) manager.queueWorks(queue);
    } else manager.deferQueue(queue, attempt.error);
    // Where the place cannot be written the queue waits, and its messages do not wait once more by themselves.
    void manager.complete(taken.entry, attempt.results, attempt.error !== null);
  }

  async #toFolder(connector: SendConnector, taken: TakenEntry): Promise<FileAttempt> {
    const { dropFolder, getSnapshot, store } = this.#ports;
    const { facts } = taken.entry.message;
    const { foreign } = connector;
    const directory = dropFolderOf(connector, getSnapshot().transportService) ?? '';
    try {
      const content = guarded(filteredContent(store.read(facts.id), facts.headerBytes, isOrganizationField));
      await dropFolder.drop(
        directory,
        { facts, recipients: taken.recipients, content },
        foreign && { quotaBytes: foreign.dropDirectoryQuotaBytes },
      );
      const isQuiet = foreign?.relayDsnRequired === false;
      return { results: sameResult(taken.indexes, isQuiet ? HANDED_OVER : WRITTEN_TO_FOLDER), error: null };
    } catch (error) {
      return failure(taken.indexes, error);
    }
  }

  async #toMailboxes(taken: TakenEntry): Promise<FileAttempt> {
    const results: IndexedResult[] = [];
    let failed: string | null = null;
    for (const [position, recipient] of taken.recipients.entries()) {
      const index = taken.indexes[position] ?? 0;
      const attempt = await this.#toMailbox(taken, index, recipient);
      results.push(...attempt.results);
      failed ??= attempt.error;
    }
    return { results, error: failed };
  }

  async #toMailbox(taken: TakenEntry, index: number, recipient: QueuedRecipient): Promise<FileAttempt> {
    const { directory, mailboxes, store } = this.#ports;
    const entry = directory.find(recipient.address);
    if (entry?.kind !== 'mailbox') {
      return { results: [{ index, result: permanentFailure(RECIPIENT_NOT_FOUND) }], error: null };
    }
    const { facts } = taken.entry.message;
    try {
      const content = guarded(filteredContent(store.read(facts.id), facts.headerBytes, isNotForMailbox));
      await mailboxes.deliver(entry.alias, { facts, recipients: [recipient], content });
      return { results: [{ index, result: DELIVERED_TO_MAILBOX }], error: null };
    } catch (error) {
      return failure([index], error);
    }
  }

  #connectorOf(queue: LiveQueue): SendConnector | null {
    const { sendConnectors } = this.#ports.getSnapshot();
    return sendConnectors.find(({ guid }) => guid === queue.key.nextHopConnector) ?? null;
  }
}

type FileAttempt = Readonly<{
  results: readonly IndexedResult[];
  /** Why the place cannot be written, null when it can. */
  error: string | null;
}>;

const WRITTEN_TO_FOLDER: AttemptResult = {
  kind: 'relayed',
  status: '2.0.0',
  diagnostic: '250 2.0.0 Written to the drop directory',
  remoteMta: '',
};

/** Exchange: RelayDsnRequired $false, nobody is told that the file was written. */
const HANDED_OVER: AttemptResult = { ...WRITTEN_TO_FOLDER, kind: 'transferred' };

const DELIVERED_TO_MAILBOX: AttemptResult = {
  kind: 'delivered',
  status: '2.1.5',
  diagnostic: '250 2.1.5 Recipient OK',
  remoteMta: '',
};

function placeOf(connector: SendConnector | null): AttemptPlace {
  const nowhere = { serverIp: '', serverHostname: '', sessionId: '' };
  if (connector === null) return { ...nowhere, connectorId: '', eventId: 'DELIVER', source: 'STOREDRIVER' };
  return { ...nowhere, connectorId: connector.name, eventId: 'SEND', source: 'GATEWAY' };
}

/** @throws the error itself where it is a crash over the message */
function failure(indexes: readonly number[], error: unknown): FileAttempt {
  if (error instanceof ContentCrash) throw error;
  const unread = contentFailure(error);
  if (unread !== null) return { results: sameResult(indexes, unread), error: null };
  const reason = error instanceof Error ? error.message : String(error);
  const diagnostic = `452 4.3.1 The file cannot be written: ${reason}`;
  return {
    results: sameResult(indexes, { kind: 'transient', status: '4.3.1', diagnostic, remoteMta: '' }),
    error: diagnostic,
  };
}
