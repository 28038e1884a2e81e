import type { Outcome } from '../../queue/tracked-recipients.ts';
import type { AdminObject } from '../contract/values.ts';
import { adminObject, timeSpan } from './values.ts';

/** How a probe fared. */
export type ProbeFate = Readonly<{
  outcome: Outcome;
  /** Until it had left, failed, or was no longer waited for. */
  latencyMs: number;
  /** What was said last about who has not got it; '' = nothing. */
  lastError: string;
}>;

type MailflowTest = Readonly<{ address: string; isRemote: boolean; fate: ProbeFate }>;

/** Exchange: the object of Test-Mailflow; of a failure, the error stands behind its mark. mail-flow.md §13.2 */
export function presentMailflowTest({ address, isRemote, fate }: MailflowTest): AdminObject {
  return adminObject('TestMailflowResult', address, [
    ['TargetEmailAddress', address],
    ['TestMailflowResult', resultOf(fate)],
    ['MessageLatencyTime', timeSpan(fate.latencyMs)],
    ['IsRemoteTest', isRemote],
  ]);
}

function resultOf({ outcome, latencyMs, lastError }: ProbeFate): string {
  if (outcome === 'delivered') return 'Success';
  const seconds = Math.round(latencyMs / 1000);
  const waits = `The message was still waiting after ${seconds} seconds.`;
  const said = [outcome === 'waiting' ? waits : '', lastError].filter((text) => text !== '');
  return ['*FAILURE*', ...said].join(' ');
}
