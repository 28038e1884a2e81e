import { StoreFull, StoreUnavailable } from '../../queue/errors.ts';
import type { ConfigSnapshot } from '../../config/snapshot.ts';
import type { Directory } from '../../directory/directory.ts';
import { type Mailbox, mailboxKey, parseMailbox } from '../../mail/address.ts';
import type { MessageFacts, StoredMessage } from '../../queue/message.ts';
import type { BodyWriter, ContentReader, NewMessage, QueueStore } from '../../queue/ports.ts';
import type { ReportAction, ReportedRecipient } from '../../queue/recipient-state.ts';
import { composeDsn, isEightBit } from './message.ts';
import type { DsnFrame } from './message.ts';
import type { DsnOrigin } from './fields.ts';
import { dsnWords } from './language.ts';
import { isCopied, isReported, postmasterAddress, type SenderSettings, settingsFor } from './settings.ts';
import { filteredContent } from '../outbound-content.ts';
import { ownMessage } from '../own-message.ts';
import { isInternalField, withoutFields } from '../outbound-header.ts';

export type ReportContext = Readonly<{
  snapshot: ConfigSnapshot;
  store: Pick<QueueStore, 'read' | 'newBody' | 'nextId'>;
  directory: Directory;
  now: number;
}>;

/** The reports about a message that its sender gets: one DSN for each kind of news, none for the null sender, so that no
 *  report is ever answered by another. RFC 3464 §2, RFC 5321 §4.5.5 */
export async function composeReports(
  facts: MessageFacts,
  reports: readonly ReportedRecipient[],
  context: ReportContext,
): Promise<readonly NewMessage[]> {
  const sender = facts.reversePath;
  if (sender === null) return [];
  const settings = settingsFor(sender, context.snapshot);
  const wanted = reports.filter(({ action }) => isReported(action, settings));
  const composed: NewMessage[] = [];
  try {
    for (const group of groupByNews(wanted)) {
      composed.push(await composeInAnyCase({ facts, sender, settings, reports: group }, context));
    }
  } catch (error) {
    for (const { body } of composed) body.abort();
    throw error;
  }
  return composed;
}

/** An original that cannot be read any more is reported without it: the sender has to hear of the failure all the more. */
async function composeInAnyCase(subject: ReportSubject, context: ReportContext): Promise<NewMessage> {
  try {
    return await composeReport(subject, context, attachmentOf(subject));
  } catch (error) {
    if (error instanceof StoreFull || error instanceof StoreUnavailable) throw error;
    return await composeReport(subject, context, 'nothing');
  }
}

type Attachment = 'full' | 'headers' | 'nothing';

/** Failures, delays and successes are reported apart: their subjects and attachments differ. */
function groupByNews(reports: readonly ReportedRecipient[]): readonly (readonly ReportedRecipient[])[] {
  const groups = new Map<ReportAction, ReportedRecipient[]>();
  for (const report of reports) {
    const group = groups.get(report.action);
    if (group === undefined) groups.set(report.action, [report]);
    else group.push(report);
  }
  return [...groups.values()];
}

type ReportSubject = Readonly<{
  facts: MessageFacts;
  sender: Mailbox;
  settings: SenderSettings;
  reports: readonly ReportedRecipient[];
}>;

async function composeReport(
  subject: ReportSubject,
  context: ReportContext,
  attachment: Attachment,
): Promise<NewMessage> {
  const { facts } = subject;
  const { snapshot, store, now } = context;
  const reader = attachment === 'nothing' ? null : store.read(facts.id);
  const attach = attachment === 'full' ? 'full' : 'headers';
  const header = reader === null ? Buffer.alloc(0) : await reader.header();
  const originalHeader = Buffer.concat(withoutFields(header, isInternalField));
  const origin = originOf(subject, context, header);
  const guid = crypto.randomUUID();
  const from = postmasterAddress(snapshot);
  const frame = composeDsn({ origin, guid, from, at: now, attach, originalHeader });
  const body = store.newBody();
  try {
    const attached = attach === 'full' && reader !== null ? { reader, facts } : originalHeader;
    await writeBody(body, frame, attached);
  } catch (error) {
    body.abort();
    throw error;
  }
  return assemble({ subject, context, frame, body, guid, eightBit: isEightBit(origin) });
}

