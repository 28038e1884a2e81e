import type { SendConnector } from '../config/send-connector.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { NextHopKey, StoredMessage } from '../queue/message.ts';
import { Deadlines } from './deadlines.ts';
import type { DeliverPorts } from './deliver-ports.ts';
import { FileDeliverer } from './file-deliverer.ts';
import type { LiveQueue } from './live-queue.ts';
import { NO_CONNECTOR } from './categorize.ts';
import { QueueAdmin } from './queue-admin.ts';
import { PoisonGuard } from './poison.ts';
import type { QueueControl } from './queue-control.ts';
import { QueueManager } from './queue-manager.ts';
import { NO_POLICIES } from './mta-sts-policies.ts';
import type { MtaStsPolicies } from './mta-sts-port.ts';
import type { Resolver } from './resolver-port.ts';
import { sessionTerms } from './session-terms.ts';
import { Settler } from './settle.ts';
import { SmtpDeliverer } from './smtp-deliverer.ts';
import { Submission } from './submission.ts';
import { type NextHopQuestion, type NextHopTest, testNextHop } from './test-next-hop.ts';
import { FORGETFUL, type SuspendedQueues } from './suspended-queues.ts';

export type DeliveryPorts = Omit<
  DeliverPorts,
  'manager' | 'poison' | 'random' | 'ownAddresses' | 'externalResolver' | 'mtaSts'
> &
  Readonly<{
    /** Numbers in [0, 1); Math.random by default. */
    random?: () => number;
    /** The machine's addresses, for listeners on a wildcard; none by default. */
    ownAddresses?: () => readonly string[];
    /** For connectors with UseExternalDNSServersEnabled; `resolver` by default. */
    externalResolver?: Resolver;
    /** None by default. */
    mtaSts?: MtaStsPolicies;
    /** Which queues are suspended, over a restart; forgotten by default. */
    suspended?: SuspendedQueues;
  }>;

export type DeliveryStatus = Readonly<{
  messages: number;
  /** Redirected messages are on their way out: no new mail is taken. */
  draining: boolean;
  /** Accepted since the start and not yet categorized: what a start finds in the store slows no sender down. */
  submission: number;
  /** Connections to next hops. */
  sessions: number;
}>;

/** Everything behind the 250: categorizer, queues, delivery, reports. */
export type Delivery = Readonly<{
  control: QueueControl;
  /** Takes a message that was just stored. */
  accepted: (message: StoredMessage) => void;
  /** The snapshot was replaced: routes are looked at again. */
  configChanged: (next: ConfigSnapshot) => void;
  /** Loads what the store holds and begins to send. */
  start: () => void;
  /** Starts nothing new, lets what is under way end within the grace, and waits for outcomes to be stored. */
  stop: (graceMs: number) => Promise<void>;
  status: () => DeliveryStatus;
  /** Connects as a delivery would, and sends nothing. */
  test: (question: NextHopQuestion) => Promise<NextHopTest>;
  /** Does what is due by now; called by a timer once a second after `start`. */
  tick: () => void;
}>;

const TICK_MS = 1000;

/** Builds the stages and ties them together. They know one another only through what they are given here. */
export function createDelivery(ports: DeliveryPorts): Delivery {
  return new DeliveryParts(ports).delivery();
}

class DeliveryParts {
  readonly #ports: DeliveryPorts;
  readonly #settler: Settler;
  readonly #manager: QueueManager;
  readonly #submission: Submission;
  readonly #deadlines: Deadlines;
  readonly #smtp: SmtpDeliverer;
  readonly #files: FileDeliverer;
  readonly #deliverPorts: DeliverPorts;
  #connectors: readonly SendConnector[];
  #sessionTerms: string;
  #timer: ReturnType<typeof setInterval> | null = null;
  #stopped = false;

