import { randomBytes, randomUUID } from 'node:crypto';
import type { MessageFacts, QueuedRecipient } from '../src/queue/message.ts';
import type { NewMessage } from '../src/queue/ports.ts';
import { openSegmentLog, type SegmentLogStore } from '../src/store/segment-log/store.ts';

export type Filling = Readonly<{
  /** Folder of the queue, `<data folder>/queue`. */
  directory: string;
  messages: number;
  bodyOctets: number;
}>;

/** Messages on their way to the disk together, each in a transaction of its own as sessions commit them. */
const BATCH = 2000;

/** Writes a queue as a server would have left it, through the store itself. Like in life, no two messages share an
 *  identity, a subject or a sender; connector, client and parameters are the same for many. */
export async function fillQueue(filling: Filling): Promise<void> {
  const store = await openSegmentLog({ directory: filling.directory });
  for (let done = 0; done < filling.messages; done += BATCH) {
    const count = Math.min(BATCH, filling.messages - done);
    const commits: Promise<void>[] = [];
    for (let n = done; n < done + count; n++) {
      commits.push(store.commit({ add: [await waitingMessage(store, n, filling)] }));
    }
    await Promise.all(commits);
  }
  await store.close();
}

async function waitingMessage(store: SegmentLogStore, n: number, filling: Filling): Promise<NewMessage> {
  const networkMessageId = randomUUID();
  const domain = `device${n % 500}.contoso.com`;
  const messageId = `<${networkMessageId}@${domain}>`;
  const subject = `Scan ${n} of the day from ${domain}`;
  const header = Buffer.from(
    [
      `Received: from ${domain} (10.0.${n % 250}.7) by bench.invalid with ESMTP; ${new Date().toUTCString()}`,
      `From: Device <device${n}@contoso.com>`,
      `To: <user${n}@fabrikam.com>`,
      `Subject: ${subject}`,
      `Message-ID: ${messageId}`,
      '',
      '',
    ].join('\r\n'),
  );
  const body = store.newBody();
  await body.write(Buffer.alloc(filling.bodyOctets, 'postern '));
  const sizeBytes = header.length + filling.bodyOctets;
  const facts: MessageFacts = {
    ...sharedFacts(n),
    id: store.nextId(),
    networkMessageId,
    messageId,
    reversePath: { local: `device${n}`, domain: 'contoso.com' },
    sizeBytes,
    headerBytes: header.length,
    originalSizeBytes: sizeBytes - 200,
    subject,
    headerFrom: `device${n}@contoso.com`,
    clientHello: domain,
    sessionId: randomBytes(8).toString('hex').toUpperCase(),
  };
  const recipients = [waitingRecipient(`user${n}`, 'fabrikam.com')];
  return { facts, state: { recipients, suspended: false, crashes: 0 }, header, body };
}

function sharedFacts(
  n: number,
): Omit<
  MessageFacts,
  | 'id'
  | 'networkMessageId'
  | 'messageId'
  | 'reversePath'
  | 'sizeBytes'
  | 'headerBytes'
  | 'originalSizeBytes'
  | 'subject'
  | 'headerFrom'
  | 'clientHello'
  | 'sessionId'
> {
  const receivedAt = Date.now();
  return {
    receivedAt,
    expiresAt: receivedAt + 172_800_000,
    parameters: { size: null, body: '7BIT', smtpUtf8: false, ret: null, envid: null, auth: null },
    sourceName: 'SMTP:Bench',
    connectorId: 'BENCH\\Bench',
    clientIp: `10.0.${n % 250}.7`,
    serverIp: '127.0.0.1',
    authAs: 'Anonymous',
    authMechanism: '',
    scl: null,
    directionality: 'Incoming',
    relatedMessageId: null,
  };
}

function waitingRecipient(local: string, domain: string): QueuedRecipient {
  return {
    address: { local, domain },
    parameters: { notify: [], orcpt: null },
    state: 'pending',
    resolved: true,
    attempts: 0,
    lastError: '',
    delayReported: false,
  };
}
