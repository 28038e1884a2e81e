import type { MessageFacts } from '../../../src/queue/message.ts';
import type { MessageView, QueueControl, QueueView } from '../../../src/transport/queue-control.ts';

/** A message as far as the examples look at it. */
type LabMessage = Readonly<{ id: number; from: string; subject: string; sizeBytes: number; at: Date }>;

type Known = Readonly<{ queue: QueueView; messages: readonly MessageView[] }>;

const IDLE = {
  status: 'Ready',
  messageCount: 0,
  deferredCount: 0,
  retryCount: 0,
  lastError: '',
  firstRetryAt: null,
  lastRetryAt: null,
  nextRetryAt: null,
  incomingRate: 0,
  outgoingRate: 0,
} as const;

/** Queues in memory that do what an administrator tells them, as far as queue and message show it. */
export class LabQueue implements QueueControl {
  readonly #known: Known[] = [];

  add(
    queue: Pick<QueueView, 'number' | 'name' | 'key'> & Partial<QueueView>,
    messages: readonly LabMessage[] = [],
  ): void {
    const view = { ...IDLE, ...queue };
    this.#known.push({ queue: view, messages: messages.map((message) => messageIn(view, message)) });
  }

  queues(): readonly QueueView[] {
    return this.#known.map(({ queue, messages }) => ({ ...queue, messageCount: messages.length }));
  }

  messages(queueNumber?: number): readonly MessageView[] {
    return this.#known
      .filter(({ queue }) => queueNumber === undefined || queue.number === queueNumber)
      .flatMap(({ messages }) => messages);
  }

  oldestReceivedAt(): number | null {
    return this.messages()[0]?.facts.receivedAt ?? null;
  }

  redirect(): void {
    for (const { queue } of [...this.#known])
      this.#change(queue.number, (known) => ({ ...known, messages: [] }));
  }

  async suspendQueue(queueNumber: number): Promise<void> {
    this.#change(queueNumber, (known) => ({ ...known, queue: { ...known.queue, status: 'Suspended' } }));
  }

  async resumeQueue(queueNumber: number): Promise<void> {
    this.#change(queueNumber, (known) => ({ ...known, queue: { ...known.queue, status: 'Ready' } }));
  }

  retryQueue(queueNumber: number, resubmit: boolean): void {
    this.#change(queueNumber, (known) => ({
      queue: { ...known.queue, status: 'Active' },
      messages: resubmit ? [] : known.messages,
    }));
  }

  async suspendMessage(id: number, queueNumber: number): Promise<void> {
    this.#setStatus(id, queueNumber, 'Suspended');
  }

  async resumeMessage(id: number, queueNumber: number): Promise<void> {
    this.#setStatus(id, queueNumber, 'Ready');
  }

  async removeMessage(id: number, queueNumber: number): Promise<void> {
    this.#change(queueNumber, (known) => ({
      ...known,
      messages: known.messages.filter((message) => message.facts.id !== id),
    }));
  }

  async exportMessage(id: number): Promise<Buffer> {
    return Buffer.from(`Subject: message ${id}\r\n\r\nText\r\n`);
  }

  #setStatus(id: number, queueNumber: number, status: MessageView['status']): void {
    this.#change(queueNumber, (known) => ({
      ...known,
      messages: known.messages.map((message) => (message.facts.id === id ? { ...message, status } : message)),
    }));
  }

  #change(queueNumber: number, change: (known: Known) => Known): void {
    for (const [index, known] of this.#known.entries()) {
      if (known.queue.number === queueNumber) this.#known[index] = change(known);
    }
  }
}

function messageIn(queue: QueueView, message: LabMessage): MessageView {
  const status = queue.status === 'Retry' ? 'Retry' : 'Ready';
  return {
    id: message.id,
    facts: factsOf(message),
    queueNumber: queue.number,
    queueName: queue.name,
    status,
    retryCount: queue.retryCount,
    lastError: queue.lastError,
    recipients: [],
  };
}

function factsOf(message: LabMessage): MessageFacts {
  const [local = '', domain = ''] = message.from.split('@');
  const receivedAt = message.at.getTime();
  return {
    id: message.id,
    networkMessageId: `n${message.id}`,
    messageId: `<${message.id}@contoso.com>`,
    receivedAt,
    expiresAt: receivedAt + 172_800_000,
    reversePath: { local, domain },
    parameters: { size: null, body: '7BIT', smtpUtf8: false, ret: null, envid: null, auth: null },
    sizeBytes: message.sizeBytes,
    headerBytes: 100,
    originalSizeBytes: message.sizeBytes,
    subject: message.subject,
    headerFrom: message.from,
    sourceName: 'SMTP:Anonymous Relay',
    connectorId: 'EX01\\Anonymous Relay',
    clientIp: '192.168.5.10',
    clientHello: 'printer',
    serverIp: '10.1.1.1',
    sessionId: '08',
    authAs: 'Anonymous',
    authMechanism: '',
    scl: local === 'app' ? 6 : null,
    directionality: 'Incoming',
    relatedMessageId: null,
  };
}
