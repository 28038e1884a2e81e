import type { TransportConfig } from '../config/organization.ts';
import type { RecipientLimits } from '../config/recipient.ts';
import type { Directory } from '../directory/directory.ts';
import { parseMailbox } from '../mail/address.ts';
import { doorOf } from '../queue/door.ts';
import type { MessageFacts, QueuedRecipient } from '../queue/message.ts';
import {
  type LimitHit,
  type MeasuredMessage,
  limitsOf,
  recipientCountLimit,
} from '../routing/message-limits.ts';

/** A message as the limits behind the 250 see it. A sender is known by its address where the session was one of an internal
 *  sender; anybody can write any address elsewhere. mail-flow.md §10.2, §10.3 */
export function measure(facts: MessageFacts, directory: Directory): MeasuredMessage {
  const senderIsInternal = facts.authAs === 'Internal';
  return {
    sizeBytes: countedSize(facts),
    senderLimits: senderIsInternal ? limitsOfSender(facts, directory) : null,
    senderIsInternal,
  };
}

/** The lower of the current and the original size; null where sizes do not count. mail-flow.md §8.1 */
export function countedSize(facts: MessageFacts): number | null {
  const { sourceName, sizeBytes, originalSizeBytes } = facts;
  return doorOf(sourceName).skipsSizes ? null : Math.min(sizeBytes, originalSizeBytes);
}

function limitsOfSender(
  { headerFrom, reversePath }: MessageFacts,
  directory: Directory,
): RecipientLimits | null {
  const author = parseMailbox(headerFrom) ?? reversePath;
  return author === null ? null : limitsOf(directory.find(author));
}

/** A group counts as one recipient. */
export function countLimit(
  config: TransportConfig,
  recipients: readonly QueuedRecipient[],
  senderLimits: RecipientLimits | null,
): LimitHit | null {
  // Nearly always the list is short enough whoever is counted.
  if (recipientCountLimit(config, recipients.length, senderLimits) === null) return null;
  const given = recipients.filter((one) => !isMember(one)).length;
  return recipientCountLimit(config, given, senderLimits);
}

/** Members of groups were added resolved; the group itself, now `expanded`, stands for what the sender gave. */
function isMember(recipient: QueuedRecipient): boolean {
  return recipient.resolved && recipient.state !== 'expanded';
}
