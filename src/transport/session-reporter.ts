import { formatReply } from '../smtp/replies.ts';
import type { Refusal } from '../smtp/reply.ts';
import type { AgentAction, Events, TrackingEvent } from './events.ts';
import { NO_MESSAGE, type SessionEventDetail, type Stage } from './observation.ts';
import type { ReceiveLog } from './receive-log.ts';
import type { ReceivePeer } from './receive-types.ts';

/** What reports need to know of a session. */
export type ReportedSession = Readonly<{
  /** `<Server>\<Connector>` */
  connectorId: string;
  sessionId: string;
  serverFqdn: string;
  peer: ReceivePeer;
  /** As `formatEndpoint` writes them. */
  localEndpoint: string;
  remoteEndpoint: string;
}>;

/** Envelope at the moment of a report, as far as it is known. */
export type ReportedEnvelope = Readonly<{
  helo: string;
  /** `<>` for null */
  sender: string;
  recipients: readonly string[];
}>;

export type Refused = Readonly<{
  refusal: Refusal;
  stage: Stage;
  /** The sender, or the recipient. */
  about: string;
  envelope: ReportedEnvelope;
}>;

/** Tells what happens in one receive session: each thing once. The protocol log, the counters, the device inventory,
 *  message tracking and the agent log take from it what is theirs. */
export class SessionReporter {
  readonly #events: Events;
  readonly #now: () => number;
  readonly #log: ReceiveLog;
  readonly #session: () => ReportedSession;

  /** @param session asked for each report: a connector may be renamed while a session is open */
  constructor(
    events: Events,
    parts: Readonly<{ now: () => number; log: ReceiveLog; session: () => ReportedSession }>,
  ) {
    this.#events = events;
    this.#now = parts.now;
    this.#log = parts.log;
    this.#session = parts.session;
  }

  tell(detail: SessionEventDetail): void {
    if (this.#events.observe === undefined) return;
    const { peer, connectorId, sessionId, remoteEndpoint } = this.#session();
    this.#events.observe({
      at: this.#now(),
      remoteAddress: peer.remoteAddress,
      remoteEndpoint,
      connectorId,
      sessionId,
      ...detail,
    });
  }

  refused(refused: Refused): void {
    const { refusal, stage, about } = refused;
    const { reply, by, reason, limit = '' } = refusal;
    this.#log.note(`${reply.code} ${about}: ${reason}`, limit === '' ? by : limit);
    this.tell({ kind: 'refused', stage, code: reply.code, status: reply.status, by, limit, reason, about });
    this.#events.track(refusalEvent(refused, this.#session(), this.#now()));
    const agent = agentOf(refusal);
    if (agent === null) return;
    const done = { ...STEP[stage], smtpResponse: replyText(refusal), reason: by, reasonData: reason };
    this.#agent(refused.envelope, { agent, ...done });
  }

  /** The sender filter found a blocked sender and let the message pass with a stamp. Exchange: Action StampStatus */
  stamped(envelope: ReportedEnvelope): void {
    this.#agent(envelope, {
      agent: 'Sender Filter Agent',
      event: 'OnMailCommand',
      action: 'AcceptMessage',
      smtpResponse: '',
      reason: 'Sender Filter Agent',
      reasonData: 'the sender is blocked; Action is StampStatus',
    });
  }

  #agent(
    { sender, recipients }: ReportedEnvelope,
    done: Pick<AgentAction, 'agent' | 'event' | 'action' | 'smtpResponse' | 'reason' | 'reasonData'>,
  ): void {
    const { peer, sessionId, connectorId, localEndpoint, remoteEndpoint } = this.#session();
    this.#events.observe?.({
      kind: 'agent',
      at: this.#now(),
      sessionId,
      connectorId,
      localEndpoint,
      remoteEndpoint,
      enteredOrgFromIp: peer.remoteAddress,
      messageId: '',
      p1FromAddress: sender,
      p2FromAddresses: [],
      recipients,
      ...done,
    });
  }
}

const STEP = {
  MAIL: { event: 'OnMailCommand', action: 'RejectCommand' },
  RCPT: { event: 'OnRcptCommand', action: 'RejectRecipients' },
  DATA: { event: 'OnEndOfHeaders', action: 'RejectMessage' },
} as const;

function agentOf({ by }: Refusal): AgentAction['agent'] | null {
  if (by === 'Sender Filter Agent') return 'Sender Filter Agent';
  return by === 'RecipientValidationEnabled' ? 'Recipient Filter Agent' : null;
}

/** Limits on how much comes at a time: who comes later may pass. */
const THROTTLES: ReadonlySet<string> = new Set(['MessageRateLimit', 'BackPressure']);

/** A refusal as message tracking has it: there is no message, so it has no id and no size. Decision: ADR-0020
 *  @param at epoch ms */
function refusalEvent({ refusal, envelope }: Refused, session: ReportedSession, at: number): TrackingEvent {
  const { peer, connectorId, sessionId, serverFqdn } = session;
  const { by, reason, limit = by } = refusal;
  const throttled = THROTTLES.has(by);
  const text = replyText(refusal);
  return {
    at,
    eventId: throttled ? 'THROTTLE' : 'FAIL',
    source: agentOf(refusal) === null ? 'SMTP' : 'AGENT',
    clientIp: peer.remoteAddress,
    clientHostname: envelope.helo,
    serverIp: peer.localAddress,
    serverHostname: serverFqdn,
    sourceContext: `${sessionId};${limit};${reason}`,
    connectorId,
    internalMessageId: NO_MESSAGE,
    messageId: '',
    networkMessageId: '',
    recipients: envelope.recipients,
    recipientStatus: envelope.recipients.map(() => text),
    totalBytes: 0,
    relatedRecipientAddress: '',
    reference: throttled ? limit : '',
    messageSubject: '',
    sender: envelope.sender === '<>' ? '' : envelope.sender,
    returnPath: envelope.sender,
    messageInfo: text,
    directionality: '',
    customData: '',
  };
}

function replyText({ reply }: Refusal): string {
  return formatReply(reply, { enhanced: true }).toString().trimEnd().replaceAll('\r\n', ' ');
}
