import { SIZE_EXCEEDED, formatMail, formatRcpt, unsuitable } from './client-commands.ts';
import type {
  ClientEffect,
  ClientState,
  ClientStep,
  ClientTransaction,
  PeerExtensions,
  SentTransaction,
  TransactionState,
} from './client-types.ts';
import type { Reply } from './reply.ts';

/** The commands of one message on a connection that is free.
 *
 *  Where the peer offers PIPELINING, MAIL, every RCPT and DATA leave in one write and their replies are matched in order;
 *  else each reply is awaited. `rset → mail → rcpt … → data → content → final`; `void` is the reply to the lone dot that
 *  answers a 354 which nobody needs (RFC 2920 §3.1). */
export function beginTransaction(
  extensions: PeerExtensions,
  transaction: ClientTransaction,
  start: Readonly<{ dirty: boolean; before: SentTransaction | null }>,
): ClientStep {
  const refusal = unsuitable(transaction, extensions);
  if (refusal !== null) return refuseLocally(extensions, transaction, { refusal, ...start });
  const grouped = extensions.pipelining && transaction.parameters.body !== 'BINARYMIME';
  const state: TransactionState = {
    phase: 'transaction',
    extensions,
    transaction,
    step: start.dirty ? 'rset' : 'mail',
    grouped,
    mailReply: null,
    recipientReplies: [],
    accepted: 0,
    before: start.before,
  };
  return { state, effects: [{ type: 'send', text: openingText(state) }] };
}

function openingText(state: TransactionState): string {
  const { extensions, transaction } = state;
  const rset = state.step === 'rset' ? 'RSET\r\n' : '';
  if (!state.grouped) return rset === '' ? formatMail(transaction, extensions) : rset;
  let text = rset + formatMail(transaction, extensions);
  for (const recipient of transaction.recipients) text += formatRcpt(recipient, extensions);
  return `${text}DATA\r\n`;
}

function refuseLocally(
  extensions: PeerExtensions,
  transaction: ClientTransaction,
  given: Readonly<{ refusal: Reply; dirty: boolean; before: SentTransaction | null }>,
): ClientStep {
  const replies = transaction.recipients.map(() => given.refusal);
  const sizeExceeded = given.refusal === SIZE_EXCEEDED ? extensions.size : null;
  const outcome = { transaction, replies, local: true, sizeExceeded, dsnPassed: false };
  const effects: ClientEffect[] = [{ type: 'outcome', outcome }];
  if (given.before !== null) return { state: awaitFinal(extensions, given.before), effects };
  const state: ClientState = { phase: 'idle', extensions, dirty: given.dirty };
  return { state, effects: [...effects, { type: 'ready', extensions }] };
}

/** The state in which only the reply to a final dot is missing. */
function awaitFinal(extensions: PeerExtensions, sent: SentTransaction): TransactionState {
  return {
    phase: 'transaction',
    extensions,
    transaction: sent.transaction,
    step: 'final',
    grouped: extensions.pipelining,
    mailReply: null,
    recipientReplies: sent.recipientReplies,
    accepted: 1,
    before: null,
  };
}

/** The content of a transaction was written; the next one may follow in the same group. */
export function onContentWritten(state: TransactionState, next: ClientTransaction | null): ClientStep {
  const sent = { transaction: state.transaction, recipientReplies: state.recipientReplies };
  if (next === null || !state.grouped) return { state: awaitFinal(state.extensions, sent), effects: [] };
  return beginTransaction(state.extensions, next, { dirty: false, before: sent });
}

export function onTransactionReply(state: TransactionState, reply: Reply): ClientStep {
  if (reply.code === 421) return abandon(state, reply);
  if (state.before !== null) {
    const outcome = outcomeOf(state.extensions, state.before, reply);
    return { state: { ...state, before: null }, effects: [outcome] };
  }
  switch (state.step) {
    case 'rset':
      return afterRset(state);
    case 'mail':
      return onMailReply(state, reply);
    case 'rcpt':
      return onRcptReply(state, reply);
    case 'data':
      return onDataReply(state, reply);
    case 'final':
      return finish(state.extensions, [outcomeOf(state.extensions, state, reply)], false);
    case 'void':
      return finish(state.extensions, [refused(state, noRecipients(state, reply))], false);
    case 'content':
      return abandon(state, reply.code >= 400 ? reply : outOfStep(reply));
  }
}

/** RSET cannot fail in a way that matters: a peer that refuses it refuses MAIL as well. */
function afterRset(state: TransactionState): ClientStep {
  const next: TransactionState = { ...state, step: 'mail' };
  return {
    state: next,
    effects: state.grouped ? [] : [send(formatMail(state.transaction, state.extensions))],
  };
}

function onMailReply(state: TransactionState, reply: Reply): ClientStep {
  const next: TransactionState = { ...state, step: 'rcpt', mailReply: reply };
  if (state.grouped) return { state: next, effects: [] };
  if (!isPositive(reply)) return finish(state.extensions, [refused(next, reply)], false);
  return { state: next, effects: sendRcpt(next) };
}

