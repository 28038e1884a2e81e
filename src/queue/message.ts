import type { EnvelopeRecipient, MailParameters } from '../mail/envelope.ts';
import type { ReversePath } from '../mail/address.ts';

/** Facts of a message that never change after it was accepted. */
export type MessageFacts = Readonly<{
  /** `InternalId=` of the 250, identity in Get-Message, internal-message-id in tracking. Unique for ever. */
  id: number;
  networkMessageId: string;
  /** With angle brackets. */
  messageId: string;
  /** Instants are epoch ms. */
  receivedAt: number;
  expiresAt: number;
  reversePath: ReversePath;
  parameters: MailParameters;
  /** Whole content (header + body) in octets as stored. */
  sizeBytes: number;
  /** Octets of the header including the empty line. */
  headerBytes: number;
  /** As submitted, before the header firewall and our own fields. */
  originalSizeBytes: number;
  subject: string;
  /** Sender: header, else From:; tracking's sender-address. */
  headerFrom: string;
  /** `SMTP:<connector>`, `DSN`. Get-Message MessageSourceName */
  sourceName: string;
  /** `<Server>\<Connector>`, '' for DSNs. */
  connectorId: string;
  clientIp: string;
  clientHello: string;
  serverIp: string;
  sessionId: string;
  authAs: 'Anonymous' | 'Internal' | 'External' | 'Partner';
  /** Two hex digits or ''. */
  authMechanism: string;
  /** SCL stamp, null = agents gave none. */
  scl: number | null;
  directionality: 'Incoming' | 'Originating';
  /** For a DSN: message-id of the original. */
  relatedMessageId: string | null;
}>;

/** Exact key of one queue. mail-flow.md §4.2 */
export type NextHopKey = Readonly<{
  deliveryType:
    | 'DnsConnectorDelivery'
    | 'SmartHostConnectorDelivery'
    | 'DropFolderDelivery'
    | 'NonSmtpGatewayDelivery'
    | 'LocalMailboxDelivery'
    | 'SmtpRelayToServers'
    | 'Undefined'
    | 'Unreachable';
  nextHopDomain: string;
  nextHopConnector: string;
}>;

/** One recipient of a stored message, as durable as the message. */
export type QueuedRecipient = Readonly<
  EnvelopeRecipient & {
    /** pending = still to be delivered; the others are final. */
    state: 'pending' | 'delivered' | 'relayed' | 'failed' | 'expanded' | 'dropped';
    /** Set once the resolver has been over this recipient (group members are added resolved). */
    resolved: boolean;
    /** Attempts that ended in a transient failure. */
    attempts: number;
    lastError: string;
    /** When and by whom it was said; absent where nothing was tried. Epoch ms; '' = by us. */
    lastAttempt?: Readonly<{ at: number; remoteMta: string }>;
    delayReported: boolean;
  }
>;

/** The part of a message that changes while it waits. Rewritten whole by an update. */
export type MessageState = Readonly<{
  recipients: readonly QueuedRecipient[];
  suspended: boolean;
  /** Crashes of a stage while it held this message; 2 = poison. */
  crashes: number;
}>;

export type StoredMessage = Readonly<{ facts: MessageFacts; state: MessageState }>;
