import { randomUUID } from 'node:crypto';
import type { ReceiveConnector } from '../config/receive-connector.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import type { Directory } from '../directory/directory.ts';
import { type ReversePath, formatMailbox, parseMailbox } from '../mail/address.ts';
import { localOffsetMinutes } from '../mail/date.ts';
import type { EnvelopeRecipient, MailParameters } from '../mail/envelope.ts';
import type { HeaderRights } from '../mail/header-firewall.ts';
import { type HeaderField, findField } from '../mail/header.ts';
import { type ReceivedFacts, formatReceived } from '../mail/received.ts';
import type { MessageFacts, MessageState } from '../queue/message.ts';
import { type Stamps, composeHeader, headerSenders } from './receive-content.ts';
import type { ReceivePeer, TlsFacts } from './receive-types.ts';
import { connectorFqdn } from './session-settings.ts';

/** What is known of a message when its last octet has been read and nothing speaks against it. */
export type AcceptedInput = Readonly<{
  connector: ReceiveConnector;
  snapshot: ConfigSnapshot;
  peer: ReceivePeer;
  sessionId: string;
  helo: string;
  tls: TlsFacts | null;
  path: ReversePath;
  parameters: MailParameters;
  recipients: readonly EnvelopeRecipient[];
  rights: HeaderRights;
  authAs: MessageFacts['authAs'];
  authMechanism: string;
  scl: number | null;
  antispamReport: string;
  fields: readonly HeaderField[];
  /** Octets as submitted, and those of them that are body. */
  submittedBytes: number;
  bodyBytes: number;
  id: number;
  at: number;
  product: string;
  version: string;
  directory: Directory;
}>;

export type AcceptedMessage = Readonly<{ facts: MessageFacts; state: MessageState; header: Buffer }>;

/** The message as it goes to the store, but for its body. */
export function acceptedMessage(input: AcceptedInput): AcceptedMessage {
  const networkMessageId = randomUUID();
  const directionality = input.authAs === 'Internal' ? 'Originating' : 'Incoming';
  const content = composeHeader(input.fields, {
    rights: input.rights,
    received: formatReceived(receivedFacts(input)),
    messageIdDomain: connectorFqdn(input.connector, input.snapshot),
    at: input.at,
    offsetMinutes: localOffsetMinutes(input.at),
    stamps: {
      authSource: input.snapshot.server.fqdn,
      authAs: input.authAs,
      authMechanism: input.authMechanism,
      originalSizeBytes: input.submittedBytes,
      networkMessageId,
      directionality,
      scl: input.scl,
      antispamReport: input.antispamReport,
      recipientCount: input.recipients.length,
      ...originalPlaces(input),
    },
    displayName: input.authAs === 'Internal' ? (address) => nameOf(input.directory, address) : null,
  });
  const { path, parameters, connector, snapshot } = input;
  const facts: MessageFacts = {
    id: input.id,
    networkMessageId,
    messageId: content.messageId,
    receivedAt: input.at,
    expiresAt: input.at + snapshot.transportService.messageExpirationTimeoutMs,
    reversePath: path,
    parameters,
    sizeBytes: content.header.length + input.bodyBytes,
    headerBytes: content.header.length,
    originalSizeBytes: keptOriginalSize(input.fields, input.rights) ?? input.submittedBytes,
    subject: content.subject,
    headerFrom: headerSenders(input.fields)?.[0]?.address ?? (path === null ? '' : formatMailbox(path)),
    sourceName: `SMTP:${connector.name}`,
    connectorId: connectorId(connector, snapshot),
    clientIp: input.peer.remoteAddress,
    clientHello: input.helo,
    serverIp: input.peer.localAddress,
    sessionId: input.sessionId,
    authAs: input.authAs,
    authMechanism: input.authMechanism,
    scl: input.scl,
    directionality,
    relatedMessageId: null,
  };
  return { facts, state: freshState(input.recipients), header: content.header };
}

const ORIGINAL_SIZE = 'X-MS-Exchange-Organization-OriginalSize';

/** What a server of the organization says the message had when it came in: the limits count the lower. mail-flow.md §8.1
 *  @returns null where there is no such field, or the header firewall takes it */
function keptOriginalSize(fields: readonly HeaderField[], rights: HeaderRights): number | null {
  const text = rights.organization ? (findField(fields, ORIGINAL_SIZE)?.value().trim() ?? '') : '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Only a server that stands behind another one, externally secured, is named. mail-flow.md §12.2 */
function originalPlaces({
  authMechanism,
  peer,
}: AcceptedInput): Pick<Stamps, 'originalClientIp' | 'originalServerIp'> {
  if (authMechanism === '') return { originalClientIp: '', originalServerIp: '' };
  return { originalClientIp: peer.remoteAddress, originalServerIp: peer.localAddress };
}

/** `<Server>\<Connector>` */
export function connectorId(connector: ReceiveConnector, snapshot: ConfigSnapshot): string {
  return `${snapshot.server.name}\\${connector.name}`;
}

function receivedFacts(input: AcceptedInput): ReceivedFacts {
  const { connector, snapshot, peer, helo, tls, at, product, version } = input;
  return {
    helo,
    clientIp: peer.remoteAddress,
    by: connectorFqdn(connector, snapshot),
    serverIp: snapshot.transportService.externalIPAddress ?? peer.localAddress,
    product,
    version,
    tls,
    viaFrontend: connector.transportRole === 'FrontendTransport',
    at,
    offsetMinutes: localOffsetMinutes(at),
  };
}

export function freshState(recipients: readonly EnvelopeRecipient[]): MessageState {
  const waiting = {
    state: 'pending',
    resolved: false,
    attempts: 0,
    lastError: '',
    delayReported: false,
  } as const;
  return {
    recipients: recipients.map((recipient) => ({ ...recipient, ...waiting })),
    suspended: false,
    crashes: 0,
  };
}

function nameOf(directory: Directory, address: string): string | null {
  const mailbox = parseMailbox(address);
  return mailbox === null ? null : directory.displayName(mailbox);
}
