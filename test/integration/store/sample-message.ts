import type { NewMessage, QueueStore, StoredMessage } from '../../../src/queue/ports.ts';

/** A message of the given body, ready for a commit. The header names its id. */
export async function sampleMessage(
  store: QueueStore,
  body: Buffer,
  id: number = store.nextId(),
): Promise<NewMessage> {
  const header = Buffer.from(`Subject: ${id}\r\n\r\n`);
  const writer = store.newBody();
  for (let at = 0; at < body.length; at += 65_536) await writer.write(body.subarray(at, at + 65_536));
  const parameters = {
    size: null,
    body: '7BIT',
    smtpUtf8: false,
    ret: null,
    envid: null,
    auth: null,
  } as const;
  const facts = {
    id,
    networkMessageId: `n${id}`,
    messageId: `<${id}@test>`,
    receivedAt: 1,
    expiresAt: 2,
    reversePath: null,
    parameters,
    sizeBytes: header.length + body.length,
    headerBytes: header.length,
    originalSizeBytes: body.length,
    subject: String(id),
    headerFrom: '',
    sourceName: 'SMTP:Test',
    connectorId: 'EX1\\Test',
    clientIp: '127.0.0.1',
    clientHello: 'test',
    serverIp: '127.0.0.1',
    sessionId: 's',
    authAs: 'Anonymous',
    authMechanism: '',
    scl: null,
    directionality: 'Incoming',
    relatedMessageId: null,
  } as const;
  return { facts, state: { recipients: [], suspended: false, crashes: 0 }, header, body: writer };
}

/** Adds one message. @returns its id */
export async function add(store: QueueStore, body: Buffer | string): Promise<number> {
  const message = await sampleMessage(store, Buffer.from(body));
  await store.commit({ add: [message] });
  return message.facts.id;
}

/** Content as it reads back. */
export async function contentOf(store: QueueStore, id: number): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of store.read(id).chunks()) parts.push(chunk);
  return Buffer.concat(parts).toString('latin1');
}

export function ids(store: QueueStore): number[] {
  return [...store.ids()];
}

/** Everything that is stored, in order of id. */
export function storedMessages(store: QueueStore): StoredMessage[] {
  return ids(store).flatMap((id) => store.get(id) ?? []);
}
