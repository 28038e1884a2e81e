import type { MailParameters } from '../mail/envelope.ts';
import * as replies from './replies.ts';
import type { Refusal, Reply } from './reply.ts';
import type { ServerEffect, SessionSettings } from './server-types.ts';

/** Where a session stands when it may take a line. `parameters` are those of MAIL. */
export type SettledPhase =
  /** No hello yet, or none since STARTTLS. */
  | Readonly<{ name: 'connected' }>
  | Readonly<{ name: 'greeted'; helo: string }>
  /** MAIL was accepted, no recipient yet. */
  | Readonly<{ name: 'mail'; helo: string; parameters: MailParameters }>
  /** At least one recipient was accepted. */
  | Readonly<{ name: 'rcpt'; helo: string; parameters: MailParameters }>
  /** A chunk that was not the last has been taken. */
  | Readonly<{ name: 'bdat'; helo: string; parameters: MailParameters }>
  /** The next line is the answer to a challenge of AUTH LOGIN. */
  | Readonly<{ name: 'authUser'; helo: string }>
  | Readonly<{ name: 'authPassword'; helo: string; user: string }>;

/** Where it stands while the pump owes it an event. */
export type WaitingPhase =
  | Readonly<{ name: 'waitMail'; helo: string; parameters: MailParameters }>
  | Readonly<{ name: 'waitRcpt'; before: TransactionPhase }>
  | Readonly<{ name: 'waitBody'; helo: string }>
  | Readonly<{ name: 'waitChunk'; helo: string; parameters: MailParameters }>
  /** Octets of a refused chunk are passing. */
  | Readonly<{ name: 'waitDiscard'; before: SettledPhase }>
  | Readonly<{ name: 'waitTls' }>
  | Readonly<{ name: 'waitCredentials'; helo: string }>;

export type TransactionPhase = Extract<SettledPhase, { name: 'mail' | 'rcpt' }>;

export type SessionState = Readonly<{
  settings: SessionSettings;
  tls: boolean;
  /** AUTH succeeded since the connection, or its TLS, began. */
  authenticated: boolean;
  /** The client was told of CHUNKING, so that what follows a BDAT is a chunk whatever the settings are now. */
  chunkingOffered: boolean;
  /** Replies that count to MaxProtocolErrors. */
  errors: number;
  logonFailures: number;
  phase: SettledPhase | WaitingPhase | Readonly<{ name: 'closed' }>;
}>;

/** A state that may take a line. */
export type SettledState = SessionState & Readonly<{ phase: SettledPhase }>;

export type Step = Readonly<{ state: SessionState; effects: readonly ServerEffect[] }>;

export type Delay = Extract<ServerEffect, { type: 'reply' }>['delay'];

const RESET: ServerEffect = { type: 'resetTransaction' };
const CLOSE: ServerEffect = { type: 'close' };

/** Delay of a reply that is not about AUTH. Exchange: Set-ReceiveConnector -TarpitInterval; only 5xx is delayed. */
function delayOf(reply: Reply): Delay {
  return reply.code >= 500 ? 'tarpit' : 'none';
}

/** Exchange: Set-ReceiveConnector -MaxProtocolErrors. What the protocol forbids counts, what policy refuses does not. */
function isProtocolError(reply: Reply): boolean {
  return reply.code >= 500 && reply.code <= 504;
}

/** Replies, and stays. An error beyond MaxProtocolErrors ends the session in place of its reply. */
export function answer(state: SessionState, reply: Reply, delay: Delay = delayOf(reply)): Step {
  if (!isProtocolError(reply)) return { state, effects: [{ type: 'reply', reply, delay }] };
  const counted = { ...state, errors: state.errors + 1 };
  const limit = state.settings.maxProtocolErrors;
  if (limit !== null && counted.errors > limit) return end(counted, replies.tooManyErrors);
  return { state: counted, effects: [{ type: 'reply', reply, delay }] };
}

/** Replies and ends the session, dropping an open transaction. */
export function end(state: SessionState, reply: Reply, delay: Delay = delayOf(reply)): Step {
  const effects: ServerEffect[] = [{ type: 'reply', reply, delay }];
  return close(state, effects);
}

/** Ends the session after the effects. */
export function close(state: SessionState, before: readonly ServerEffect[] = []): Step {
  const reset = isInTransaction(state) ? [RESET] : [];
  return { state: { ...state, phase: { name: 'closed' } }, effects: [...before, ...reset, CLOSE] };
}

/** Policy refused; `state` is where the session goes on unless the refusal ends it. */
export function refuse(state: SessionState, refusal: Refusal): Step {
  return refusal.close === true ? end(state, refusal.reply) : answer(state, refusal.reply);
}

/** Leaves an open transaction behind: the step begins with its end. */
export function afterReset(before: SessionState, step: Step): Step {
  return isInTransaction(before) ? { state: step.state, effects: [RESET, ...step.effects] } : step;
}

/** Between an accepted MAIL and the end of its body. */
export function isInTransaction(state: SessionState): boolean {
  switch (state.phase.name) {
    case 'mail':
    case 'rcpt':
    case 'bdat':
    case 'waitMail':
    case 'waitRcpt':
    case 'waitBody':
    case 'waitChunk':
      return true;
    case 'waitDiscard':
      return (
        state.phase.before.name === 'mail' ||
        state.phase.before.name === 'rcpt' ||
        state.phase.before.name === 'bdat'
      );
    default:
      return false;
  }
}
