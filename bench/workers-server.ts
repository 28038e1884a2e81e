import { join } from 'node:path';
import {
  isMainThread,
  type MessagePort,
  parentPort,
  threadId,
  Worker,
  workerData,
} from 'node:worker_threads';
import { createInbound } from '../src/net/inbound.ts';
import { createServerContexts } from '../src/net/server-contexts.ts';
import type { QueueStore } from '../src/queue/ports.ts';
import { openSegmentLog, type SegmentLogStore } from '../src/store/segment-log/store.ts';
import { NO_PRESSURE } from '../src/transport/back-pressure.ts';
import type { Events } from '../src/transport/events.ts';
import {
  MemoryDirectory,
  MemoryLogger,
  METHOD_1,
  sampleConnector,
  sampleSnapshot,
} from '../test/support/receive-fixture.ts';
import { RemoteStore, type Handover, type Verdict } from './workers-store.ts';

/** The server of bench/workers.ts: `<variant> <folder> <port> [<port>]`.
 *  - one: sessions on the main thread, which has the log
 *  - shared: a thread a port runs sessions and hands each message over; the main thread has the log and answers when it is durable
 *  - apart: a thread a port, with a log of its own */

const NOBODY: Events = { track: () => undefined, protocol: () => undefined };

type Work = Readonly<{ port: number; folder: string | null }>;

if (isMainThread) await serve();
else await work(workerData);

async function serve(): Promise<void> {
  const [variant = '', folder = '', ...ports] = process.argv.slice(2);
  if (variant === 'one') {
    await listen(Number(ports[0]), await openSegmentLog({ directory: folder }));
  } else {
    const store = variant === 'shared' ? await openSegmentLog({ directory: folder }) : null;
    await Promise.all(
      ports.map((port) =>
        started({ port: Number(port), folder: store === null ? join(folder, port) : null }, store),
      ),
    );
  }
  console.log('ready');
}

async function started(given: Work, store: SegmentLogStore | null): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: given });
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (batch: 'ready' | readonly Handover[]) => {
      if (batch === 'ready') resolve();
      else if (store !== null) take(store, batch, worker);
    });
  });
}

/** Stores what a worker hands over. Answers that become due in one turn leave in one message. */
function take(store: SegmentLogStore, batch: readonly Handover[], worker: Worker): void {
  const due: Verdict[] = [];
  const answer = (verdict: Verdict): void => {
    due.push(verdict);
    if (due.length === 1) setImmediate(() => worker.postMessage(due.splice(0)));
  };
  for (const { facts, state, header, body } of batch) {
    const writer = store.newBody();
    void writer.write(Buffer.from(body));
    store.commit({ add: [{ facts, state, header: Buffer.from(header), body: writer }] }).then(
      () => answer({ id: facts.id, error: null }),
      (error: unknown) => answer({ id: facts.id, error: String(error) }),
    );
  }
}

async function work({ port, folder }: Work): Promise<void> {
  const parent = parentPort;
  if (parent === null) throw new Error('this is no worker');
  await listen(port, folder === null ? remote(parent) : await openSegmentLog({ directory: folder }));
  parent.postMessage('ready');
}

function remote(parent: MessagePort): RemoteStore {
  const store = new RemoteStore(threadId, (batch, buffers) => parent.postMessage(batch, [...buffers]));
  parent.on('message', (verdicts: readonly Verdict[]) => store.answered(verdicts));
  return store;
}

async function listen(port: number, store: QueueStore): Promise<void> {
  const unlimited = {
    maxInboundConnection: null,
    maxInboundConnectionPerSource: null,
    maxInboundConnectionPercentagePerSource: 100,
  };
  const snapshot = sampleSnapshot([sampleConnector(port, { entries: METHOD_1, ...unlimited })]);
  const inbound = createInbound({
    getSnapshot: () => snapshot,
    store,
    directory: new MemoryDirectory(),
    events: NOBODY,
    logger: new MemoryLogger(),
    tls: createServerContexts(Date.now, () => []),
    portOffset: 0,
    product: 'Postern',
    version: 'bench',
    now: Date.now,
    isAccepting: () => true,
    pressure: () => NO_PRESSURE,
    onAccepted: () => undefined,
  });
  await inbound.listeners.apply(snapshot);
  const failed = inbound.listeners.status().find(({ error }) => error !== null);
  if (failed !== undefined) throw new Error(`port ${port}: ${failed.error}`);
}
