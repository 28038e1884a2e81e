import type { TlsResult } from './tls-result.ts';
import type { IpRange } from '../config/receive-connector.ts';
import type { Outcome, RecipientState } from '../queue/tracked-recipients.ts';
import type { DialogueWatcher, SessionEvent } from './observation.ts';

/** Business events, each reported from one place (style.md §1, telemetry). Ring 1 port, adapters in telemetry/. */
export type TrackingEvent = Readonly<{
  at: number;
  eventId:
    | 'RECEIVE'
    | 'SEND'
    | 'DELIVER'
    | 'DEFER'
    | 'FAIL'
    | 'DSN'
    | 'EXPAND'
    | 'RESOLVE'
    | 'DROP'
    | 'BADMAIL'
    | 'DUPLICATEEXPAND'
    | 'POISONMESSAGE'
    | 'LOAD'
    | 'AGENTINFO'
    | 'REDIRECT'
    | 'RESUBMIT'
    | 'THROTTLE';
  source:
    | 'SMTP'
    | 'DNS'
    | 'QUEUE'
    | 'ROUTING'
    | 'RESOLVER'
    | 'DSN'
    | 'ADMIN'
    | 'STOREDRIVER'
    | 'GATEWAY'
    | 'BOOTLOADER'
    | 'PICKUP'
    | 'POISONMESSAGE'
    | 'AGENT';
  clientIp: string;
  clientHostname: string;
  serverIp: string;
  serverHostname: string;
  sourceContext: string;
  /** `<Server>\<Connector>` (receive) or `<Connector>` (send) */
  connectorId: string;
  internalMessageId: number;
  messageId: string;
  networkMessageId: string;
  recipients: readonly string[];
  recipientStatus: readonly string[];
  totalBytes: number;
  relatedRecipientAddress: string;
  reference: string;
  messageSubject: string;
  sender: string;
  /** `<>` for null */
  returnPath: string;
  messageInfo: string;
  directionality: 'Incoming' | 'Originating' | '';
  customData: string;
}>;

/** One protocol log line. Fields of receive-connectors.md §8.6. */
export type ProtocolLine = Readonly<{
  at: number;
  direction: 'receive' | 'send';
  connectorId: string;
  sessionId: string;
  sequence: number;
  localEndpoint: string;
  remoteEndpoint: string;
  event: '+' | '-' | '>' | '<' | '*';
  data: string;
  context: string;
}>;

/** What an antispam agent did about one recipient, or about the sender where no recipient is known yet. mail-flow.md §6.9 */
export type AgentAction = Readonly<{
  kind: 'agent';
  at: number;
  sessionId: string;
  connectorId: string;
  localEndpoint: string;
  remoteEndpoint: string;
  /** Address of the client that brought the message into the organization. */
  enteredOrgFromIp: string;
  messageId: string;
  p1FromAddress: string;
  p2FromAddresses: readonly string[];
  recipients: readonly string[];
  agent: 'Sender Filter Agent' | 'Recipient Filter Agent';
  event: 'OnMailCommand' | 'OnRcptCommand' | 'OnEndOfHeaders';
  action: 'AcceptMessage' | 'RejectMessage' | 'RejectCommand' | 'RejectRecipients';
  smtpResponse: string;
  reason: string;
  reasonData: string;
}>;

/** One step of an outbound connection. mail-flow.md §6.8 */
export type ConnectivityLine = Readonly<{
  kind: 'connectivity';
  at: number;
  /** Name of the Send connector. */
  connectorId: string;
  sessionId: string;
  source: 'SMTP';
  /** Next hop: host name, domain or smart host. */
  destination: string;
  direction: '+' | '-' | '>';
  description: string;
}>;

/** What happens beside messages: counted, remembered, and written where a log asks for it. */
export type Observation =
  | SessionEvent
  /** The categorizer has placed a message in the queues of its next hops. */
  | Readonly<{ kind: 'categorized'; networkMessageId: string; at: number }>
  | TlsOutcome
  | AgentAction
  | ConnectivityLine;

/** How TLS with a host that DNS named came out, under the policy of its domain. RFC 8460 §4 */
export type TlsOutcome = Readonly<{
  kind: 'tlsPolicy';
  at: number;
  domain: string;
  policy: 'tlsa' | 'sts' | 'no-policy-found';
  /** The policy as it was published, and the hosts that it names; empty where reports have neither. */
  policyLines: readonly string[];
  policyMx: readonly string[];
  host: string;
  address: string;
  /** null: as the policy asks. */
  result: TlsResult | null;
}>;

/** Where stages report. Nothing here waits, fails or costs more than a look: what is slow happens behind it. */
export interface Events {
  track(event: TrackingEvent): void;
  protocol(line: ProtocolLine): void;
  /** What logs, counters and the device inventory want to know. Absent: nobody does. */
  observe?(observation: Observation): void;
  readonly dialogues?: DialogueWatcher;
}

/** Operator's log: one JSON line an event on stderr or a file. */
export interface Logger {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What Get-MessageTrackingLog asks. Times are epoch ms; end exclusive. */
export type TrackingQuery = Readonly<{
  start?: number;
  end?: number;
  eventId?: string;
  source?: string;
  sender?: string;
  recipients?: readonly string[];
  messageId?: string;
  messageSubject?: string;
  internalMessageId?: number;
  networkMessageId?: string;
  reference?: string;
  limit: number | null;
}>;

/** One message as its events tell it, or one attempt that was refused before there was a message. */
export type TrackedMessage = Readonly<{
  /** Of its first event, epoch ms. */
  at: number;
  /** '' = there was no message */
  networkMessageId: string;
  messageId: string;
  internalMessageId: number;
  sender: string;
  subject: string;
  clientIp: string;
  sizeBytes: number;
  recipients: ReadonlyMap<string, RecipientState>;
  outcome: Outcome;
}>;

export type MessageOrder = Exclude<
  keyof TrackedMessage,
  'networkMessageId' | 'messageId' | 'internalMessageId'
>;

/** What Get-TrackedMessage asks. Times are epoch ms of the first event; end exclusive. All that is given must hold. */
export type MessageSearch = Readonly<{
  start?: number;
  end?: number;
  sender?: string;
  recipients?: readonly string[];
  messageSubject?: string;
  messageId?: string;
  networkMessageId?: string;
  client?: IpRange;
  /** A connector that took or sent it, by its name alone or with the server's. */
  connectorId?: string;
  /** Something that happened to it. */
  eventId?: string;
  /** Each word stands in the sender, a recipient, the subject, the Message-ID or the client's address. */
  words?: readonly string[];
  order: Readonly<{ by: MessageOrder; descending: boolean }>;
  /** Messages passed over. */
  offset: number;
  limit: number;
  /** Counts all that match. */
  count: boolean;
}>;

/** `total` is null where it was not asked for. */
export type MessagePage = Readonly<{ messages: readonly TrackedMessage[]; total: number | null }>;

export interface TrackingReader {
  /** Oldest first. */
  query(query: TrackingQuery): Promise<readonly TrackingEvent[]>;
  search(search: MessageSearch): Promise<MessagePage>;
}
