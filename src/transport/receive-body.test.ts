import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MemoryQueueStore } from '../../test/support/memory-queue-store.ts';
import { StoreFull } from '../queue/errors.ts';
import type { MessageFacts } from '../queue/message.ts';
import { type BodyLimits, type BodyResult, ReceiveBody } from './receive-body.ts';

const UNLIMITED: BodyLimits = { maxHeaderSize: 1000, maxMessageSize: null };

function collect(chunks: readonly Buffer[], limits = UNLIMITED, store = new MemoryQueueStore()): BodyResult {
  const body = new ReceiveBody(store, limits);
  for (const chunk of chunks) void body.write(Buffer.from(chunk));
  return body.finish();
}

/** Header and body as text, through the store. */
async function parts(chunks: readonly Buffer[]): Promise<readonly [string, string]> {
  const store = new MemoryQueueStore();
  const result = collect(chunks, UNLIMITED, store);
  assert.equal(result.kind, 'complete');
  if (result.kind !== 'complete') return ['', ''];
  assert.equal(
    result.sizeBytes,
    chunks.reduce((sum, chunk) => sum + chunk.length, 0),
  );
  const message = { facts: sampleFacts(), state: { recipients: [], suspended: false, crashes: 0 } };
  await store.commit({ add: [{ ...message, header: Buffer.alloc(0), body: result.body }] });
  return [result.header.toString(), store.text(1)];
}

function sampleFacts(): MessageFacts {
  return {
    id: 1,
    networkMessageId: '',
    messageId: '<a@b>',
    receivedAt: 0,
    expiresAt: 0,
    reversePath: null,
    parameters: { size: null, body: '7BIT', smtpUtf8: false, ret: null, envid: null, auth: null },
    sizeBytes: 0,
    headerBytes: 0,
    originalSizeBytes: 0,
    subject: '',
    headerFrom: '',
    sourceName: '',
    connectorId: '',
    clientIp: '',
    clientHello: '',
    serverIp: '',
    sessionId: '',
    authAs: 'Anonymous',
    authMechanism: '',
    scl: null,
    directionality: 'Incoming',
    relatedMessageId: null,
  };
}

const splits: readonly (readonly [string, string, string])[] = [
  ['A: b\r\nC: d\r\n\r\nbody\r\n', 'A: b\r\nC: d\r\n', 'body\r\n'],
  ['A: b\r\nno field\r\nrest\r\n', 'A: b\r\n', 'no field\r\nrest\r\n'],
  ['A: b\r\n', 'A: b\r\n', ''],
  ['A: b', 'A: b', ''],
  ['\r\nbody\r\n', '', 'body\r\n'],
  ['hello\r\n', '', 'hello\r\n'],
  ['', '', ''],
  ['A: b\r\n\r\n', 'A: b\r\n', ''],
];
for (const [input, header, body] of splits) {
  test(`${JSON.stringify(input)} in any pieces has one header and one body`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: input.length }), { maxLength: 5 }), async (cuts) => {
        const bytes = Buffer.from(input);
        const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index] ?? 0, edge));
        assert.deepEqual(await parts(chunks), [header, body]);
      }),
      { numRuns: 30 },
    );
  });
}

test('MaxHeaderSize: a header of exactly the limit passes, one octet more does not', () => {
  const header = Buffer.from(`A: ${'x'.repeat(95)}\r\n`);
  assert.equal(
    collect([header, Buffer.from('\r\nbody')], { maxHeaderSize: 100, maxMessageSize: null }).kind,
    'complete',
  );
  assert.equal(
    collect([header, Buffer.from('\r\nbody')], { maxHeaderSize: 99, maxMessageSize: null }).kind,
    'headerTooLarge',
  );
});

test('MaxHeaderSize: a header that never ends is not kept', () => {
  const chunks = Array.from({ length: 100 }, () => Buffer.alloc(1000, 'x'));
  assert.equal(collect(chunks, { maxHeaderSize: 5000, maxMessageSize: null }).kind, 'headerTooLarge');
});

test('MaxMessageSize: nothing is stored once the limit is passed', () => {
  const store = new MemoryQueueStore();
  const chunks = [Buffer.from('A: b\r\n\r\n'), Buffer.alloc(92), Buffer.alloc(1), Buffer.alloc(5000)];
  const limits = { maxHeaderSize: 1000, maxMessageSize: 100 };
  assert.equal(collect(chunks, limits, store).kind, 'tooLarge');
  assert.equal(store.octetsWritten, 92);
  assert.equal(store.bodiesAborted, 1);
  assert.equal(collect(chunks.slice(0, 2), limits).kind, 'complete');
});

test('A store that fails while the body arrives refuses the message, not the session', async () => {
  const store = new MemoryQueueStore();
  const body = new ReceiveBody(store, UNLIMITED);
  await body.write(Buffer.from('A: b\r\n\r\n'));
  store.failWrite = new StoreFull('full');
  await body.write(Buffer.from('x'));
  await body.write(Buffer.from('y'));
  const result = body.finish();
  assert.equal(result.kind, 'storeFailed');
  assert.ok(result.kind === 'storeFailed' && result.cause instanceof StoreFull);
});
