import type { MessageFacts, MessageState, StoredMessage } from '../../src/queue/message.ts';
import type { QueueStore } from '../../src/queue/ports.ts';

/** Facts of a plain message, every field with a usable value; `changes` replaces some. */
export function messageFacts(changes: Partial<MessageFacts> = {}): MessageFacts {
  return {
    id: 1,
    networkMessageId: '00000000-0000-4000-8000-000000000001',
    messageId: '<1@client.example>',
    receivedAt: 0,
    expiresAt: 172_800_000,
    reversePath: { local: 'sender', domain: 'client.example' },
    parameters: { size: null, body: '7BIT', smtpUtf8: false, ret: null, envid: null, auth: null },
    sizeBytes: 0,
    headerBytes: 0,
    originalSizeBytes: 0,
    subject: 'Test',
    headerFrom: 'sender@client.example',
    sourceName: 'SMTP:Relay',
    connectorId: 'EX1\\Relay',
    clientIp: '127.0.0.1',
    clientHello: 'client.example',
    serverIp: '127.0.0.1',
    sessionId: '0000000000000001',
    authAs: 'Anonymous',
    authMechanism: '',
    scl: null,
    directionality: 'Incoming',
    relatedMessageId: null,
    ...changes,
  };
}

/** Stores a message made of `content` (CRLF line ends) and gives it back as the receive stage would. */
export async function storeMessage(
  store: QueueStore,
  content: Buffer,
  given: { facts?: Partial<MessageFacts>; state: MessageState },
): Promise<StoredMessage> {
  const end = content.indexOf('\r\n\r\n');
  const headerBytes = end === -1 ? content.length : end + 4;
  const body = store.newBody();
  const rest = content.subarray(headerBytes);
  if (rest.length > 0) await body.write(rest);
  const facts = messageFacts({
    id: store.nextId(),
    sizeBytes: content.length,
    headerBytes,
    originalSizeBytes: content.length,
    ...given.facts,
  });
  const message = { facts, state: given.state };
  await store.commit({ add: [{ ...message, header: content.subarray(0, headerBytes), body }] });
  return message;
}
