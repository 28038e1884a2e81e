import type { SendConnector } from '../config/send-connector.ts';
import { genericStatus } from '../mail/enhanced-status.ts';
import { MessageRemoved, StoreCorrupt, StoreUnreadable } from '../queue/errors.ts';
import type { AttemptResult, IndexedResult } from '../queue/recipient-state.ts';
import type { TransactionOutcome } from '../smtp/client-types.ts';
import type { Reply } from '../smtp/reply.ts';
import { replyText } from '../smtp/reply-reader.ts';
import { DAMAGED, permanentFailure } from './own-refusals.ts';

/** The replies that a connector's ErrorPolicies turn round; empty lists turn nothing. */
export type FailurePolicy = Readonly<{ downgrade: readonly string[]; upgrade: readonly string[] }>;

/** Exchange: Set-SendConnector -ErrorPolicies DowngradeCustomFailures, UpgradeCustomFailures */
export function failurePolicy(connector: SendConnector): FailurePolicy {
  const { errorPolicies } = connector;
  return {
    downgrade: errorPolicies.includes('DowngradeCustomFailures') ? connector.downgradeCustomFailureCodes : [],
    upgrade: errorPolicies.includes('UpgradeCustomFailures') ? connector.upgradeCustomFailureCodes : [],
  };
}

/** What a reply means for the recipient it decided about. Anything that is neither a clear yes nor a clear no counts as
 *  transient: mail is not lost for a case that nobody thought of. RFC 5321 §4.2.1
 *  @param given `remoteMta` is '' and `dsnPassed` does not matter where we refused by ourselves */
function resultOfReply(
  reply: Reply,
  given: Readonly<{ remoteMta: string; remoteIp?: string; dsnPassed: boolean; policy: FailurePolicy }>,
): AttemptResult {
  const status = reply.status === '' ? genericStatus(reply.code) : reply.status;
  const { remoteMta, remoteIp } = given;
  const said = { status, diagnostic: replyText(reply), remoteMta };
  const diagnosis = remoteIp === undefined ? said : { ...said, remoteIp };
  if (reply.code >= 200 && reply.code < 300)
    return { kind: given.dsnPassed ? 'transferred' : 'relayed', ...diagnosis };
  return { kind: isPermanent(reply, given.policy) ? 'permanent' : 'transient', ...diagnosis };
}

function isPermanent(reply: Reply, { downgrade, upgrade }: FailurePolicy): boolean {
  const names = (code: string): boolean =>
    code === String(reply.code) || code === reply.status || code === `${reply.code} ${reply.status}`;
  return reply.code >= 500 ? !downgrade.some(names) : upgrade.some(names);
}

const NO_POLICY: FailurePolicy = { downgrade: [], upgrade: [] };

/** The results of a transaction by position in the message's list of recipients. */
export function resultsOf(
  outcome: TransactionOutcome,
  indexes: readonly number[],
  { remoteMta, remoteIp, policy }: Readonly<{ remoteMta: string; remoteIp: string; policy: FailurePolicy }>,
): readonly IndexedResult[] {
  const { dsnPassed } = outcome;
  const given = outcome.local
    ? { remoteMta: '', dsnPassed, policy: NO_POLICY }
    : { remoteMta, remoteIp, dsnPassed, policy };
  return outcome.replies.flatMap((reply, position) => {
    const index = indexes[position];
    return index === undefined ? [] : [{ index, result: resultOfReply(reply, given) }];
  });
}

/** RFC 5321 §4.5.3.1.10: a server that takes no more recipients in one transaction takes the others in the next. */
export function isRecipientLimit(outcome: TransactionOutcome): boolean {
  const limited = outcome.replies.some(
    ({ code, status }) => code === 452 && (status === '' || status === '4.5.3'),
  );
  return limited && outcome.replies.some(({ code }) => code >= 200 && code < 300);
}

/** The same result for every recipient of an attempt. */
export function sameResult(indexes: readonly number[], result: AttemptResult): readonly IndexedResult[] {
  return indexes.map((index) => ({ index, result }));
}

/** An attempt that ended without an answer. */
export function connectionLost(reason: string, remoteMta: string): AttemptResult {
  return {
    kind: 'transient',
    status: '4.4.2',
    diagnostic: `451 4.4.2 Connection dropped: ${reason}`,
    remoteMta,
  };
}

/** The attempt failed because the store could not give the content: damage stays, so the sender hears of it now; a disk
 *  that does not answer may do so later. The next hop and its queue have no part in it.
 *  @returns null where the content was not the reason */
export function contentFailure(error: unknown): AttemptResult | null {
  if (error instanceof StoreCorrupt) return permanentFailure(DAMAGED);
  if (!(error instanceof StoreUnreadable || error instanceof MessageRemoved)) return null;
  const diagnostic = `451 4.3.0 The content cannot be read: ${error.message}`;
  return { kind: 'transient', status: '4.3.0', diagnostic, remoteMta: '' };
}