function sendRcpt(state: TransactionState): readonly ClientEffect[] {
  const recipient = state.transaction.recipients[state.recipientReplies.length];
  return recipient === undefined ? [] : [send(formatRcpt(recipient, state.extensions))];
}

function onRcptReply(state: TransactionState, given: Reply): ClientStep {
  const reply = recipientReply(given, state.accepted);
  const recipientReplies = [...state.recipientReplies, reply];
  const accepted = state.accepted + (isPositive(reply) ? 1 : 0);
  const complete = recipientReplies.length === state.transaction.recipients.length;
  const next: TransactionState = { ...state, recipientReplies, accepted, step: complete ? 'data' : 'rcpt' };
  if (state.grouped) return { state: next, effects: [] };
  if (!complete) return { state: next, effects: sendRcpt(next) };
  if (accepted === 0) return finish(state.extensions, [refused(next, reply)], true);
  if (state.transaction.parameters.body === 'BINARYMIME') return content(next, 'chunk');
  return { state: next, effects: [send('DATA\r\n')] };
}

/** RFC 5321 §4.5.3.1.10: old servers say 552 where they take no more recipients in one transaction. Behind a recipient that
 *  was accepted it counts as 452, and the others go in the next transaction; there, first in line, it means what it says.
 *  An enhanced status that names another reason, as 5.2.2 a full mailbox, stands. */
function recipientReply(reply: Reply, accepted: number): Reply {
  const isLimit = reply.code === 552 && accepted > 0 && ['', '5.5.3'].includes(reply.status);
  return isLimit ? { ...reply, code: 452, status: '4.5.3' } : reply;
}

function onDataReply(state: TransactionState, reply: Reply): ClientStep {
  const mailAccepted = state.mailReply !== null && isPositive(state.mailReply);
  const useful = mailAccepted && state.accepted > 0;
  if (reply.code === 354) {
    if (useful) return content(state, 'dot');
    return { state: { ...state, step: 'void' }, effects: [send('.\r\n')] };
  }
  if (reply.code < 400) return abandon(state, outOfStep(reply));
  return finish(
    state.extensions,
    [refused(state, useful ? reply : noRecipients(state, reply))],
    mailAccepted,
  );
}

function content(state: TransactionState, framing: 'dot' | 'chunk'): ClientStep {
  const { transaction } = state;
  return { state: { ...state, step: 'content' }, effects: [{ type: 'sendContent', transaction, framing }] };
}

/** What decided a transaction in which no recipient was left: MAIL's refusal, else each recipient's own. */
function noRecipients(state: TransactionState, reply: Reply): Reply {
  return state.mailReply !== null && !isPositive(state.mailReply) ? state.mailReply : reply;
}

/** A yes that nothing was asked for: the content is not with the peer yet. Taken for its answer, it would lose the
 *  message. */
function outOfStep(reply: Reply): Reply {
  return {
    code: 451,
    status: '4.5.0',
    lines: [`The server answered out of step: ${reply.code} ${reply.lines[0] ?? ''}`],
  };
}

/** Everything still open gets the reply that ended the session. RFC 5321 §3.8 */
function abandon(state: TransactionState, reply: Reply): ClientStep {
  const effects: ClientEffect[] = [];
  if (state.before !== null) effects.push(outcomeOf(state.extensions, state.before, reply));
  effects.push(refused(state, reply), { type: 'close' });
  return { state: { phase: 'closed' }, effects };
}

function finish(extensions: PeerExtensions, effects: readonly ClientEffect[], dirty: boolean): ClientStep {
  const state: ClientState = { phase: 'idle', extensions, dirty };
  return { state, effects: [...effects, { type: 'ready', extensions }] };
}

/** The outcome where `reply` ended the transaction before its content was taken. A MAIL that was refused decides for all;
 *  else a recipient that was refused keeps its own reply. */
function refused(state: TransactionState, reply: Reply): ClientEffect {
  const mailRefused = state.mailReply !== null && !isPositive(state.mailReply);
  const recipientReplies = mailRefused ? [] : state.recipientReplies;
  return outcomeOf(state.extensions, { transaction: state.transaction, recipientReplies }, reply);
}

/** Each accepted recipient gets the reply to the content, each refused one its own. */
function outcomeOf(extensions: PeerExtensions, sent: SentTransaction, reply: Reply): ClientEffect {
  const { transaction, recipientReplies } = sent;
  const replies = transaction.recipients.map((_, index) => {
    const own = recipientReplies[index];
    return own === undefined || isPositive(own) ? reply : own;
  });
  return {
    type: 'outcome',
    outcome: { transaction, replies, local: false, sizeExceeded: null, dsnPassed: extensions.dsn },
  };
}

function send(text: string): ClientEffect {
  return { type: 'send', text };
}

function isPositive(reply: Reply): boolean {
  return reply.code >= 200 && reply.code < 300;
}