  constructor(ports: DeliveryPorts) {
    this.#ports = ports;
    this.#connectors = ports.getSnapshot().sendConnectors;
    this.#sessionTerms = sessionTerms(ports.getSnapshot());
    this.#settler = new Settler(ports, {
      reported: (message) => this.#accepted(message),
      finished: (message) => this.#manager.forget(message),
    });
    this.#manager = new QueueManager({
      ...ports,
      settler: this.#settler,
      submit: (message, indexes, resubmitted) => this.#submission.submit(message, indexes, resubmitted),
      ready: (queue) => this.#ready(queue),
      end: (entry, withNdr) => this.#deadlines.end(entry, withNdr),
    });
    const poison = new PoisonGuard({ ...ports, settler: this.#settler, manager: this.#manager });
    const own = { ...ports, settler: this.#settler, manager: this.#manager, poison };
    this.#submission = new Submission(own);
    this.#deadlines = new Deadlines(own);
    this.#deliverPorts = {
      ...ports,
      manager: this.#manager,
      poison,
      externalResolver: ports.externalResolver ?? ports.resolver,
      random: ports.random ?? Math.random,
      ownAddresses: ports.ownAddresses ?? (() => []),
      mtaSts: ports.mtaSts ?? NO_POLICIES,
    };
    this.#smtp = new SmtpDeliverer(this.#deliverPorts);
    this.#files = new FileDeliverer(this.#deliverPorts);
  }

  delivery(): Delivery {
    const control = new QueueAdmin({
      manager: this.#manager,
      submission: this.#submission,
      settler: this.#settler,
      store: this.#ports.store,
      events: this.#ports.events,
      suspended: this.#ports.suspended ?? FORGETFUL,
      now: this.#ports.now,
      ready: (queue) => this.#ready(queue),
      end: (entry, withNdr) => this.#deadlines.end(entry, withNdr),
    });
    return {
      control,
      accepted: (message) => this.#accepted(message),
      configChanged: (next) => this.#configChanged(next),
      start: () => this.#start(),
      stop: async (graceMs) => await this.#stop(graceMs),
      status: () => ({
        draining: control.isDraining,
        messages: this.#manager.messages.size,
        submission: this.#submissionLength(),
        sessions: this.#smtp.sessions,
      }),
      test: async (question) => await testNextHop(question, this.#deliverPorts),
      tick: () => this.#tick(),
    };
  }

  #submissionLength(): number {
    const { arriving, loading } = this.#submission;
    return arriving - loading + this.#manager.table.submission.entries.size;
  }

  #accepted(stored: StoredMessage): void {
    const message = this.#manager.accept(stored);
    // After stop the message waits in the store for the next start.
    if (!this.#stopped) this.#submission.submit(message, null, null);
  }

  #ready(queue: LiveQueue): void {
    if (this.#stopped) return;
    const { deliveryType } = queue.key;
    if (deliveryType.endsWith('ConnectorDelivery') || deliveryType === 'SmtpRelayToServers')
      this.#smtp.wake(queue);
    else if (intoFolder(deliveryType) || deliveryType === 'LocalMailboxDelivery') this.#files.wake(queue);
  }

  #start(): void {
    this.#suspendAsBefore();
    for (const id of this.#ports.store.ids()) {
      if (!this.#manager.messages.has(id)) this.#submission.load(this.#manager.load(id));
    }
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** Before anything is placed: what an administrator held back is held back after a restart too. A queue of a Send
   *  connector that is gone will never be used again. */
  #suspendAsBefore(): void {
    const connectors = new Set(this.#connectors.map(({ guid }) => guid));
    for (const key of this.#ports.suspended?.initial ?? []) {
      const lives = key.nextHopConnector === NO_CONNECTOR || connectors.has(key.nextHopConnector);
      if (lives) this.#manager.table.forKey(key, this.#ports.now()).suspended = true;
    }
  }

  #tick(): void {
    if (this.#stopped) return;
    this.#submission.tick();
    this.#manager.wakeDue();
    this.#deadlines.check();
    void this.#settler.flushAttempts();
    this.#smtp.tick();
  }

  /** Unreachable is tried again after every change; a queue whose connector is not the same any more is emptied into the
   *  categorizer. mail-flow.md §3.4, §4.1 */
  #configChanged(next: ConfigSnapshot): void {
    this.#deadlines.settingsChanged(next.transportService);
    const previous = new Map(this.#connectors.map((connector) => [connector.guid, connector]));
    this.#connectors = next.sendConnectors;
    const current = new Map(next.sendConnectors.map((connector) => [connector.guid, connector]));
    const isSame = (guid: string): boolean => sameConnector(previous.get(guid), current.get(guid));
    const { table } = this.#manager;
    if (!table.unreachable.suspended) this.#manager.resubmit(table.unreachable, 'ROUTING');
    for (const queue of [...table.all()]) {
      const { nextHopConnector, deliveryType } = queue.key;
      const hasConnector = deliveryType.endsWith('ConnectorDelivery') || intoFolder(deliveryType);
      if (!hasConnector || isSame(nextHopConnector)) continue;
      this.#manager.queueWorks(queue);
      this.#manager.resubmit(queue, 'ROUTING');
    }
    this.#renewSessions(
      next,
      (connector) => !previous.has(connector.guid) || sameConnector(connector, current.get(connector.guid)),
    );
  }

  /** Sessions whose connector, or what all of them stand under, is another now end. What waited for a connection may have
   *  one where there may be more of them now. */
  #renewSessions(next: ConfigSnapshot, isSameConnector: (connector: SendConnector) => boolean): void {
    const terms = sessionTerms(next);
    const areSame = terms === this.#sessionTerms;
    this.#sessionTerms = terms;
    this.#smtp.settingsChanged((connector) => areSame && isSameConnector(connector));
    if (!areSame) for (const queue of this.#manager.table.all()) this.#ready(queue);
  }

  async #stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all([this.#smtp.stop(graceMs), this.#files.stop(graceMs)]);
    await this.#settler.flushAttempts();
    await this.#settler.drained(graceMs);
  }
}

function intoFolder(deliveryType: NextHopKey['deliveryType']): boolean {
  return deliveryType === 'DropFolderDelivery' || deliveryType === 'NonSmtpGatewayDelivery';
}

function sameConnector(a: SendConnector | undefined, b: SendConnector | undefined): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
