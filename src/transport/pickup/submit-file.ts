import type { ConfigSnapshot } from '../../config/snapshot.ts';
import type { Directory } from '../../directory/directory.ts';
import { parseHeader } from '../../mail/header.ts';
import type { StoredMessage } from '../../queue/message.ts';
import type { NewMessage, QueueStore } from '../../queue/ports.ts';
import type { Events } from '../events.ts';
import { receiveEvent } from '../receive-track.ts';
import { fileFault, type FolderKind } from './file-envelope.ts';
import { type FileFacts, fileMessage } from './file-message.ts';
import type { TakenFile } from './folder-port.ts';
import { readPickupFile } from './pickup-envelope.ts';
import { readFile } from './read-file.ts';
import { readReplayFile } from './replay-envelope.ts';
import { reportFile } from './report-file.ts';

export type SubmitPorts = Readonly<{
  getSnapshot: () => ConfigSnapshot;
  store: QueueStore;
  directory: Directory;
  events: Events;
  now: () => number;
  product: string;
  version: string;
  /** A message is on stable storage and waits to be looked at. */
  onAccepted: (message: StoredMessage) => void;
}>;

/** `done`: it, or a report about it, is on stable storage. `bad`: neither it nor a report can be made of it. */
export type SubmitOutcome = Readonly<{ kind: 'done' }> | Readonly<{ kind: 'bad'; reason: string }>;

/** A header as long as this is read whatever the limit is, so that its sender can be told. */
const READABLE_HEADER = 16 * 1024 * 1024;

/** Makes a file a message of the queue, or a report to its sender. mail-flow.md §1.7–1.9
 *  Rejects where the file cannot be read or the store takes nothing: the file is as it was, and is tried again. */
export async function submitFile(
  kind: FolderKind,
  file: TakenFile,
  ports: SubmitPorts,
): Promise<SubmitOutcome> {
  const snapshot = ports.getSnapshot();
  const limits = snapshot.transportService;
  const most = Math.max(READABLE_HEADER, limits.pickupDirectoryMaxHeaderSize);
  const { result, isBroken, eightBit } = await readFile(file, ports.store, most);
  if (result.kind === 'storeFailed') throw asError(result.cause);
  if (result.kind !== 'complete') return { kind: 'bad', reason: `its header has more than ${most} octets` };
  const { header, body, sizeBytes } = result;
  const { fields } = parseHeader(header);
  const envelope = kind === 'Pickup' ? readPickupFile(fields, header.length, limits) : readReplayFile(fields);
  const facts: FileFacts = {
    ...{ kind, envelope, eightBit, snapshot, product: ports.product, version: ports.version },
    submittedBytes: sizeBytes,
    bodyBytes: body.octets,
    id: ports.store.nextId(),
    at: ports.now(),
  };
  const broken = fileFault('5.6.0', `${kind.toUpperCase()}.Content; bare carriage returns or NUL`);
  const fault = envelope.fault ?? (isBroken ? broken : null);
  try {
    if (fault === null) await store(facts, body, { file, ports });
  } finally {
    // After the commit this does nothing.
    body.abort();
  }
  if (fault === null) return { kind: 'done' };
  const told = await reportFile(facts, fault, { file, header, ports });
  return told ? { kind: 'done' } : { kind: 'bad', reason: fault.diagnostic };
}

async function store(
  facts: FileFacts,
  body: NewMessage['body'],
  { file, ports }: Readonly<{ file: TakenFile; ports: SubmitPorts }>,
): Promise<void> {
  const message = fileMessage(facts);
  await ports.store.commit({ add: [{ ...message, body }] });
  const received = receiveEvent(message, {
    source: 'PICKUP',
    sourceContext: `${facts.kind};${file.name}`,
    serverFqdn: facts.snapshot.server.fqdn,
    fields: facts.envelope.fields,
    senderFilter: 'skipped',
  });
  ports.events.track(received);
  ports.onAccepted(message);
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
