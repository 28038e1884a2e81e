import type { MessageView, QueueControl, QueueView } from '../../transport/queue-control.ts';

/** Queues that a test puts together; what is done to them is written down. */
export class MemoryQueue implements QueueControl {
  allQueues: QueueView[] = [];
  allMessages: MessageView[] = [];
  /** `suspendQueue 3`, `removeMessage 12 3 true`, … in order. */
  readonly done: string[] = [];

  queues(): readonly QueueView[] {
    return this.allQueues;
  }

  messages(queueNumber?: number): readonly MessageView[] {
    return this.allMessages.filter(
      (message) => queueNumber === undefined || message.queueNumber === queueNumber,
    );
  }

  oldestReceivedAt(): number | null {
    return this.allMessages[0]?.facts.receivedAt ?? null;
  }

  async suspendQueue(queueNumber: number): Promise<void> {
    this.done.push(`suspendQueue ${queueNumber}`);
  }

  async resumeQueue(queueNumber: number): Promise<void> {
    this.done.push(`resumeQueue ${queueNumber}`);
  }

  retryQueue(queueNumber: number, resubmit: boolean): void {
    this.done.push(`retryQueue ${queueNumber} ${resubmit}`);
  }

  async suspendMessage(id: number, queueNumber: number): Promise<void> {
    this.done.push(`suspendMessage ${id} ${queueNumber}`);
  }

  async resumeMessage(id: number, queueNumber: number): Promise<void> {
    this.done.push(`resumeMessage ${id} ${queueNumber}`);
  }

  async removeMessage(id: number, queueNumber: number, withNdr: boolean): Promise<void> {
    this.done.push(`removeMessage ${id} ${queueNumber} ${withNdr}`);
  }

  redirect(targets: readonly string[]): void {
    this.done.push(`redirect ${targets.join()}`);
  }

  async exportMessage(id: number): Promise<Buffer> {
    return Buffer.from(`Subject: message ${id}\r\n\r\nText\r\n`);
  }
}
