import { randomUUID } from 'node:crypto';
import type { ConfigSnapshot } from '../../config/snapshot.ts';
import { formatMailbox } from '../../mail/address.ts';
import { isDate, localOffsetMinutes } from '../../mail/date.ts';
import { findField, type HeaderField } from '../../mail/header.ts';
import { formatFileReceived } from '../../mail/received.ts';
import type { MessageFacts } from '../../queue/message.ts';
import { defaultAcceptedDomain } from '../../routing/accepted-domain.ts';
import { composeHeader, headerSenders } from '../receive-content.ts';
import { type AcceptedMessage, freshState } from '../receive-accept.ts';
import type { FileEnvelope, FolderKind } from './file-envelope.ts';

export type FileFacts = Readonly<{
  kind: FolderKind;
  envelope: FileEnvelope;
  /** Some octet of it is not ASCII. */
  eightBit: boolean;
  /** Octets as submitted, with CRLF line ends, and those of them that are body. */
  submittedBytes: number;
  bodyBytes: number;
  id: number;
  at: number;
  snapshot: ConfigSnapshot;
  product: string;
  version: string;
}>;

const PREFIX = 'X-MS-Exchange-Organization-';
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The message of a file as it goes to the store, but for its body: Received, repaired Date and Message-ID, stamps.
 *  Nobody authenticated, so it is anonymous, unless a trusted Replay file brings the stamps of the server that accepted it.
 *  mail-flow.md §1.7, §1.8; ADR-0026 */
export function fileMessage(file: FileFacts): AcceptedMessage {
  const { envelope, snapshot, id, at, submittedBytes } = file;
  const stamps = stampsOf(envelope);
  const domain = defaultAcceptedDomain(snapshot.acceptedDomains) ?? snapshot.server.fqdn;
  const content = composeHeader(repaired(envelope.fields), {
    rights: envelope.rights,
    received: receivedField(file),
    messageIdDomain: domain,
    at,
    offsetMinutes: localOffsetMinutes(at),
    stamps: {
      ...stamps,
      authSource: snapshot.server.fqdn,
      originalSizeBytes: submittedBytes,
      antispamReport: '',
      recipientCount: envelope.recipients.length,
      originalClientIp: '',
      originalServerIp: '',
    },
    displayName: null,
  });
  const { path, parameters, origin } = envelope;
  const author = headerSenders(envelope.fields)?.[0]?.address;
  const facts: MessageFacts = {
    id,
    ...stamps,
    messageId: content.messageId,
    receivedAt: at,
    expiresAt: at + snapshot.transportService.messageExpirationTimeoutMs,
    reversePath: path,
    parameters:
      file.eightBit && parameters.body === '7BIT' ? { ...parameters, body: '8BITMIME' } : parameters,
    sizeBytes: content.header.length + file.bodyBytes,
    headerBytes: content.header.length,
    originalSizeBytes: submittedBytes,
    subject: content.subject,
    headerFrom: author ?? (path === null ? '' : formatMailbox(path)),
    ...origin,
    connectorId: '',
    serverIp: '',
    sessionId: '',
    relatedMessageId: null,
  };
  return { facts, state: freshState(envelope.recipients), header: content.header };
}

function receivedField({ kind, snapshot, product, version, at }: FileFacts): string {
  const from = kind === 'Pickup' ? 'localhost' : snapshot.server.fqdn;
  return formatFileReceived(kind, { from, product, version, at, offsetMinutes: localOffsetMinutes(at) });
}

/** A Date that readers do not understand is as good as none: the next one is ours. */
function repaired(fields: readonly HeaderField[]): readonly HeaderField[] {
  const date = findField(fields, 'Date');
  return date === null || isDate(date.value()) ? fields : fields.filter((field) => field !== date);
}

type KeptStamps = Pick<
  MessageFacts,
  'networkMessageId' | 'authAs' | 'authMechanism' | 'scl' | 'directionality'
>;

/** What the message is from now on: as the stamps of a trusted file say, else as of a stranger. */
function stampsOf({ fields, rights }: FileEnvelope): KeptStamps {
  const value = (suffix: string): string =>
    rights.organization ? (findField(fields, `${PREFIX}${suffix}`)?.value() ?? '') : '';
  const guid = value('Network-Message-Id');
  const authAs = (['Internal', 'External', 'Partner'] as const).find((one) => one === value('AuthAs'));
  const scl = value('SCL');
  return {
    networkMessageId: GUID.test(guid) ? guid.toLowerCase() : randomUUID(),
    authAs: authAs ?? 'Anonymous',
    authMechanism: /^[\da-f]{2}$/i.test(value('AuthMechanism')) ? value('AuthMechanism') : '',
    scl: /^(?:-1|\d)$/.test(scl) ? Number(scl) : null,
    directionality: authAs === 'Internal' ? 'Originating' : 'Incoming',
  };
}
