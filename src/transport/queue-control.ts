import type { MessageFacts, NextHopKey, QueuedRecipient } from '../queue/message.ts';

/** Live view of queues and messages, and what an administrator may do to them. Implemented by transport/queue-manager.
 *  mail-flow.md §4.5, §4.6, §4.9 */
export type QueueView = Readonly<{
  /** Number of the queue: `<Server>\<number>`. */
  number: number;
  key: NextHopKey;
  /** Text after `<Server>\`: `Submission`, `Unreachable`, `Poison`, or the NextHopDomain. */
  name: string;
  status: 'Active' | 'Connecting' | 'Ready' | 'Retry' | 'Suspended';
  messageCount: number;
  /** Messages that wait for their own next attempt. */
  deferredCount: number;
  retryCount: number;
  lastError: string;
  firstRetryAt: number | null;
  lastRetryAt: number | null;
  nextRetryAt: number | null;
  incomingRate: number;
  outgoingRate: number;
}>;

export type MessageView = Readonly<{
  id: number;
  facts: MessageFacts;
  queueNumber: number;
  queueName: string;
  status: 'Active' | 'Ready' | 'Retry' | 'Suspended' | 'PendingSuspend' | 'PendingRemove';
  retryCount: number;
  lastError: string;
  /** Recipients that wait in this queue. */
  recipients: readonly QueuedRecipient[];
}>;

export interface QueueControl {
  queues(): readonly QueueView[];
  /** Messages of one queue (or all), in order of id. */
  messages(queueNumber?: number): readonly MessageView[];
  /** When the message that waits longest came, epoch ms; null = none waits. */
  oldestReceivedAt(): number | null;
  /** Both resolve when the change would outlive a restart. */
  suspendQueue(queueNumber: number): Promise<void>;
  resumeQueue(queueNumber: number): Promise<void>;
  /** Connect now. `resubmit`: back to Submission. */
  retryQueue(queueNumber: number, resubmit: boolean): void;
  suspendMessage(id: number, queueNumber: number): Promise<void>;
  resumeMessage(id: number, queueNumber: number): Promise<void>;
  /** Ends the message in that queue; with NDR the sender gets a failed DSN. */
  removeMessage(id: number, queueNumber: number, withNdr: boolean): Promise<void>;
  exportMessage(id: number): Promise<Buffer>;
  /** Moves what waits for a next hop, and is not suspended, to other servers; new mail is refused until it is gone. */
  redirect(targets: readonly string[]): void;
}