function originOf(
  { facts, reports, settings }: ReportSubject,
  context: ReportContext,
  header: Buffer,
): DsnOrigin {
  const { snapshot, directory } = context;
  const { dsn, remote } = settings;
  return {
    facts,
    reports,
    reportingMta: dsn.reportingAuthority ?? snapshot.server.fqdn,
    displayName: ({ recipient }) => directory.displayName(recipient.address),
    words: dsnWords(dsn, header),
    diagnostics: remote?.ndrDiagnosticInfoEnabled ?? true,
    sendHtml: dsn.sendHtml,
  };
}

/** RFC 3461 §4.3: RET speaks of failures; other reports never need the content. A binary original can only be attached
 *  where BINARYMIME is offered the whole way back, so its header has to do. */
function attachmentOf({ facts, reports, settings }: ReportSubject): Attachment {
  if (reports[0]?.action !== 'failed' || facts.parameters.ret === 'HDRS') return 'headers';
  const isTooLarge = facts.sizeBytes > settings.dsn.maxMessageAttachSize;
  return facts.parameters.body === 'BINARYMIME' || isTooLarge ? 'headers' : 'full';
}

async function writeBody(
  body: BodyWriter,
  frame: DsnFrame,
  attached: Buffer | Readonly<{ reader: ContentReader; facts: MessageFacts }>,
): Promise<void> {
  await body.write(frame.before);
  if (Buffer.isBuffer(attached)) {
    if (attached.length > 0) await body.write(attached);
  } else {
    const { reader, facts } = attached;
    for await (const chunk of filteredContent(reader, facts.headerBytes, isInternalField))
      await body.write(chunk);
  }
  await body.write(frame.after);
}

type WrittenReport = Readonly<{
  subject: ReportSubject;
  context: ReportContext;
  frame: DsnFrame;
  body: BodyWriter;
  guid: string;
  eightBit: boolean;
}>;

function assemble(made: WrittenReport): NewMessage {
  const { frame, body } = made;
  return { ...dsnMessage(made), header: frame.header, body };
}

function dsnMessage({ subject, context, frame, body, guid, eightBit }: WrittenReport): StoredMessage {
  const { snapshot, store, now } = context;
  const made = {
    id: store.nextId(),
    guid,
    messageId: frame.messageId,
    subject: frame.subject,
    sourceName: 'DSN',
    receivers: receivers(subject, context),
    headerBytes: frame.header.length,
    sizeBytes: frame.header.length + body.octets,
    body: eightBit ? '8BITMIME' : '7BIT',
    smtpUtf8: subject.facts.parameters.smtpUtf8,
    relatedMessageId: subject.facts.messageId,
    at: now,
    expiresAt: now + snapshot.transportService.messageExpirationTimeoutMs,
  } as const;
  return ownMessage(made, snapshot);
}

/** The sender, and the postmaster where a copy is wanted and a mailbox of ours takes it: copies that nobody reads are not
 *  made. Exchange: Set-TransportConfig -GenerateCopyOfDSNFor; mail-flow.md §5.2 */
function receivers(
  { sender, reports }: ReportSubject,
  { snapshot, directory }: ReportContext,
): readonly Mailbox[] {
  if (!isCopied(reports, snapshot)) return [sender];
  const postmaster = parseMailbox(postmasterAddress(snapshot));
  if (postmaster === null || mailboxKey(postmaster) === mailboxKey(sender)) return [sender];
  return directory.find(postmaster)?.kind === 'mailbox' ? [sender, postmaster] : [sender];
}
