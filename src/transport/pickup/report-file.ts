import type { MessageFacts, StoredMessage } from '../../queue/message.ts';
import { pendingIndexes, reportedRecipient } from '../../queue/recipient-state.ts';
import { composeReports } from '../dsn/report.ts';
import { type OwnRefusal, permanentFailure } from '../own-refusals.ts';
import { recipientTexts, reportEvents, trackingEvent } from '../track.ts';
import { type FileFacts, fileMessage } from './file-message.ts';
import type { TakenFile } from './folder-port.ts';
import { fileContent } from './read-file.ts';
import type { SubmitPorts } from './submit-file.ts';

const EMPTY_LINE_BYTES = 2;

/** A file that became no message. */
export type RefusedFile = Readonly<{ file: TakenFile; header: Buffer; ports: SubmitPorts }>;

/** Puts reports to the sender of a file that cannot be submitted into the queue, with the file as the original.
 *  @returns false where there is no sender or no recipient to speak of, or such a sender gets no reports.
 *  mail-flow.md §1.9 */
export async function reportFile(
  facts: FileFacts,
  fault: OwnRefusal,
  refused: RefusedFile,
): Promise<boolean> {
  const { file, header, ports } = refused;
  const original = asOriginal(facts, header.length + EMPTY_LINE_BYTES);
  const { recipients } = original.state;
  if (recipients.length === 0) return false;
  const failure = permanentFailure(fault);
  const failed = recipients.map((recipient) => reportedRecipient(recipient, 'failed', failure));
  const reports = await composeReports(original.facts, failed, {
    snapshot: facts.snapshot,
    directory: ports.directory,
    now: facts.at,
    store: {
      newBody: () => ports.store.newBody(),
      nextId: () => ports.store.nextId(),
      read: () => fileContent(file, header, facts),
    },
  });
  if (reports.length === 0) return false;
  try {
    await ports.store.commit({ add: reports });
  } finally {
    // After the commit this does nothing.
    for (const { body } of reports) body.abort();
  }
  const made = reports.map((report) => ({ facts: report.facts, state: report.state }));
  track(original, fault, { context: `${facts.kind};${file.name}`, at: facts.at, made, ports });
  for (const report of made) ports.onAccepted(report);
  return true;
}

/** The message as the file has it. */
function asOriginal(facts: FileFacts, headerBytes: number): StoredMessage {
  const message = fileMessage(facts);
  const sizes: Pick<MessageFacts, 'headerBytes' | 'sizeBytes'> = {
    headerBytes,
    sizeBytes: headerBytes + facts.bodyBytes,
  };
  return { facts: { ...message.facts, ...sizes }, state: message.state };
}

type Told = Readonly<{
  context: string;
  at: number;
  made: readonly StoredMessage[];
  ports: SubmitPorts;
}>;

function track({ facts, state }: StoredMessage, fault: OwnRefusal, { context, at, made, ports }: Told): void {
  const recipients = recipientTexts(state.recipients, pendingIndexes(state));
  const recipientStatus = recipients.map(() => fault.diagnostic);
  const sourceContext = fault.limit === undefined ? context : `${context};${fault.limit}`;
  const failed = { eventId: 'FAIL', source: 'PICKUP', recipients, recipientStatus, sourceContext } as const;
  ports.events.track(trackingEvent(facts, at, failed));
  for (const report of made) {
    const events = reportEvents({ original: facts, report, recipients, recipientStatus, at });
    for (const event of events) ports.events.track(event);
  }
}
