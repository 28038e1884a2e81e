import { formatReply } from '../smtp/replies.ts';
import type { Refusal } from '../smtp/reply.ts';
import type { AgentAction, Events } from './events.ts';
import { formatEndpoint } from './receive-log.ts';
import type { ReceivePeer } from './receive-types.ts';

/** The command that was refused. */
export type Stage = 'MAIL' | 'RCPT' | 'DATA';

/** What reports about one receive session need to know of it. */
export type ObservedSession = Readonly<{
  connectorId: string;
  sessionId: string;
  peer: ReceivePeer;
  now: () => number;
}>;

/** Envelope and message at the moment of an agent's action, as far as they are known. */
export type ObservedMessage = Readonly<{
  p1FromAddress: string;
  recipients: readonly string[];
}>;

/** Reports a refusal, and what an agent did where one decided. */
export function observeRefusal(
  events: Events,
  session: ObservedSession,
  refused: Readonly<{ refusal: Refusal; about: string; stage: Stage; message: ObservedMessage }>,
): void {
  if (events.observe === undefined) return;
  const { refusal, about, stage } = refused;
  events.observe({
    kind: 'refused',
    at: session.now(),
    connectorId: session.connectorId,
    sessionId: session.sessionId,
    remoteEndpoint: formatEndpoint(session.peer.remoteAddress, session.peer.remotePort),
    code: refusal.reply.code,
    status: refusal.reply.status,
    by: refusal.by,
    reason: refusal.reason,
    about,
  });
  const agent = agentOf(refusal);
  if (agent === null) return;
  const smtpResponse = formatReply(refusal.reply, { enhanced: true }).toString().trimEnd();
  const action = { agent, ...STEP[stage], smtpResponse, reason: refusal.by, reasonData: refusal.reason };
  events.observe(agentAction(session, refused.message, action));
}

/** The sender filter found a blocked sender and let the message pass with a stamp. Exchange: Action StampStatus */
export function observeStamp(events: Events, session: ObservedSession, message: ObservedMessage): void {
  events.observe?.(
    agentAction(session, message, {
      agent: 'Sender Filter Agent',
      event: 'OnMailCommand',
      action: 'AcceptMessage',
      smtpResponse: '',
      reason: 'Sender Filter Agent',
      reasonData: 'the sender is blocked; Action is StampStatus',
    }),
  );
}

const STEP = {
  MAIL: { event: 'OnMailCommand', action: 'RejectCommand' },
  RCPT: { event: 'OnRcptCommand', action: 'RejectRecipients' },
  DATA: { event: 'OnEndOfHeaders', action: 'RejectMessage' },
} as const;

function agentOf(refusal: Refusal): AgentAction['agent'] | null {
  if (refusal.by === 'Sender Filter Agent') return 'Sender Filter Agent';
  return refusal.by === 'RecipientValidationEnabled' ? 'Recipient Filter Agent' : null;
}

function agentAction(
  session: ObservedSession,
  message: ObservedMessage,
  done: Pick<AgentAction, 'agent' | 'event' | 'action' | 'smtpResponse' | 'reason' | 'reasonData'>,
): AgentAction {
  const { peer } = session;
  return {
    kind: 'agent',
    at: session.now(),
    sessionId: session.sessionId,
    connectorId: session.connectorId,
    localEndpoint: formatEndpoint(peer.localAddress, peer.localPort),
    remoteEndpoint: formatEndpoint(peer.remoteAddress, peer.remotePort),
    enteredOrgFromIp: peer.remoteAddress,
    messageId: '',
    p1FromAddress: message.p1FromAddress,
    p2FromAddresses: [],
    recipients: message.recipients,
    ...done,
  };
}
