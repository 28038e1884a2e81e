import assert from 'node:assert/strict';
import type { ConfigSnapshot } from '../../src/config/snapshot.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { parseHeader } from '../../src/mail/header.ts';
import type { MessageFacts } from '../../src/queue/message.ts';
import type { ReportedRecipient } from '../../src/queue/recipient-state.ts';
import { composeReports } from '../../src/transport/dsn/report.ts';
import { directoryOf, pending, snapshotWith, stateOf } from './delivery-harness.ts';
import { MemoryQueueStore } from './memory-queue-store.ts';
import { storeMessage } from './stored-message.ts';

export const AT: number = Date.UTC(2026, 10, 24, 8, 0, 0);
const ORIGINAL =
  'Received: from a by b; date\r\nX-MS-Exchange-Organization-AuthAs: Anonymous\r\nSubject: Test\r\nMessage-ID: <1@client.example>\r\n\r\nHello\r\n';

export type Part = Readonly<{ header: ReadonlyMap<string, string>; body: string }>;
export type Report = Readonly<{
  facts: MessageFacts;
  header: ReadonlyMap<string, string>;
  parts: readonly Part[];
  /** The part for people, decoded: plain text, then HTML where it is there. */
  texts: readonly string[];
  recipients: readonly string[];
}>;

function readPart(text: string): Part {
  const bytes = Buffer.from(text, 'utf8');
  const { fields, rest } = parseHeader(bytes);
  return {
    header: new Map(fields.map((field) => [field.name.toLowerCase(), field.value()])),
    body: rest.toString('utf8').replace(/^\r\n/, ''),
  };
}

function partsOf(whole: Part): readonly Part[] {
  const boundary = /boundary="([^"]+)"/.exec(whole.header.get('content-type') ?? '')?.[1] ?? '';
  const pieces = `\r\n${whole.body}`.split(`\r\n--${boundary}`);
  assert.equal(pieces.at(-1)?.trimEnd(), '--');
  return pieces.slice(1, -1).map((piece) => readPart(piece.replace(/^\r\n/, '')));
}

function textsOf(part: Part | undefined): readonly string[] {
  if (part === undefined) return [];
  const isAlternative = part.header.get('content-type')?.startsWith('multipart/alternative') === true;
  return (isAlternative ? partsOf(part) : [part]).map(({ header, body }) =>
    header.get('content-transfer-encoding') === 'base64'
      ? Buffer.from(body, 'base64').toString('utf8')
      : body,
  );
}

/** Composes the reports about a message and reads them back as MIME. */
export async function reportsOn(
  reports: readonly ReportedRecipient[],
  facts: Partial<MessageFacts> = {},
  given: Readonly<{ content?: string; snapshot?: ConfigSnapshot; directory?: Directory }> = {},
): Promise<readonly Report[]> {
  const store = new MemoryQueueStore();
  const message = await storeMessage(store, Buffer.from(given.content ?? ORIGINAL), {
    facts: { receivedAt: AT, expiresAt: AT + 172_800_000, ...facts },
    state: stateOf(reports.map(({ recipient }) => recipient)),
  });
  const snapshot = given.snapshot ?? snapshotWith();
  const context = { snapshot, store, directory: given.directory ?? directoryOf([]), now: AT };
  const composed = await composeReports(message.facts, reports, context);
  await store.commit({ add: composed });
  return composed.map(({ facts: own, state }) => {
    const whole = readPart(Buffer.from(store.text(own.id), 'latin1').toString('utf8'));
    assert.equal(store.text(own.id).length, own.sizeBytes);
    const parts = partsOf(whole);
    return {
      facts: own,
      header: whole.header,
      parts,
      texts: textsOf(parts[0]),
      recipients: state.recipients.map(({ address }) => `${address.local}@${address.domain}`),
    };
  });
}

export function reported(address: string, changes: Partial<ReportedRecipient> = {}): ReportedRecipient {
  return {
    recipient: pending(address),
    action: 'failed',
    status: '5.1.1',
    diagnostic: '550 5.1.1 User unknown',
    remoteMta: 'mx.fabrikam.com',
    ...changes,
  };
}
