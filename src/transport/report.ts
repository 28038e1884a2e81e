import { StoreFull, StoreUnavailable } from '../queue/errors.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Directory } from '../directory/directory.ts';
import type { Mailbox } from '../mail/address.ts';
import type { MessageFacts, StoredMessage } from '../queue/message.ts';
import type { BodyWriter, ContentReader, NewMessage, QueueStore } from '../queue/ports.ts';
import type { ReportAction, ReportedRecipient } from '../queue/recipient-state.ts';
import { defaultAcceptedDomain } from '../routing/accepted-domain.ts';
import { composeDsn, isEightBit } from './dsn-message.ts';
import type { DsnFrame } from './dsn-message.ts';
import type { DsnOrigin } from './dsn-fields.ts';
import { filteredContent } from './outbound-content.ts';
import { isInternalField, withoutFields } from './outbound-header.ts';

/** Exchange: Set-TransportConfig -ExternalDsnMaxMessageAttachSize; larger originals come as headers only. */
const MAX_ATTACHED_BYTES = 10 * 1024 * 1024;

export type ReportContext = Readonly<{
  snapshot: ConfigSnapshot;
  store: QueueStore;
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
  const composed: NewMessage[] = [];
  try {
    for (const group of groupByNews(reports)) {
      composed.push(await composeInAnyCase({ facts, sender, reports: group }, context));
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
    return await composeReport(
      subject,
      context,
      attachmentOf(subject.facts, subject.reports[0]?.action ?? 'failed'),
    );
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
  reports: readonly ReportedRecipient[];
}>;

async function composeReport(
  subject: ReportSubject,
  context: ReportContext,
  attachment: Attachment,
): Promise<NewMessage> {
  const { facts, reports } = subject;
  const { snapshot, store, directory, now } = context;
  const reader = attachment === 'nothing' ? null : store.read(facts.id);
  const origin: DsnOrigin = {
    facts,
    reports,
    reportingMta: snapshot.server.fqdn,
    displayName: ({ recipient }) => directory.displayName(recipient.address),
  };
  const attach = attachment === 'full' ? 'full' : 'headers';
  const header = reader === null ? Buffer.alloc(0) : await reader.header();
  const originalHeader = Buffer.concat(withoutFields(header, isInternalField));
  const guid = crypto.randomUUID();
  const frame = composeDsn({ origin, guid, from: postmaster(snapshot), at: now, attach, originalHeader });
  const body = store.newBody();
  try {
    await writeBody(body, frame, attach === 'full' && reader !== null ? { reader, facts } : originalHeader);
  } catch (error) {
    body.abort();
    throw error;
  }
  return assemble({ subject, context, frame, body, guid, eightBit: isEightBit(origin) });
}

/** RFC 3461 §4.3: RET speaks of failures; other reports never need the content. A binary original can only be attached
 *  where BINARYMIME is offered the whole way back, so its header has to do. */
function attachmentOf(facts: MessageFacts, action: ReportAction): Attachment {
  if (action !== 'failed' || facts.parameters.ret === 'HDRS') return 'headers';
  if (facts.parameters.body === 'BINARYMIME' || facts.sizeBytes > MAX_ATTACHED_BYTES) return 'headers';
  return 'full';
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

function assemble(made: {
  subject: ReportSubject;
  context: ReportContext;
  frame: DsnFrame;
  body: BodyWriter;
  guid: string;
  eightBit: boolean;
}): NewMessage {
  const { frame, body } = made;
  return { ...dsnMessage(made), header: frame.header, body };
}

function dsnMessage(made: {
  subject: ReportSubject;
  context: ReportContext;
  frame: DsnFrame;
  body: BodyWriter;
  guid: string;
  eightBit: boolean;
}): StoredMessage {
  const { subject, context, frame, body } = made;
  const { snapshot, store, now } = context;
  const sizeBytes = frame.header.length + body.octets;
  const parameters = { notify: [], orcpt: null };
  const recipient = { address: subject.sender, parameters, state: 'pending', resolved: false } as const;
  return {
    facts: {
      ...ownFacts(snapshot),
      id: store.nextId(),
      networkMessageId: made.guid,
      messageId: frame.messageId,
      receivedAt: now,
      expiresAt: now + snapshot.transportService.messageExpirationTimeoutMs,
      parameters: {
        size: sizeBytes,
        body: made.eightBit ? '8BITMIME' : '7BIT',
        smtpUtf8: subject.facts.parameters.smtpUtf8,
        ret: null,
        envid: null,
        auth: null,
      },
      sizeBytes,
      headerBytes: frame.header.length,
      originalSizeBytes: sizeBytes,
      subject: frame.subject,
      relatedMessageId: subject.facts.messageId,
    },
    state: {
      recipients: [{ ...recipient, attempts: 0, lastError: '', delayReported: false }],
      suspended: false,
      crashes: 0,
    },
  };
}

type OwnFacts = Pick<
  MessageFacts,
  | 'reversePath'
  | 'headerFrom'
  | 'sourceName'
  | 'connectorId'
  | 'clientIp'
  | 'clientHello'
  | 'serverIp'
  | 'sessionId'
  | 'authAs'
  | 'authMechanism'
  | 'scl'
  | 'directionality'
>;

/** What is the same for every report of this server. */
function ownFacts(snapshot: ConfigSnapshot): OwnFacts {
  return {
    reversePath: null,
    headerFrom: postmaster(snapshot),
    sourceName: 'DSN',
    connectorId: '',
    clientIp: '',
    clientHello: '',
    serverIp: '',
    sessionId: '',
    authAs: 'Internal',
    authMechanism: '',
    scl: null,
    directionality: 'Originating',
  };
}

/** Exchange: ExternalPostmasterAddress, else postmaster@ the default accepted domain, else @ this server. */
function postmaster(snapshot: ConfigSnapshot): string {
  const configured = snapshot.transportConfig.externalPostmasterAddress;
  if (configured !== null && configured !== '' && configured !== '<>') return configured;
  return `postmaster@${defaultAcceptedDomain(snapshot.acceptedDomains) ?? snapshot.server.fqdn}`;
}
