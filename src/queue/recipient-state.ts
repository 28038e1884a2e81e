import type { NotifyEvent } from '../mail/envelope.ts';
import type { MessageState, QueuedRecipient } from './message.ts';

/** What somebody answered about one recipient. */
export type Diagnosis = Readonly<{
  /** Enhanced status `x.y.z`. RFC 3463 */
  status: string;
  /** Whole reply or our own words for it, `550 5.1.1 User unknown`. */
  diagnostic: string;
  /** The host that said it; '' when it was us. */
  remoteMta: string;
  /** Its address, where it answered in a session. */
  remoteIp?: string;
}>;

/** Outcome of an attempt for one recipient. */
export type AttemptResult = Readonly<
  Diagnosis & {
    /** `delivered`: a final store. `transferred`: a next hop that reports success itself. `relayed`: one that does not. */
    kind: 'delivered' | 'transferred' | 'relayed' | 'transient' | 'permanent';
  }
>;

/** The Action field of RFC 3464 §2.3.3. */
export type ReportAction = 'failed' | 'delayed' | 'relayed' | 'delivered' | 'expanded';

/** One recipient that a DSN has to speak of. */
export type ReportedRecipient = Readonly<Diagnosis & { recipient: QueuedRecipient; action: ReportAction }>;

/** Result by position in the list of recipients. */
export type IndexedResult = Readonly<{ index: number; result: AttemptResult }>;

export type Settlement = Readonly<{
  state: MessageState;
  /** Recipients whose sender asked to hear of this. */
  reports: readonly ReportedRecipient[];
  /** Nothing is pending any more: the message can go. */
  finished: boolean;
  /** Something that must survive a crash changed; transient failures alone are stored when it suits. */
  durable: boolean;
  /** The state is another one, durable or not. */
  changed: boolean;
}>;

const NOTHING_REPORTED: readonly ReportedRecipient[] = [];

/** The message after an attempt. Positions that are no longer pending are left alone, so a late result does no harm.
 *  @param at epoch ms */
export function settleResults(
  state: MessageState,
  results: readonly IndexedResult[],
  at: number,
): Settlement {
  const recipients = [...state.recipients];
  let reports: ReportedRecipient[] | null = null;
  let durable = false;
  let changed = false;
  for (const { index, result } of results) {
    const recipient = recipients[index];
    if (recipient === undefined || recipient.state !== 'pending') continue;
    recipients[index] = afterResult(recipient, result, at);
    changed = true;
    if (result.kind === 'transient') continue;
    durable = true;
    const action = actionOf(result);
    if (action === null || !wantsReport(recipient.parameters.notify, action)) continue;
    reports ??= [];
    reports.push(reportedRecipient(recipient, action, result));
  }
  const finished = recipients.every((recipient) => recipient.state !== 'pending');
  return {
    state: { ...state, recipients },
    reports: reports ?? NOTHING_REPORTED,
    finished,
    durable,
    changed,
  };
}

/** What there is to report, null where somebody else does. */
function actionOf(result: AttemptResult): ReportAction | null {
  if (result.kind === 'permanent') return 'failed';
  return result.kind === 'relayed' || result.kind === 'delivered' ? result.kind : null;
}

function afterResult(recipient: QueuedRecipient, result: AttemptResult, at: number): QueuedRecipient {
  switch (result.kind) {
    case 'delivered':
    case 'transferred':
      return { ...recipient, state: 'delivered' };
    case 'relayed':
      return { ...recipient, state: 'relayed' };
    case 'permanent':
      return { ...recipient, state: 'failed', lastError: result.diagnostic };
    case 'transient':
      return {
        ...recipient,
        attempts: recipient.attempts + 1,
        lastError: result.diagnostic,
        lastAttempt: { at, remoteMta: result.remoteMta },
      };
  }
}

/** Marks the delay of the given positions as reported and says who hears of it. */
export function reportDelay(state: MessageState, indexes: readonly number[]): Settlement {
  const recipients = [...state.recipients];
  const reports: ReportedRecipient[] = [];
  for (const index of indexes) {
    const recipient = recipients[index];
    if (recipient === undefined || recipient.state !== 'pending' || recipient.delayReported) continue;
    recipients[index] = { ...recipient, delayReported: true };
    if (!wantsReport(recipient.parameters.notify, 'delayed')) continue;
    const remoteMta = recipient.lastAttempt?.remoteMta ?? '';
    reports.push(
      reportedRecipient(recipient, 'delayed', {
        status: '4.4.7',
        diagnostic: recipient.lastError,
        remoteMta,
      }),
    );
  }
  return { state: { ...state, recipients }, reports, finished: false, durable: true, changed: true };
}

/** What kept a whole queue waiting is what keeps each recipient in it waiting, where nothing was said of it alone. */
export function withQueueError(
  state: MessageState,
  indexes: readonly number[],
  error: Readonly<{ text: string; at: number; remoteMta: string }>,
): MessageState {
  if (error.text === '') return state;
  const { text, at, remoteMta } = error;
  const recipients = state.recipients.map((recipient, index) =>
    indexes.includes(index) && recipient.state === 'pending' && (recipient.lastAttempt?.at ?? 0) <= at
      ? { ...recipient, lastError: text, lastAttempt: { at, remoteMta } }
      : recipient,
  );
  return { ...state, recipients };
}

/** Whether the sender of a recipient asked to hear of an action. RFC 3461 §4.1: without NOTIFY, failures and delays.
 *  A null reverse-path hears of nothing; that is for the caller to see. */
export function wantsReport(notify: readonly NotifyEvent[], action: ReportAction): boolean {
  if (action === 'failed') return notify.length === 0 || notify.includes('FAILURE');
  if (action === 'delayed') return notify.length === 0 || notify.includes('DELAY');
  return notify.includes('SUCCESS');
}

export function reportedRecipient(
  recipient: QueuedRecipient,
  action: ReportAction,
  diagnosis: Diagnosis,
): ReportedRecipient {
  const { status, diagnostic, remoteMta, remoteIp } = diagnosis;
  const told = { recipient, action, status, diagnostic, remoteMta };
  return remoteIp === undefined ? told : { ...told, remoteIp };
}

/** Positions that still wait. */
export function pendingIndexes(state: MessageState): number[] {
  const indexes: number[] = [];
  for (const [index, recipient] of state.recipients.entries()) {
    if (recipient.state === 'pending') indexes.push(index);
  }
  return indexes;
}
